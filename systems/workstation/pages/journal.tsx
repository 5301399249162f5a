import { isRefusal } from '@ruqsat/foundation'
import { InstantAt } from '@ruqsat/lawpages'
import { localHref, Pagination, Table, useLanguage } from '@ruqsat/web'
import { channelName } from '@ruqsat/law'
import { openCase, type CaseScene } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import { pageNumber, type Visit } from '../http/visit.ts'
import { countEntries, listEntries } from '../store/journal.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'
const PAGE_SIZE = 25

/** The registration journal of the authority, newest first. Which cases were taken in is ours to know; number, date and names are the host's. */
export async function showJournal(visit: Visit): Promise<unknown> {
  const { work, staff } = visit
  const page = pageNumber(visit)
  const { sql } = work.deps.database
  const [total, ids] = await Promise.all([
    countEntries(sql, staff.authority),
    listEntries(sql, staff.authority, PAGE_SIZE, (page - 1) * PAGE_SIZE),
  ])
  const opened = await Promise.all(ids.map((id) => openCase(visit, id)))
  const entries = opened.filter((scene): scene is CaseScene => !isRefusal(scene) && scene.view.state.journalNumber !== null)
  return sendWork(
    visit,
    { title: texts.pages.journal, width: 'wide' },
    <JournalPage entries={entries} page={page} pages={Math.ceil(total / PAGE_SIZE)} />,
  )
}

function JournalPage({ entries, page, pages }: { readonly entries: readonly CaseScene[]; readonly page: number; readonly pages: number }) {
  const language = useLanguage()
  return (
    <>
      <h1>{texts.pages.journal}</h1>
      <Table
        caption={texts.pages.journal}
        captionHidden
        empty={texts.journal.empty}
        columns={[
          { text: texts.pages.journalNumber },
          { text: texts.journal.entered },
          { text: texts.pages.applicant },
          { text: texts.pages.service },
          { text: texts.caseFile.channel },
          { text: texts.pages.requestNumber },
        ]}
        rows={entries.map(({ view, zone, variant }) => {
          const entered = view.history.findLast(({ event }) => event === 'entered')
          const { requestNumber, service } = view.summary
          return [
            <span class="number">{view.state.journalNumber}</span>,
            entered === undefined ? '' : <InstantAt at={entered.at} zone={zone} />,
            view.party.name,
            service,
            channelName(variant, view.state.opening?.view ?? ''),
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
