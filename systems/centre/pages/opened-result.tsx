// The result that is open at a window, and what its pages share.
import { isRefusal, wordsOf, type Refusal } from '@ruqsat/foundation'
import type { ResultAsked } from '@ruqsat/caseflow'
import { counterTexts } from '@ruqsat/counter'
import { InstantAt } from '@ruqsat/lawpages'
import { Notification, type SummaryRow } from '@ruqsat/web'
import type { Ticket } from '../contract.ts'
import { PATHS } from '../http/paths.ts'
import { heldTicket } from '../http/serving.ts'
import { hrefOf, type OperatorVisit } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import { readPresented } from '../store/results.ts'
import texts from '../texts.yaml'
import { askedFrom } from '../work/presented.ts'
import { findResult, type FoundResult } from '../work/results.ts'

const T = texts.results

export type OpenedResult = FoundResult & { readonly ticket: Ticket; readonly asked: ResultAsked }

/** The result that was presented for the held ticket; anything else is nobody's here. */
export async function openedResult(visit: OperatorVisit): Promise<OpenedResult | Refusal> {
  const { centre, operator, request } = visit
  const { number } = request.params as { readonly number: string }
  const ticket = await heldTicket(visit, await centre.deps.legalClock.now())
  const { sql } = centre.deps.database
  const presented = ticket && (await readPresented(sql, ticket.authority, ticket.id, number))
  const asked = presented && askedFrom({ number: presented.requestNumber, identifier: presented.identifier })
  if (ticket === null || asked === null || asked.kind === 'faults') return refuseCentre('centre.not-at-window')
  const found = await findResult(centre.deps, asked.asked, operator)
  return isRefusal(found) ? found : { ...found, ticket, asked: asked.asked }
}

export const backTo = (visit: OperatorVisit) => ({ href: hrefOf(visit, PATHS.window), text: texts.part.window })

/** What was refused and is said of no field. */
export function Above({ refusals }: { readonly refusals: readonly Refusal[] }) {
  return (
    <>
      {refusals
        .filter(({ field }) => field === undefined)
        .map((refusal) => {
          const { text, remedy } = wordsOf(refusal)
          return (
            <Notification kind="important" heading={text}>
              <p>{remedy}</p>
            </Notification>
          )
        })}
    </>
  )
}

export function resultRows({ centre }: OperatorVisit, { seen }: OpenedResult): readonly SummaryRow[] {
  const { service, variant, requestNumber, resultNumber, holder, signedAt } = seen
  return [
    { key: counterTexts.requestNumber, value: <span class="number">{requestNumber}</span> },
    { key: counterTexts.service, value: service },
    { key: T.variant, value: variant },
    { key: counterTexts.applicant, value: holder.name },
    { key: counterTexts.identifier, value: <span class="number">{holder.bin ?? holder.iin ?? ''}</span> },
    ...(resultNumber === null ? [] : [{ key: T.resultNumber, value: <span class="number">{resultNumber}</span> }]),
    { key: T.signedAt, value: <InstantAt at={signedAt} zone={centre.deps.office.zone} /> },
  ]
}
