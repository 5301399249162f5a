// A result is handed over at the window: the paper is printed, who takes it signs for it.
import { isRefusal, parseIIN, type Refusal } from '@ruqsat/foundation'
import { counterTexts } from '@ruqsat/counter'
import { Cited } from '@ruqsat/lawpages'
import {
  Button,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  Form,
  LinkButton,
  localHref,
  Radios,
  readForm,
  SummaryList,
  TextInput,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import { PATHS } from '../http/paths.ts'
import { goTo, hrefOf, type OperatorVisit } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import { readReceipt } from '../store/results.ts'
import texts from '../texts.yaml'
import { handOver, type Taking } from '../work/results.ts'
import { sendCentre, sendNo } from './frame.tsx'
import { Above, backTo, openedResult, resultRows, type OpenedResult } from './opened-result.tsx'
import { sendReceipt } from './result-papers.tsx'

const T = texts.results

export async function showResult(visit: OperatorVisit): Promise<unknown> {
  const open = await openedResult(visit)
  return isRefusal(open) ? sendNo(visit, open, 403) : sendResult(visit, open, NOBODY(open), [])
}

const NOBODY = ({ seen }: OpenedResult): Taking => ({
  comes: 'self',
  receivedBy: seen.holder.name,
  shownDocument: '',
  representativeIin: '',
  power: '',
})

export async function postResult(visit: OperatorVisit): Promise<unknown> {
  const { centre, operator, request } = visit
  const open = await openedResult(visit)
  if (isRefusal(open)) return sendNo(visit, open, 403)
  const form = readForm(request)
  const taking: Taking = {
    comes: form.text('comes') === 'representative' ? 'representative' : 'self',
    receivedBy: form.text('receivedBy'),
    shownDocument: form.text('shownDocument'),
    representativeIin: form.digits('representativeIin'),
    power: form.text('power'),
  }
  const faults = faultsOf(taking)
  if (faults.length > 0) return sendResult(visit, open, taking, faults)
  const { seen, ticket } = open
  const answer = await handOver(centre.deps, { seen, taking, ticket, operator }, await centre.deps.legalClock.now())
  return isRefusal(answer) && answer.code !== 'centre.result-given'
    ? sendResult(visit, open, taking, [answer])
    : goTo(visit, PATHS.result(seen.requestNumber))
}

function faultsOf({ comes, receivedBy, shownDocument, representativeIin, power }: Taking): readonly Refusal[] {
  const empty = (field: string, value: string) => (value === '' ? [refuseCentre(`centre.empty`, { field })] : [])
  const iin = parseIIN(representativeIin)
  return [
    ...empty('receivedBy', receivedBy),
    ...empty('shownDocument', shownDocument),
    ...(comes === 'representative' && isRefusal(iin) ? [{ ...iin, field: 'representativeIin' }] : []),
    ...(comes === 'representative' ? empty('power', power) : []),
  ]
}

async function sendResult(visit: OperatorVisit, open: OpenedResult, taking: Taking, refusals: readonly Refusal[]): Promise<unknown> {
  const { centre } = visit
  const { seen } = open
  const { sql } = centre.deps.database
  const receipt = await readReceipt(sql, centre.deps.office.id, seen.authority, seen.caseId)
  if (receipt !== null) return sendReceipt(visit, open, receipt)
  const errors = fieldErrorsOf(refusals.filter(({ field }) => field !== undefined))
  const edition = centre.deps.regulations.edition(seen.editionHash)
  return sendCentre(
    visit,
    { title: T.title, status: refusals.length > 0 ? 422 : 200, hasErrors: errors.length > 0, back: backTo(visit) },
    <>
      <ErrorSummary errors={errors} />
      <Above refusals={refusals} />
      <h1>{seen.decision === 'grant' ? T.granted : T.refused}</h1>
      <p>
        {seen.step.name} {edition && <Cited regulation={edition.regulation} source={seen.step.source} />}
      </p>
      <SummaryList rows={resultRows(visit, open)} />
      <p>
        <LinkButton href={hrefOf(visit, PATHS.paper(seen.requestNumber))} text={T.print} kind="secondary" />
      </p>
      <p>{T.printHint}</p>
      <TakingForm number={seen.requestNumber} taking={taking} errors={errors} />
    </>,
  )
}

function TakingForm({
  number,
  taking,
  errors,
}: {
  readonly number: string
  readonly taking: Taking
  readonly errors: readonly FieldError[]
}) {
  const at = (field: string) => errorAt(errors, field) ?? null
  return (
    <Form action={localHref(useLanguage(), PATHS.result(number))} part="give">
      <Radios
        name="comes"
        legend={counterTexts.comes}
        value={taking.comes}
        options={[
          { value: 'self', text: counterTexts.self },
          { value: 'representative', text: counterTexts.representative },
        ]}
      />
      <TextInput name="receivedBy" label={T.receivedBy} value={taking.receivedBy} error={at('receivedBy')} />
      <TextInput name="shownDocument" label={T.shownDocument} value={taking.shownDocument} error={at('shownDocument')} />
      <p class="muted">{T.representativeHint}</p>
      <TextInput
        name="representativeIin"
        label={counterTexts.representativeIin}
        value={taking.representativeIin}
        inputmode="numeric"
        width={12}
        optional
        error={at('representativeIin')}
      />
      <TextInput name="power" label={counterTexts.powerNumber} value={taking.power} optional error={at('power')} />
      <Button text={T.give} />
    </Form>
  )
}
