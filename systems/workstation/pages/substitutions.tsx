// Who acts for whom in this authority: the list, a form for the next one, and ending one early. For heads, also acting ones.
import type { ActingOrder } from '@ruqsat/engine'
import { fillText, isRefusal, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  Checkboxes,
  DateInput,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  KeyPagination,
  localHref,
  Radios,
  readDay,
  readForm,
  Select,
  Table,
  TextInput,
  typedDate,
  useLanguage,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import { todayOf, zoneOfStaff } from '../cases/authority.ts'
import { inWordsOfPeople } from '../cases/names.ts'
import type { Staff } from '../contract.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { goTo, type Visit } from '../http/visit.ts'
import { pageOf, placeText, readPlace, UUID } from '../lists/places.ts'
import { refuseWorkstation } from '../refusals.ts'
import { addSubstitution, endEarly, LONGEST_ORDER_NUMBER } from '../staff/substitutes.ts'
import { isOn, type Substitution } from '../staff/substitution.ts'
import { staffByIds, staffOfAuthority } from '../store/staff.ts'
import { listSubstitutions, type ListedSubstitution } from '../store/substitutions.ts'
import { dayText } from './acting.tsx'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

const { substitutions: words } = texts
/** As many as a person looks through at once. */
const PAGE_SIZE = 25
const DAY = /^\d{4}-\d\d-\d\d$/

export function showSubstitutions(visit: Visit): Promise<unknown> {
  return sendList(visit, null, [])
}

export async function postSubstitution(visit: Visit): Promise<unknown> {
  const { work, staff } = visit
  const form = readForm(visit.request)
  const read = readOrder(form)
  const people = await staffOfAuthority(work.deps.database.sql, staff.authority)
  const chosen = (field: string) => people.find(({ id }) => id === form.text(field))?.id ?? ''
  const wanted = { absentId: chosen('absent'), substituteId: chosen('substitute'), by: staff.id }
  if (!isOrder(read)) return refused(visit, form, read)
  if (read.signs && !maySign(visit)) return refused(visit, form, [refuseWorkstation('workstation.signing-not-yours', { field: 'signs' })])
  const zone = zoneOfStaff(work.deps, staff)
  let refusals: readonly Refusal[] = []
  const added = await answeredOnce(work, { authority: staff.authority, token: form.onceToken() }, async () => {
    const answer = await addSubstitution(work.deps.database, zone, { ...wanted, order: read }, await work.deps.legalClock.now())
    if ('id' in answer) return { substituteId: answer.substituteId }
    refusals = answer
    return answer[0]!
  })
  if (isRefusal(added)) return refused(visit, form, refusals.length > 0 ? refusals : [added])
  const name = (id: string) => people.find((each) => each.id === id)?.name ?? id
  const { from, until } = read
  flash(visit.request, 'success', fillText(words.added, { name: name(added.substituteId), from: dayText(from), until: dayText(until) }))
  return goTo(visit, PATHS.substitutions)
}

/** Whoever acts as head by an order without the signature gives it to nobody: not to themselves either, from tomorrow on. */
function maySign({ capacities, staff }: Visit): boolean {
  return staff.signs !== false && capacities.some(({ actor }) => actor.role === 'head' && (actor.onBehalfOf?.order.signs ?? true))
}

/** Ends at once: what was done until now keeps its order. */
export async function postEndSubstitution(visit: Visit): Promise<unknown> {
  const { work, staff, params } = visit
  const token = readForm(visit.request).onceToken()
  const ended = await answeredOnce(work, { authority: staff.authority, token }, async () => {
    const now = await work.deps.legalClock.now()
    const answer = await endEarly(work.deps.database, params.substitutionId, staff.id, now, staff.authority)
    return isRefusal(answer) ? answer : { kind: 'ended' as const }
  })
  if (isRefusal(ended)) return refused(visit, null, [ended])
  flash(visit.request, 'success', words.ended)
  return goTo(visit, PATHS.substitutions)
}

async function refused(visit: Visit, form: FormValues | null, refusals: readonly Refusal[]): Promise<unknown> {
  const zone = zoneOfStaff(visit.work.deps, visit.staff)
  const worded = await Promise.all(refusals.map((refusal) => inWordsOfPeople(visit.work, refusal, zone)))
  return sendList(visit, form, fieldErrorsOf(worded))
}

/** Everything that is wrong with the order as it was typed, at its fields. */
function readOrder(form: FormValues): ActingOrder | readonly Refusal[] {
  const days = { from: readDay(form, 'from'), until: readDay(form, 'until'), date: readDay(form, 'orderDate') }
  const missing = { from: 'from', until: 'until', date: 'orderDate' } as const
  const why = form.text('why')
  const faults = [
    ...Object.entries(days).flatMap(([key, day]) =>
      day === null
        ? [refuseWorkstation('workstation.day-missing', { field: missing[key as keyof typeof missing] })]
        : isRefusal(day)
          ? [day]
          : [],
    ),
    ...(isWhy(why) ? [] : [refuseWorkstation('workstation.why-missing', { field: 'why' })]),
    ...(form.text('orderNumber') === '' ? [refuseWorkstation('workstation.order-number-missing', { field: 'orderNumber' })] : []),
    ...(form.text('absent') === '' ? [refuseWorkstation('workstation.absent-unknown', { field: 'absent' })] : []),
    ...(form.text('substitute') === '' ? [refuseWorkstation('workstation.substitute-unknown', { field: 'substitute' })] : []),
  ]
  if (faults.length > 0 || !isWhy(why)) return faults
  const read = days as Record<keyof typeof days, LocalDate>
  return { ...read, why, number: form.text('orderNumber'), signs: form.texts('signs').includes('yes') }
}

function isOrder(read: ActingOrder | readonly Refusal[]): read is ActingOrder {
  return 'number' in read
}

function isWhy(text: string): text is ActingOrder['why'] {
  return text === 'leave' || text === 'delegation'
}

type Page = {
  readonly rows: readonly ListedSubstitution[]
  readonly hasMore: boolean
  readonly isFirst: boolean
  readonly people: readonly Staff[]
  readonly names: ReadonlyMap<string, string>
  /** Those of the list who work here no more. */
  readonly left: ReadonlySet<string>
  readonly today: LocalDate
  readonly form: FormValues | null
  readonly errors: readonly FieldError[]
}

async function sendList(visit: Visit, form: FormValues | null, errors: readonly FieldError[]): Promise<unknown> {
  const { work, staff } = visit
  const { sql } = work.deps.database
  const today = await todayOf(work.deps, staff)
  const from = readPlace(visit.query['after'], DAY, UUID)
  const after = from && { overOn: from.key as LocalDate, id: from.id }
  const [read, people] = await Promise.all([
    listSubstitutions(sql, staff.authority, PAGE_SIZE + 1, after),
    staffOfAuthority(sql, staff.authority),
  ])
  const { rows, hasMore } = pageOf(read, PAGE_SIZE)
  const named = await staffByIds(sql, [...new Set(rows.flatMap(({ absentId, substituteId }) => [absentId, substituteId]))])
  const names = new Map(named.map(({ id, name }) => [id, name]))
  const left = new Set(named.filter(({ retiredAt }) => retiredAt !== null).map(({ id }) => id))
  const options = {
    title: texts.pages.substitutions,
    width: 'wide' as const,
    hasErrors: errors.length > 0,
    ...(errors.length > 0 && { status: 422 }),
  }
  const page = { rows, hasMore, isFirst: after === null, people, names, left, today, form, errors }
  return sendWork(visit, options, <SubstitutionsPage {...page} />)
}

function SubstitutionsPage(page: Page) {
  const { rows, errors } = page
  return (
    <div class="desk">
      <ErrorSummary errors={errors} />
      <h1>{texts.pages.substitutions}</h1>
      <p class="lead">{words.lead}</p>
      <Table
        caption={texts.pages.substitutions}
        captionHidden
        empty={words.none}
        columns={[{ text: words.absent }, { text: words.substitute }, { text: words.days }, { text: words.order }, { text: words.state }]}
        rows={rows.map((row) => [
          <PersonCell id={row.absentId} {...page} />,
          <PersonCell id={row.substituteId} {...page} />,
          fillText(words.fromUntil, { from: dayText(row.order.from), until: dayText(row.order.until) }),
          <OrderCell row={row} />,
          <StateCell row={row} {...page} />,
        ])}
      />
      <Onward {...page} />
      <h2>{words.add}</h2>
      <AddForm {...page} />
    </div>
  )
}

function Onward({ rows, hasMore, isFirst }: Page) {
  const href = localHref(useLanguage(), PATHS.substitutions)
  const last = rows.at(-1)
  const next = hasMore && last !== undefined ? `${href}?after=${encodeURIComponent(placeText({ key: last.overOn, id: last.id }))}` : null
  return <KeyPagination first={isFirst ? null : href} next={next} />
}

function OrderCell({ row: { order } }: { readonly row: Substitution }) {
  return (
    <>
      {fillText(words.orderText, { number: order.number, day: dayText(order.date) })}
      <br />
      <span class="muted">
        {words.why[order.why]}; {order.signs ? words.signsYes : words.signsNo}
      </span>
    </>
  )
}

function PersonCell({ id, names, left }: { readonly id: string } & Pick<Page, 'names' | 'left'>) {
  const name = names.get(id) ?? id
  if (!left.has(id)) return <>{name}</>
  return (
    <>
      {name}
      <br />
      <span class="muted">{words.left}</span>
    </>
  )
}

function StateCell({ row, today, names, left }: { readonly row: Substitution } & Pick<Page, 'today' | 'names' | 'left'>) {
  const language = useLanguage()
  const hasLeft = left.has(row.absentId) || left.has(row.substituteId)
  const state = row.ended === null && hasLeft ? words.over : stateOf(row, today)
  return (
    <>
      {state}
      {row.ended === null && !hasLeft && row.order.until >= today && (
        <Form class="table__action" action={localHref(language, PATHS.endSubstitution(row.id))} part={row.id} once>
          <Button kind="secondary" text={words.end} hiddenText={names.get(row.substituteId) ?? row.substituteId} />
        </Form>
      )}
    </>
  )
}

function stateOf(row: Substitution, today: LocalDate): LocalText {
  if (row.ended !== null) return words.endedEarly
  if (isOn(today, row)) return words.now
  return row.order.from > today ? words.ahead : words.over
}

function AddForm({ people, form, errors }: Page) {
  const language = useLanguage()
  const error = (field: string) => errorAt(errors, field) ?? null
  const options = people.map(({ id, name, position, role }) => ({
    value: id,
    text: `${name}, ${position[language]} (${texts.staffWork[role][language]})`,
  }))
  const day = (name: string) => ({ name, error: error(name), ...(form && { value: typedDate(form, name) }) })
  return (
    <Form action={localHref(language, PATHS.substitutions)} once>
      <Select name="absent" label={words.absent} options={options} value={form?.text('absent') ?? ''} error={error('absent')} />
      <Select
        name="substitute"
        label={words.substitute}
        hint={words.substituteHint}
        options={options}
        value={form?.text('substitute') ?? ''}
        error={error('substitute')}
      />
      <Radios
        name="why"
        legend={words.whyLegend}
        options={[
          { value: 'leave', text: words.why.leave },
          { value: 'delegation', text: words.why.delegation },
        ]}
        value={form?.text('why') ?? ''}
        error={error('why')}
      />
      <DateInput {...day('from')} legend={words.from} />
      <DateInput {...day('until')} legend={words.until} hint={words.untilHint} />
      <TextInput
        name="orderNumber"
        label={words.orderNumber}
        value={form?.text('orderNumber') ?? ''}
        maxlength={LONGEST_ORDER_NUMBER}
        error={error('orderNumber')}
      />
      <DateInput {...day('orderDate')} legend={words.orderDate} />
      <Checkboxes
        name="signs"
        legend={words.signsLegend}
        options={[{ value: 'yes', text: words.signs }]}
        values={form?.texts('signs') ?? []}
        error={error('signs')}
        hint={words.signsHint}
      />
      <Button text={words.addButton} />
    </Form>
  )
}
