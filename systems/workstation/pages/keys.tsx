import { toLocal } from '@ruqsat/clock'
import { KeyImport, type PanelProps } from '@ruqsat/signing'
import { languageOf, safeReturnPath } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { zoneOfStaff } from '../cases/authority.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { sendWork } from './frame.tsx'
import { T } from './texts.ts'

/** Properties that are the same on every page with a key. */
export async function panelOf(work: WorkstationParts, request: FastifyRequest, staff: Staff): Promise<PanelProps> {
  const legalTime = await work.deps.legalClock.now()
  const utcOffsetMinutes = toLocal(legalTime, zoneOfStaff(work.deps, staff)).offsetMinutes
  return { language: languageOf(request), islands: work.deps.islands, sandbox: work.deps.site.site.sandbox, legalTime, utcOffsetMinutes }
}

/** The person brings their key into this browser; a signing page that led here gets them back. */
export async function showKeys(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const panel = await panelOf(work, request, staff)
  const back = safeReturnPath((request.query as { return?: unknown }).return)
  return sendWork(
    work,
    request,
    reply,
    { title: T.keys, ...(back !== null && { back: { href: back } }) },
    <KeysPage panel={panel} staff={staff} />,
  )
}

function KeysPage({ panel, staff }: { readonly panel: PanelProps; readonly staff: Staff }) {
  return (
    <>
      <h1>{T.keys}</h1>
      <KeyImport {...panel} expectedHolder={{ iin: staff.iin, name: staff.name }} />
    </>
  )
}
