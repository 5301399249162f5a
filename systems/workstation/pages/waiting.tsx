// Cases that wait for an answer of their applicant: no task of them is open, so no list of tasks has them.
import type { WaitingCase } from '@ruqsat/caseflow'
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { inAll, type Instant } from '@ruqsat/foundation'
import { localHref, StatusTag, Table, useLanguage } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { PATHS } from '../http/paths.ts'
import type { Visit } from '../http/visit.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

const { waiting: words } = texts

export async function showWaiting(visit: Visit): Promise<unknown> {
  const { work, capacities, staff } = visit
  const lists = await Promise.all(capacities.flatMap(({ actor }) => work.deps.hosts.map((host) => host.listWaiting(actor))))
  const cases = [...new Map(lists.flat().map((each) => [each.caseId, each])).values()]
  const rows = cases
    .flatMap((each) => each.waits.map((wait) => ({ ...each, wait })))
    .toSorted((one, other) => (one.wait.due < other.wait.due ? -1 : 1))
  const now = await work.deps.legalClock.now()
  return sendWork(visit, { title: words.title, width: 'wide' }, <WaitingPage rows={rows} zone={zoneOfStaff(work.deps, staff)} now={now} />)
}

type WaitingRow = WaitingCase & { readonly wait: WaitingCase['waits'][number] }

function WaitingPage({ rows, zone, now }: { readonly rows: readonly WaitingRow[]; readonly zone: ZoneRules; readonly now: Instant }) {
  const language = useLanguage()
  const at = (instant: Instant) => formatInstant(instant, zone, language)
  return (
    <div class="desk">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Table
        caption={words.title}
        captionHidden
        empty={words.none}
        columns={[
          { text: texts.pages.requestNumber },
          { text: words.service },
          { text: words.what },
          { text: words.since },
          { text: words.until },
        ]}
        rows={rows.map(({ requestNumber, service, variant, isOfOffice, wait }) => [
          <a class="number" href={localHref(language, PATHS.case(requestNumber))}>
            {requestNumber}
          </a>,
          inAll((each) => `${service[each]}: ${variant[each]}`),
          wait.what === 'correction' ? words.correction : isOfOffice ? words.measure : words.hearing,
          at(wait.since),
          <>
            {at(wait.due)}{' '}
            {wait.isPresented ? (
              <StatusTag kind="information" text={words.presented} />
            ) : (
              wait.due < now && <StatusTag kind="warning" text={words.over} />
            )}
          </>,
        ])}
      />
    </div>
  )
}
