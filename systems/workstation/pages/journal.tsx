import { isRefusal } from '@ruqsat/foundation'
import { InstantAt } from '@ruqsat/lawpages'
import { localHref, Pagination, Table, useLanguage } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openCase, type CaseScene } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { countEntries, listEntries } from '../store/journal.ts'
import { sendNo, sendWork } from './frame.tsx'
import { T as WORDS } from './texts.ts'
import texts from '../texts.yaml'
const PAGE_SIZE = 25

/** The registration journal of the authority, newest first. Which cases were taken in is ours to know; number, date and names are the host's. */
export async function showJournal(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  if (staff.role !== 'clerk' && staff.role !== 'head')
    return sendNo(work, request, reply, refuseWorkstation('workstation.role-differs'), 403)
  const page = Math.max(1, Math.trunc(Number((request.query as { page?: string }).page)) || 1)
  const { sql } = work.deps.database
  const [total, ids] = await Promise.all([
    countEntries(sql, staff.authority),
    listEntries(sql, staff.authority, PAGE_SIZE, (page - 1) * PAGE_SIZE),
  ])
  const opened = await Promise.all(ids.map((id) => openCase(work.deps, staff, id)))
  const entries = opened.filter((scene): scene is CaseScene => !isRefusal(scene) && scene.view.state.journalNumber !== null)
  return sendWork(
    work,
    request,
    reply,
    { title: WORDS.journal, width: 'wide' },
    <JournalPage entries={entries} page={page} pages={Math.ceil(total / PAGE_SIZE)} />,
  )
}

function JournalPage({ entries, page, pages }: { readonly entries: readonly CaseScene[]; readonly page: number; readonly pages: number }) {
  const language = useLanguage()
  return (
    <>
      <h1>{WORDS.journal}</h1>
      <Table
        caption={WORDS.journal}
        captionHidden
        empty={texts.journal.empty}
        columns={[
          { text: WORDS.journalNumber },
          { text: texts.journal.entered },
          { text: WORDS.applicant },
          { text: WORDS.service },
          { text: WORDS.requestNumber },
        ]}
        rows={entries.map(({ view, zone }) => {
          const entered = view.history.findLast(({ event }) => event === 'entered')
          const { requestNumber, service } = view.summary
          return [
            <span class="number">{view.state.journalNumber}</span>,
            entered === undefined ? '' : <InstantAt at={entered.at} zone={zone} />,
            view.party.name,
            service,
            <a class="number" href={localHref(language, PATHS.case(requestNumber))}>
              {requestNumber}
            </a>,
          ]
        })}
      />
      <Pagination page={page} pages={pages} href={(next) => `${localHref(language, PATHS.journal)}?page=${next}`} />
    </>
  )
}
