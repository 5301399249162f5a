import { formatInstant, toInstant } from '@ruqsat/clock'
import { fillText, type Instant, instantFromMs, isRefusal, msFromInstant, type Refusal, said } from '@ruqsat/foundation'
import {
  ErrorSummary,
  type FieldError,
  fieldErrorOf,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  Notification,
  once,
  readDay,
  readForm,
  redirectTo,
  sendFile,
  sendPage,
  sitePart,
  typedDate,
  useLanguage,
  say,
} from '@ruqsat/web'
import type { CertificationAuthority } from '@ruqsat/trust/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { keyKindsOf, readKeyFileName } from '../people/keys.ts'
import type { ContactOperator, SandboxPerson } from '../people/republic.ts'
import type { SandboxDeps } from '../work/deps.ts'
import { keyOf, renewGoodKey, revokeGoodKey } from '../work/populate.ts'
import { ownScript, SCRIPTS } from '../work/scripts.ts'
import { LONGEST_SLOW_MS, MODES, NEIGHBOURS } from '../work/neighbours.ts'
import { TWIN_BANKS } from '../bank/index.ts'
import { HOOK_TWIN_PATH } from '../hooks/place.ts'
import { BankSection, NO_COUNTER, type TypedCounter } from './bank-section.tsx'
import { OutboxPage } from './outbox-page.tsx'
import { mayLeave, PeopleSection } from './people-section.tsx'
import { slowField, SwitchesSection } from './switches-section.tsx'
import texts from './texts.yaml'
import { HOUR_MS, leavesTables, STEPS, TimeSection, type BeyondField, type TypedMoment } from './time-section.tsx'

export type SandboxPages = {
  readonly deps: SandboxDeps
  readonly authority: CertificationAuthority
  readonly people: readonly SandboxPerson[]
  readonly operator: ContactOperator | null
  readonly administrator: ContactOperator | null
  readonly onceSchema: string
}

/** The sandbox's page, without the language. */
export const SANDBOX_PATH = '/sandbox'

const MESSAGES_SHOWN = 50
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const NOTHING_TYPED: TypedMoment = { day: '', month: '', year: '', time: '09:00', amount: '', unit: '' }

export function servePages(app: FastifyInstance, pages: SandboxPages): void {
  const { deps } = pages
  sitePart(app, { name: texts.title, home: '/' })
  app.get(localPath(SANDBOX_PATH), (request, reply) => show(request, reply, pages))
  app.get(localPath('/sandbox/outbox'), async (request, reply) => {
    const messages = await deps.messaging.newest(MESSAGES_SHOWN)
    const head = { title: texts.outbox, back: { href: localHref(languageOf(request), SANDBOX_PATH), text: texts.back } }
    return sendPage(request, reply, head, <OutboxPage messages={messages} zone={deps.zone} />)
  })
  app.post(localPath('/sandbox/outbox/retries'), async (request, reply) => {
    const messageId = readForm(request).text('messageId')
    if (UUID.test(messageId)) await deps.messaging.failed.retry([messageId])
    return redirectTo(reply, localHref(languageOf(request), '/sandbox/outbox'))
  })
  app.get('/sandbox/keys/:file', (request, reply) => download(request, reply, pages))
  app.post(localPath('/sandbox/legal-time-moves'), (request, reply) => moveTime(request, reply, pages))
  app.post(localPath('/sandbox/switches'), (request, reply) => setSwitches(request, reply, pages))
  app.post(localPath('/sandbox/fault-plans'), (request, reply) => planFaults(request, reply, pages))
  app.post(localPath('/sandbox/key-revocations'), async (request, reply) => {
    const personId = readForm(request).text('personId')
    const isOfFirm = pages.people.some((person) => person.personId === personId && mayLeave(person))
    const isRevoked = isOfFirm && (await revokeGoodKey(deps, pages.authority, personId, 'affiliation-changed'))
    return done(request, reply, isRevoked ? 'revoked' : 'noKey', 'applicants')
  })
  app.post(localPath('/sandbox/certificates'), async (request, reply) => {
    const form = readForm(request)
    const personId = form.text('personId')
    if (pages.people.every((person) => person.personId !== personId)) return done(request, reply, 'noKey', 'applicants')
    if (form.text('what') === 'renew') {
      const isRenewed = await renewGoodKey(deps, personId)
      return done(request, reply, isRenewed ? 'renewed' : 'noKey', `person-${personId}`)
    }
    const isRevoked = await revokeGoodKey(deps, pages.authority, personId, 'key-compromise')
    return done(request, reply, isRevoked ? 'revoked' : 'noKey', `person-${personId}`)
  })
  app.post(localPath('/sandbox/bank-confirmations'), async (request, reply) => {
    const sessionId = readForm(request).text('sessionId')
    const isConfirmed = UUID.test(sessionId) && (await deps.bank.confirmHeld(sessionId))
    return done(request, reply, isConfirmed ? 'bank' : 'late', 'cards')
  })
  app.post(localPath('/sandbox/counter-payments'), (request, reply) => payAtCounter(request, reply, pages))
  app.post(localPath('/sandbox/bank-statements'), async (request, reply) => {
    await deps.bank.leaveStatements()
    return done(request, reply, 'statements', 'statements')
  })
}

function done(request: FastifyRequest, reply: FastifyReply, what: keyof typeof texts.done, anchor: string): FastifyReply {
  return redirectTo(reply, `${localHref(languageOf(request), SANDBOX_PATH)}?done=${what}#${anchor}`)
}

async function show(
  request: FastifyRequest,
  reply: FastifyReply,
  { deps, people, operator, administrator }: SandboxPages,
  problem: {
    readonly errors: readonly FieldError[]
    readonly typed?: TypedMoment
    readonly counter?: TypedCounter
    readonly slow?: Readonly<Record<string, string>>
  } | null = null,
): Promise<FastifyReply> {
  const [reading, states, planned, held] = await Promise.all([
    deps.legalClock.read(),
    deps.switches.states(),
    deps.switches.planned(),
    deps.bank.held(),
  ])
  const { done: what, number = '' } = request.query as { done?: string; number?: string }
  const told = what !== undefined && Object.hasOwn(texts.done, what) ? texts.done[what as keyof typeof texts.done] : null
  const errors = problem?.errors ?? []
  return sendPage(
    request,
    reply,
    { title: texts.title, status: problem === null ? 200 : 422, hasErrors: errors.length > 0 },
    <>
      <ErrorSummary errors={errors} />
      {told && <Notification kind="success" text={RECEIPT_NUMBER.test(number) ? fillText(texts.counterPaid, { number }) : told} />}
      <Contents
        hallsPath={deps.hallsPath ?? null}
        hooksHref={deps.hooksOrigin && `${deps.hooksOrigin}${localHref(languageOf(request), HOOK_TWIN_PATH)}`}
      />
      <PeopleSection people={people} operator={operator} administrator={administrator} />
      <BankSection held={held} counter={problem?.counter ?? NO_COUNTER} errors={errors} />
      <TimeSection reading={reading} tables={deps} errors={errors} typed={problem?.typed ?? NOTHING_TYPED} />
      <SwitchesSection states={states} planned={planned} now={reading.now} zone={deps.zone} errors={errors} typed={problem?.slow ?? {}} />
      <Reset />
    </>,
  )
}

type ContentsProps = { readonly hallsPath: string | null; readonly hooksHref: string | undefined }

function Contents({ hallsPath, hooksHref }: ContentsProps) {
  const anchors = [
    ['applicants', texts.applicants],
    ['staff', texts.staff],
    ['cards', texts.cards],
    ['legal-time', texts.time],
    ['switches', texts.switches],
    ['reset', texts.reset],
  ] as const
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <p>
        <LinkButton kind="secondary" href={localHref(useLanguage(), '/sandbox/outbox')} text={texts.openOutbox} />
        {hallsPath !== null && <LinkButton kind="secondary" href={localHref(useLanguage(), hallsPath)} text={texts.openHalls} />}
        {hooksHref !== undefined && <LinkButton kind="secondary" href={hooksHref} text={texts.openHooks} />}
      </p>
      <nav aria-label={say(texts.onThisPage)}>
        <ul>
          {anchors.map(([id, text]) => (
            <li>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  )
}

function Reset() {
  return (
    <>
      <h2 id="reset">{texts.reset}</h2>
      <p>{texts.resetLead}</p>
      <p>
        <code>npx ruqsat sandbox reset</code>
      </p>
    </>
  )
}

const RECEIPT_NUMBER = /^(DALA|TAU)-\d{1,12}$/
/** More than any fee is a slip of the finger. */
const COUNTER_SUM = /^(\d{1,8})(?:[.,](\d{1,2}))?$/

/** Somebody pays over a bank's counter; the page then shows the number of their receipt. */
async function payAtCounter(request: FastifyRequest, reply: FastifyReply, pages: SandboxPages): Promise<FastifyReply> {
  const form = readForm(request)
  const counter: TypedCounter = {
    bank: TWIN_BANKS.find((id) => id === form.text('counter-bank')) ?? 'dala',
    sum: form.text('counter-sum'),
    payer: form.text('counter-payer').slice(0, 200),
    purpose: form.text('counter-purpose').slice(0, 200),
  }
  const found = COUNTER_SUM.exec(counter.sum.replaceAll(/\s/g, ''))
  const amountTiyn = found === null ? 0 : Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  const errors: FieldError[] = [
    ...(amountTiyn > 0 ? [] : [{ field: 'counter-sum', text: texts.counterBadSum }]),
    ...(counter.payer === '' ? [{ field: 'counter-payer', text: texts.counterNoPayer }] : []),
  ]
  if (errors.length > 0) return show(request, reply, pages, { errors, counter })
  const { bank, payer, purpose } = counter
  const number = await pages.deps.bank.payAtCounter({ bank, payer, purpose, amountTiyn })
  return redirectTo(reply, `${localHref(languageOf(request), SANDBOX_PATH)}?done=bank&number=${number}`)
}

async function download(request: FastifyRequest, reply: FastifyReply, { deps, authority, people }: SandboxPages): Promise<FastifyReply> {
  const { file } = request.params as { file: string }
  const wanted = readKeyFileName(file)
  const person = people.find(({ personId }) => personId === wanted?.personId)
  if (wanted === null || person === undefined || !keyKindsOf(person).includes(wanted.kind)) return reply.callNotFound() as never
  const { p12 } = await keyOf(deps, authority, people, person.personId, wanted.kind)
  return sendFile(reply, { bytes: p12, mediaType: 'application/x-pkcs12', fileName: file })
}

async function moveTime(request: FastifyRequest, reply: FastifyReply, pages: SandboxPages): Promise<FastifyReply> {
  const { deps, onceSchema } = pages
  const form = readForm(request)
  const typed = {
    ...typedDate(form, 'date'),
    time: form.text('time') || NOTHING_TYPED.time,
    amount: form.text('amount'),
    unit: form.text('unit'),
  }
  const target = readTarget(form, typed.time, deps, await deps.legalClock.now())
  if (typeof target !== 'string') return show(request, reply, pages, { errors: [target], typed })
  // A double click moves once: the second press is given the first one's answer.
  const moved = await once<Instant | Refusal>(deps.database.sql, onceSchema, form.onceToken(), () =>
    deps.legalClock.advance(target, 'sandbox page'),
  )
  return isRefusal(moved)
    ? show(request, reply, pages, {
        errors: [{ ...fieldErrorOf(said(moved, { instant: (at, each) => formatInstant(at, deps.zone, each) })), field: 'date' }],
        typed,
      })
    : done(request, reply, 'time', 'legal-time')
}

/** The instant that was asked for, or what is wrong with it. Once the tables are left behind, later moves ask nothing more. */
function readTarget(form: ReturnType<typeof readForm>, time: string, deps: SandboxDeps, now: Instant): Instant | FieldError {
  const within = (field: BeyondField, target: Instant): Instant | FieldError =>
    leavesTables(now, target, deps) && form.text(field) !== 'yes' ? { field, text: texts.beyondTables } : target
  const step = STEPS.find(({ name }) => name === form.text('by'))
  if (step !== undefined) return within('beyond', instantFromMs(msFromInstant(now) + step.ms))
  if (form.text('unit') !== '') return readAmount(form, deps, now, within)
  const date = readDay(form, 'date')
  if (date === null) return { field: 'date', text: texts.badDate }
  if (isRefusal(date)) return fieldErrorOf(date)
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
    ? within('beyondOnDay', toInstant(date, time, deps.zone))
    : { field: 'time', text: texts.badTime }
}

/** So many hours, or so many working days of the authority's calendar at the same hour. */
function readAmount(
  form: ReturnType<typeof readForm>,
  deps: SandboxDeps,
  now: Instant,
  within: (field: BeyondField, target: Instant) => Instant | FieldError,
): Instant | FieldError {
  const typed = form.text('amount').trim()
  if (!/^[1-9]\d{0,3}$/.test(typed)) return { field: 'amount', text: texts.badAmount }
  const amount = Number(typed)
  if (form.text('unit') !== 'workingDays') return within('beyondByAmount', instantFromMs(msFromInstant(now) + amount * HOUR_MS))
  const target = deps.workingDaysAfter(now, amount)
  return isRefusal(target) ? { ...fieldErrorOf(target), field: 'amount' } : within('beyondByAmount', target)
}

const SECONDS = /^\d{1,3}$/

/** All or nothing: a length that is none comes back with what was typed. */
async function setSwitches(request: FastifyRequest, reply: FastifyReply, pages: SandboxPages): Promise<FastifyReply> {
  const { deps } = pages
  const form = readForm(request)
  const wanted = NEIGHBOURS.flatMap((neighbour) => {
    const mode = MODES[neighbour].find((known) => known === form.text(neighbour))
    const typed = form.text(slowField(neighbour)).trim()
    const isLength = SECONDS.test(typed) && Number(typed) > 0 && Number(typed) * 1000 <= LONGEST_SLOW_MS
    return mode === undefined ? [] : [{ neighbour, mode, typed, slowMs: isLength ? Number(typed) * 1000 : null }]
  })
  const errors = wanted
    .filter(({ mode, typed, slowMs }) => mode === 'slow' && typed !== '' && slowMs === null)
    .map(({ neighbour }) => ({ field: slowField(neighbour), text: texts.badSeconds }))
  const slow = Object.fromEntries(wanted.map(({ neighbour, typed }) => [slowField(neighbour), typed]))
  if (errors.length > 0) return show(request, reply, pages, { errors, slow })
  for (const { neighbour, mode, slowMs } of wanted) await deps.switches.set(neighbour, mode, mode === 'slow' ? slowMs : null)
  return done(request, reply, 'switches', 'switches')
}

async function planFaults(request: FastifyRequest, reply: FastifyReply, { deps }: SandboxPages): Promise<FastifyReply> {
  const name = SCRIPTS.find((each) => each === readForm(request).text('script'))
  const [now, zone] = [await deps.legalClock.now(), deps.zone]
  await deps.switches.plan(name === undefined ? [] : ownScript(name, { now, zone }))
  return done(request, reply, name === undefined ? 'noPlan' : 'plan', 'plan')
}
