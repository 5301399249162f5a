// A result is handed over at the window: its number and whose it is are presented, the paper is printed, who takes it signs for it.
import { isRefusal, parseBIN, parseIIN, parseRequestNumber, wordsOf, type Refusal } from '@ruqsat/foundation'
import type { ResultAsked } from '@ruqsat/caseflow'
import { counterTexts } from '@ruqsat/counter'
import { InstantAt, Cited } from '@ruqsat/lawpages'
import {
  Button,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  Form,
  LinkButton,
  localHref,
  Notification,
  Radios,
  readForm,
  sendFile,
  SummaryList,
  TextInput,
  useLanguage,
  type FieldError,
  type SummaryRow,
} from '@ruqsat/web'
import type { Ticket } from '../contract.ts'
import { PATHS } from '../http/paths.ts'
import { heldTicket } from '../http/serving.ts'
import { goTo, hrefOf, type OperatorVisit } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import { operatorById } from '../store/operators.ts'
import { keepPresented, readPresented, readReceipt, type ResultReceipt } from '../store/results.ts'
import texts from '../texts.yaml'
import { findResult, handOver, operatorActor, searchResult, type FoundResult, type Taking } from '../work/results.ts'
import { sendCentre, sendNo } from './frame.tsx'

const T = texts.results

type Presented = { readonly number: string; readonly identifier: string }

/** Only while a ticket is held: to whom else would anything be handed over? */
export async function showPresenting(visit: OperatorVisit): Promise<unknown> {
  const ticket = await heldTicket(visit, await visit.centre.deps.legalClock.now())
  return ticket === null ? notAtWindow(visit) : sendPresenting(visit, { number: '', identifier: '' }, [])
}

const notAtWindow = (visit: OperatorVisit) => sendNo(visit, refuseCentre('centre.not-at-window'), 403)

/** What was typed is kept whatever is wrong with it. */
export async function postPresented(visit: OperatorVisit): Promise<unknown> {
  const { centre, operator, request } = visit
  const now = await centre.deps.legalClock.now()
  const ticket = await heldTicket(visit, now)
  if (ticket === null) return notAtWindow(visit)
  const form = readForm(request)
  const typed = { number: form.text('number').toUpperCase(), identifier: form.digits('identifier') }
  const asked = askedFrom(typed)
  if (asked.kind === 'faults') return sendPresenting(visit, typed, asked.faults)
  const found = await searchResult(centre, asked.asked, { operator, ticket })
  if (isRefusal(found)) return sendPresenting(visit, typed, [found])
  const { requestNumber } = found.seen
  const { sql } = centre.deps.database
  const presented = { authority: ticket.authority, ticketId: ticket.id, requestNumber, identifier: typed.identifier }
  await keepPresented(sql, { ...presented, operatorId: operator.id, at: now })
  return goTo(visit, PATHS.result(requestNumber))
}

type Asked = { readonly kind: 'asked'; readonly asked: ResultAsked } | { readonly kind: 'faults'; readonly faults: readonly Refusal[] }

function askedFrom({ number, identifier }: Presented): Asked {
  const requestNumber = parseRequestNumber(number)
  const iin = parseIIN(identifier)
  const whose = isRefusal(iin) ? parseBIN(identifier) : iin
  const faults: Refusal[] = []
  if (isRefusal(requestNumber)) faults.push({ ...requestNumber, field: 'number' })
  // An individual comes more often: the fault is said of their number.
  if (isRefusal(iin) && isRefusal(whose)) faults.push({ ...iin, field: 'identifier' })
  return faults.length > 0 || isRefusal(requestNumber) || isRefusal(whose)
    ? { kind: 'faults', faults }
    : { kind: 'asked', asked: { requestNumber, identifier: whose } }
}

function sendPresenting(visit: OperatorVisit, typed: Presented, refusals: readonly Refusal[]): Promise<unknown> {
  const errors = fieldErrorsOf(refusals.filter(({ field }) => field !== undefined))
  return sendCentre(
    visit,
    { title: T.title, status: refusals.length > 0 ? 422 : 200, hasErrors: errors.length > 0, back: backTo(visit) },
    <>
      <ErrorSummary errors={errors} />
      <Above refusals={refusals} />
      <h1>{T.title}</h1>
      <p class="lead">{T.lead}</p>
      <Form action={hrefOf(visit, PATHS.results)} part="present">
        <TextInput name="number" label={T.number} hint={T.numberHint} value={typed.number} error={errorAt(errors, 'number') ?? null} />
        <TextInput
          name="identifier"
          label={counterTexts.identifier}
          hint={T.identifierHint}
          value={typed.identifier}
          inputmode="numeric"
          width={12}
          error={errorAt(errors, 'identifier') ?? null}
        />
        <Button text={T.find} />
      </Form>
    </>,
  )
}

const backTo = (visit: OperatorVisit) => ({ href: hrefOf(visit, PATHS.window), text: texts.part.window })

function Above({ refusals }: { readonly refusals: readonly Refusal[] }) {
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

type Opened = FoundResult & { readonly ticket: Ticket; readonly asked: ResultAsked }

/** The result that was presented for the held ticket; anything else is nobody's here. */
async function opened(visit: OperatorVisit): Promise<Opened | Refusal> {
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

export async function showResult(visit: OperatorVisit): Promise<unknown> {
  const open = await opened(visit)
  return isRefusal(open) ? sendNo(visit, open, 403) : sendResult(visit, open, NOBODY(open), [])
}

const NOBODY = ({ seen }: Opened): Taking => ({
  comes: 'self',
  receivedBy: seen.holder.name,
  shownDocument: '',
  representativeIin: '',
  power: '',
})

export async function postResult(visit: OperatorVisit): Promise<unknown> {
  const { centre, operator, request } = visit
  const open = await opened(visit)
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

async function sendResult(visit: OperatorVisit, open: Opened, taking: Taking, refusals: readonly Refusal[]): Promise<unknown> {
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

function resultRows({ centre }: OperatorVisit, { seen }: Opened): readonly SummaryRow[] {
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

/** For who took it to sign: what it is, who received it, who gave it, and when. */
async function sendReceipt(visit: OperatorVisit, open: Opened, receipt: ResultReceipt): Promise<unknown> {
  const { centre } = visit
  const { deps } = centre
  const by = await operatorById(deps.database.sql, deps.office.id, receipt.operatorId)
  const isBefore = receipt.ticketId !== open.ticket.id
  return sendCentre(
    visit,
    { title: T.receipt, forPaper: true, scripts: [centre.printScript], back: backTo(visit) },
    <>
      {isBefore && <Notification kind="important" text={T.givenBefore} />}
      <h1>{T.receipt}</h1>
      <SummaryList
        rows={[
          ...resultRows(visit, open),
          { key: T.receivedBy, value: receipt.receivedBy },
          { key: T.shownDocument, value: <span class="number">{receipt.shownDocument}</span> },
          ...(receipt.power === null ? [] : [{ key: counterTexts.powerNumber, value: receipt.power }]),
          { key: T.givenAt, value: <InstantAt at={receipt.at} zone={deps.office.zone} /> },
          { key: T.givenBy, value: by?.name ?? '' },
          { key: T.handSignature, value: '' },
        ]}
      />
      <div class="not-on-paper">
        <Button id="print" text={T.printReceipt} type="button" kind="secondary" hidden />
        {!isBefore && (
          <p>
            <a href={hrefOf(visit, PATHS.paper(open.seen.requestNumber))}>{T.print}</a>
          </p>
        )}
      </div>
    </>,
  )
}

/** The signed file, to be printed at this window, while it is not handed over or by whom it was. */
export async function sendPaper(visit: OperatorVisit): Promise<unknown> {
  const open = await opened(visit)
  if (isRefusal(open)) return sendNo(visit, open, 403)
  const { deps } = visit.centre
  const receipt = await readReceipt(deps.database.sql, deps.office.id, open.seen.authority, open.seen.caseId)
  if (receipt !== null && receipt.ticketId !== open.ticket.id) return sendNo(visit, refuseCentre('centre.result-given'), 403)
  const file = await open.read.resultPaper(open.asked, operatorActor(deps, visit.operator))
  if (isRefusal(file)) return sendNo(visit, file, 403)
  const bytes = Buffer.from(file.bytesBase64, 'base64')
  return sendFile(visit.reply, { bytes, mediaType: file.mediaType, fileName: file.name, inline: true })
}
