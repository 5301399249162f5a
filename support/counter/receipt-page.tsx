import { fillText } from '@ruqsat/foundation'
import { zoneOf } from '@ruqsat/law'
import { InstantAt } from '@ruqsat/lawpages'
import { localHref, Panel, SummaryList, useLanguage } from '@ruqsat/web'
import type { CounterDesk } from './desk.ts'
import type { OpenEntry } from './model.ts'
import { answersOfEntry, factOf, slotsOf } from './rules.ts'
import T from './texts.yaml'

/** For the applicant to take home: the number, what was handed in, who took it. */
export function ReceiptPage({ desk, open }: { readonly desk: CounterDesk; readonly open: OpenEntry }) {
  const language = useLanguage()
  const { entry, edition, variant } = open
  const answers = answersOfEntry(open)
  const { tables } = desk.regulations
  const isComplaint = variant.complains !== undefined
  const by = `${desk.employee.name}, ${desk.employee.position.kk}`
  return (
    <>
      <Panel title={isComplaint ? T.complaintTitle : T.receiptTitle}>
        <span class="number">{entry.requestNumber}</span>
      </Panel>
      <SummaryList
        rows={[
          { key: isComplaint ? T.complaintNumber : T.requestNumber, value: <span class="number">{entry.requestNumber ?? ''}</span> },
          { key: T.registeredAt, value: <InstantAt at={entry.changedAt} zone={zoneOf(edition.regulation, tables)} /> },
          { key: T.service, value: fillText(T.serviceAndVariant, { service: edition.regulation.service, variant: variant.name }) },
          { key: T.provider, value: edition.regulation.authority.name },
          { key: T.applicant, value: factOf(open, 'applicant.name') || Object.values(answers)[0] || '' },
          { key: T.takenBy, value: by },
        ]}
      />
      <h2>{T.handedIn}</h2>
      <ol>
        {slotsOf(open)
          .filter(({ id }) => entry.content.files.some(({ slot }) => slot === id))
          .map(({ id, name }) => (
            <li>
              {name}
              {entry.content.papers.includes(id) && <> ({T.onPaper})</>}
            </li>
          ))}
      </ol>
      {desk.paths.case !== undefined && (
        <p>
          <a href={localHref(language, desk.paths.case(entry.requestNumber ?? ''))}>{T.openCase}</a>
        </p>
      )}
      <p>
        <a href={localHref(language, desk.paths.list)}>{desk.words.next}</a>
      </p>
    </>
  )
}
