import { toLocal } from '@ruqsat/clock'
import { KeyImport, type PanelProps } from '@ruqsat/signing'
import { languageOf, safeReturnPath } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import type { Visit } from '../http/visit.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

/** Properties that are the same on every page with a key. */
export async function panelOf({ work, request, staff }: Visit): Promise<PanelProps> {
  const legalTime = await work.deps.legalClock.now()
  const utcOffsetMinutes = toLocal(legalTime, zoneOfStaff(work.deps, staff)).offsetMinutes
  return { language: languageOf(request), islands: work.deps.islands, sandbox: work.deps.site.site.sandbox, legalTime, utcOffsetMinutes }
}

/** The person brings their key into this browser; a signing page that led here gets them back. */
export async function showKeys(visit: Visit): Promise<unknown> {
  const panel = await panelOf(visit)
  const back = safeReturnPath(visit.query['return'])
  return sendWork(
    visit,
    { title: texts.pages.keys, ...(back !== null && { back: { href: back } }) },
    <KeysPage panel={panel} staff={visit.staff} />,
  )
}

function KeysPage({ panel, staff }: { readonly panel: PanelProps; readonly staff: Visit['staff'] }) {
  return (
    <>
      <h1>{texts.pages.keys}</h1>
      <KeyImport {...panel} expectedHolder={{ iin: staff.iin, name: staff.name }} />
    </>
  )
}
