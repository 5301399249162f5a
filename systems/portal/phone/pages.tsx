// The page between the portal and eGov Mobile: the link that opens the application here, the code for another telephone, and what became of it.
// It works without script: it asks again by itself, and the signature is handed in by the form that every other way uses.
import { laterBy } from '@ruqsat/database'
import { fillText, instantFromMs, type LocalText, msFromInstant, type Refusal, wordsOf } from '@ruqsat/foundation'
import { PhoneWatch } from '@ruqsat/signing'
import {
  Button,
  CSRF_FIELD,
  csrfToken,
  Form,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  Notification,
  redirectTo,
  say,
  sendPage,
  sendRefusal,
} from '@ruqsat/web'
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { PATHS, type Portal } from '../deps.ts'
import { refusePortal } from '../refusals.ts'
import { LEASE_MS } from './follow.ts'
import { addExchange, endEarlier, type KeptExchange, ownExchange } from './store.ts'
import T from './texts.yaml'

/** How often the page looks without script. */
const REFRESH_SECONDS = '5'
const OWNER = 'phoneOwner'

export type PhoneQuestion = {
  readonly title: LocalText
  /** What is signed, exactly. */
  readonly bytes: Uint8Array
  /** Without the language: where the signature is posted to, this very question again, and the page with the other ways. */
  readonly submitPath: string
  readonly beginPath: string
  readonly backPath: string
}

/** The button on a page that signs, with what is read before it is pressed; nothing where this installation has no such service. */
export function PhoneWay({ portal, action, children }: { readonly portal: Portal; readonly action: string; readonly children?: Child }) {
  if (portal.phone === null) return null
  return (
    <section class="signing-way" data-way="phone">
      <h2>{T.heading}</h2>
      <p>{T.lead}</p>
      {children}
      <Form action={action}>
        <Button kind="secondary" text={T.begin} />
      </Form>
    </section>
  )
}

/** Registers an exchange over these bytes and leads the person to its page. Nothing of theirs changes where the service does not answer. */
export async function beginPhoneSigning(
  request: FastifyRequest,
  reply: FastifyReply,
  portal: Portal,
  { title, bytes, ...paths }: PhoneQuestion,
): Promise<unknown> {
  const language = languageOf(request)
  const back = { href: localHref(language, paths.backPath), text: T.otherWays }
  if (portal.phone === null) return sendRefusal(request, reply, refusePortal('phone-not-here'), { status: 404, back })
  const id = crypto.randomUUID()
  const backUrl = request.server.site.origin + localHref(language, PATHS.phone(id))
  const begun = await portal.phone.service.begin({ title, backUrl })
  if ('fault' in begun) return sendRefusal(request, reply, refusalOf(begun.fault), { status: 503, back })
  const { expiresMs, ...exchange } = begun
  const clock = portal.technicalClock
  const owner = await ownerFor(request, portal)
  const kept = { ...exchange, ...paths, id, owner, title, content: bytes, expiresAt: instantFromMs(expiresMs) }
  await addExchange(portal.deps.database.sql, kept, { now: clock.now(), followedUntil: laterBy(clock, LEASE_MS) })
  await endEarlier(portal.deps.database.sql, kept)
  portal.phone.followers.follow({ ...kept, state: 'waiting', fault: null, signature: null })
  return redirectTo(reply, localHref(language, PATHS.phone(id)))
}

/** For everybody whose exchange it is, with an account or without one. */
export function phonePages(app: FastifyInstance, portal: Portal): void {
  type Asked = { Params: { id: string }; Querystring: { live?: string } }
  const own = async (request: FastifyRequest<Asked>): Promise<KeptExchange | null> =>
    UUID.test(request.params.id) ? ownExchange(portal.deps.database.sql, request.params.id, await ownersOf(request, portal)) : null
  app.get<Asked>(localPath(PATHS.phone(':id')), async (request, reply) => {
    const exchange = await own(request)
    if (exchange === null) return sendRefusal(request, reply, refusePortal('phone-not-found'), { status: 404 })
    return show(request, reply, portal, exchange)
  })
  app.get<Asked>(localPath(`${PATHS.phone(':id')}/code`), async (request, reply) => {
    const exchange = await own(request)
    if (exchange === null || exchange.code === null) return reply.code(404).send()
    return reply.header('cache-control', 'private, no-store').type(exchange.code.type).send(Buffer.from(exchange.code.bytes))
  })
  app.get<Asked>(localPath(`${PATHS.phone(':id')}/state`), async (request, reply) => {
    const exchange = await own(request)
    return reply.header('cache-control', 'no-store').send({ state: exchange === null ? 'gone' : stateWord(exchange) })
  })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function show(
  request: FastifyRequest<{ Querystring: { live?: string } }>,
  reply: FastifyReply,
  portal: Portal,
  exchange: KeptExchange,
): Promise<unknown> {
  const language = languageOf(request)
  const isOpen = exchange.state === 'waiting' || exchange.state === 'fetched'
  if (isOpen && request.query.live === undefined) reply.header('refresh', REFRESH_SECONDS)
  const here = localHref(language, PATHS.phone(exchange.id))
  return sendPage(
    request,
    reply.header('cache-control', 'no-store'),
    { title: T.title, back: { href: localHref(language, exchange.backPath), text: T.otherWays } },
    <>
      <h1>{T.title}</h1>
      <p class="lead">{exchange.title}</p>
      {isOpen && <OpenExchange exchange={exchange} here={here} minutes={minutesLeft(portal, exchange)} />}
      {exchange.state === 'signed' && <Signed exchange={exchange} request={request} reply={reply} />}
      {exchange.state === 'ended' && <Ended exchange={exchange} action={localHref(language, exchange.beginPath)} />}
      <PhoneWatch islands={portal.deps.islands} stateUrl={`${here}/state`} state={stateWord(exchange)} />
    </>,
  )
}

function OpenExchange({ exchange, here, minutes }: { readonly exchange: KeptExchange; readonly here: string; readonly minutes: number }) {
  const { state, fault, launchUrl, code } = exchange
  return (
    <>
      {fault === 'unreachable' && <Notification kind="important" text={T.serviceAway} />}
      <p role="status">{state === 'fetched' ? T.fetched : fillText(T.waiting, { minutes })}</p>
      <LinkButton href={launchUrl} text={T.open} />
      <p class="muted">{T.absent}</p>
      {state === 'waiting' && code !== null && (
        <>
          <h2>{T.otherPhone}</h2>
          <p>{T.scan}</p>
          <p>
            <img src={`${here}/code`} alt={say(T.codeAlt)} width="220" height="220" />
          </p>
        </>
      )}
      <p class="muted">{T.draftStays}</p>
    </>
  )
}

type SignedProps = { readonly exchange: KeptExchange; readonly request: FastifyRequest; readonly reply: FastifyReply }

/** The form of every other way. With script it goes by itself, once; without, by its button. */
function Signed({ exchange, request, reply }: SignedProps) {
  const { submitPath, signature, content } = exchange
  return (
    <form method="post" action={localHref(languageOf(request), submitPath)} data-phone-form>
      <p role="status">{T.signed}</p>
      <input type="hidden" name={CSRF_FIELD} value={csrfToken(request, reply)} />
      <input type="hidden" name="signature" value={Buffer.from(signature!).toString('base64')} />
      <input type="hidden" name="signedSha256" value={createHash('sha256').update(content).digest('hex')} />
      <Button text={T.send} />
    </form>
  )
}

function Ended({ exchange, action }: { readonly exchange: KeptExchange; readonly action: string }) {
  const { text, remedy } = wordsOf(refusalOf(exchange.fault ?? 'expired'))
  return (
    <>
      <Notification kind="important" heading={text}>
        <p>{remedy}</p>
      </Notification>
      <p>{T.draftStays}</p>
      <Form action={action}>
        <Button text={T.again} />
      </Form>
    </>
  )
}

const REFUSALS = {
  unreachable: 'phone-unreachable',
  unreadable: 'phone-unreadable',
  refused: 'phone-refused',
  cancelled: 'phone-cancelled',
  expired: 'phone-expired',
} as const

function refusalOf(fault: keyof typeof REFUSALS): Refusal {
  return refusePortal(REFUSALS[fault])
}

/** What a page compares: another word, and it is drawn again. */
function stateWord({ state, fault }: KeptExchange): string {
  return state === 'waiting' || state === 'fetched' ? `${state}${fault === null ? '' : '-away'}` : state
}

function minutesLeft({ technicalClock }: Portal, { expiresAt }: KeptExchange): number {
  return Math.max(1, Math.ceil((msFromInstant(expiresAt) - technicalClock.ms()) / 60_000))
}

async function ownersOf(request: FastifyRequest, portal: Portal): Promise<readonly string[]> {
  const person = await portal.person(request)
  const session = request.session.get(OWNER)
  return [...(person === null ? [] : [`account:${person.accountId}`]), ...(typeof session === 'string' ? [session] : [])]
}

/** Who has no account yet is known by the session. */
async function ownerFor(request: FastifyRequest, portal: Portal): Promise<string> {
  const [known] = await ownersOf(request, portal)
  if (known !== undefined) return known
  const owner = `session:${crypto.randomUUID()}`
  request.session.set(OWNER, owner)
  return owner
}
