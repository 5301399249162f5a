import { toLocal } from '@ruqsat/clock'
import { KeyImport, type PanelProps } from '@ruqsat/signing'
import { languageOf, safeReturnPath } from '@ruqsat/web'
import type { OperatorVisit } from '../http/visit.ts'
import texts from '../texts.yaml'
import { sendCentre } from './frame.tsx'

/** Properties that are the same on every page with a key. */
export async function panelOf({ centre, request }: OperatorVisit): Promise<PanelProps> {
  const { legalClock, office, islands, site } = centre.deps
  const legalTime = await legalClock.now()
  const utcOffsetMinutes = toLocal(legalTime, office.zone).offsetMinutes
  return { language: languageOf(request), islands, sandbox: site.site.sandbox, legalTime, utcOffsetMinutes }
}

/** The operator brings their key into this browser; a signing page that led here gets them back. */
export async function showKeys(visit: OperatorVisit): Promise<unknown> {
  const panel = await panelOf(visit)
  const back = safeReturnPath((visit.request.query as Readonly<Record<string, unknown>>)['return'])
  const { iin, name } = visit.operator
  return sendCentre(
    visit,
    { title: texts.part.keys, ...(back !== null && { back: { href: back } }) },
    <>
      <h1>{texts.part.keys}</h1>
      <KeyImport {...panel} expectedHolder={{ iin, name }} />
    </>,
  )
}
