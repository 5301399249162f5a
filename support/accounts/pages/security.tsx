// What an owner sees and does about their own sign-in: open sessions with an end to each, and the second factor.
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, isRefusal, isUuid, type Instant, type LocalText, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  Fieldset,
  flash,
  Form,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  readForm,
  redirectTo,
  StatusTag,
  Table,
  TextInput,
  useLanguage,
  type FieldError,
  type PageOptions,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Child } from 'hono/jsx'
import { encode } from 'uqr'
import type { OwnSession } from '../store/session-store.ts'
import type { Account, Accounts } from '../types.ts'
import { PresentPassword, SecondFactorCode } from './fields.tsx'
import texts from './texts.yaml'

const T = texts.security

export type SecurityPages = {
  readonly accounts: Accounts
  /** Of the first of these pages, without the language; the others are behind it. */
  readonly path: string
  /** Where the first of them leads back to, without the language. */
  readonly back: { readonly path: string; readonly text: LocalText }
  /** As authenticator apps name the entry. */
  readonly issuer: string
  /** By whose clock times are shown. */
  readonly zone: ZoneRules
  /** Without a second factor nothing but these pages opens. */
  readonly isRequired?: boolean
  send(request: FastifyRequest, reply: FastifyReply, options: PageOptions, body: Child): Promise<unknown>
  /** Lets nobody through who is not signed in, where `app` is no guarded scope already. */
  readonly guard?: (handler: RouteHandlerMethod) => RouteHandlerMethod
}

/** On the page of an account: the way to these pages. */
export function SecurityLink({ path }: Pick<SecurityPages, 'path'>) {
  return (
    <>
      <h2>{T.title}</h2>
      <p>
        <a href={localHref(useLanguage(), path)}>{T.open}</a>
      </p>
    </>
  )
}

type Visit = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly account: Account }
type Handler = (visit: Visit) => Promise<unknown> | unknown

/** Adds the pages to a scope in which somebody is signed in. */
export function securityPages(app: FastifyInstance, pages: SecurityPages): void {
  const { accounts, path, guard = (handler: RouteHandlerMethod) => handler } = pages
  if (pages.isRequired === true) requireSecondFactor(app, pages)
  const handled = (handler: Handler): RouteHandlerMethod =>
    guard(async function (request, reply) {
      const { account } = request
      return account === null ? redirectTo(reply, localHref(languageOf(request), pages.back.path)) : handler({ request, reply, account })
    })
  const get = (at: string, handler: Handler) => app.get(localPath(`${path}${at}`), handled(handler))
  const post = (at: string, handler: Handler) => app.post(localPath(`${path}${at}`), handled(handler))
  get('', (visit) => showSecurity(pages, visit))
  post('/sessions/end', async ({ request, reply, account }) => {
    await accounts.sessions.endAllOf(account.id, request.session.boundTo)
    await accounts.record({ kind: 'session-ended', actor: account.id, facts: { which: 'others' } })
    flash(request, 'success', T.othersEnded)
    return redirectTo(reply, localHref(languageOf(request), path))
  })
  post('/sessions/:session/end', async ({ request, reply, account }) => {
    const { session } = request.params as { readonly session: string }
    if (isUuid(session) && (await accounts.sessions.endOne(account.id, session))) {
      await accounts.record({ kind: 'session-ended', actor: account.id, facts: { which: 'one' } })
      flash(request, 'success', T.ended)
    }
    return redirectTo(reply, localHref(languageOf(request), path))
  })
  get('/second-factor', (visit) => (visit.account.hasSecondFactor ? backTo(pages, visit) : showSetUp(pages, visit, null, [])))
  post('/second-factor', (visit) => postSetUp(pages, visit))
  get('/recovery-codes', (visit) => showCodes(pages, visit))
  post('/recovery-codes', (visit) => postCodes(pages, visit))
  post('/second-factor/remove', (visit) => postRemove(pages, visit))
}

function requireSecondFactor(app: FastifyInstance, { path }: SecurityPages): void {
  app.addHook('preHandler', async (request, reply) => {
    const { account } = request
    const own = localHref(languageOf(request), path)
    const here = request.url.split('?', 1)[0]!
    if (account === null || account.hasSecondFactor || here === own || here.startsWith(`${own}/`)) return
    return redirectTo(reply, `${own}/second-factor`)
  })
}

function backTo({ path }: SecurityPages, { request, reply }: Visit): unknown {
  return redirectTo(reply, localHref(languageOf(request), path))
}

const linkBack = ({ path }: SecurityPages, request: FastifyRequest) => ({ href: localHref(languageOf(request), path), text: T.title })

async function showSecurity(pages: SecurityPages, visit: Visit, refusals: readonly Refusal[] = []): Promise<unknown> {
  const { request, reply, account } = visit
  const { accounts, back } = pages
  const sessions = await accounts.sessions.listOf(account.id)
  const codesLeft = account.hasSecondFactor ? await accounts.secondFactor.codesLeft(account.id) : 0
  const errors = fieldErrorsOf(refusals)
  return pages.send(
    request,
    reply,
    { title: T.title, hasErrors: errors.length > 0, back: { href: localHref(languageOf(request), back.path), text: back.text } },
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.title}</h1>
      <h2>{T.sessions}</h2>
      <p>{T.sessionsLead}</p>
      <Sessions pages={pages} sessions={sessions} here={request.session.boundTo} />
      <h2>{T.factor}</h2>
      {account.hasSecondFactor ? (
        <FactorIsSet pages={pages} codesLeft={codesLeft} errors={errors} />
      ) : (
        <>
          <p>{T.factorNone}</p>
          <p>
            <LinkButton kind="secondary" href={`${localHref(languageOf(request), pages.path)}/second-factor`} text={T.setUp} />
          </p>
        </>
      )}
    </>,
  )
}

function Sessions({
  pages: { path, zone },
  sessions,
  here,
}: {
  readonly pages: SecurityPages
  readonly sessions: readonly OwnSession[]
  readonly here: string | null
}) {
  const language = useLanguage()
  const at = localHref(language, path)
  const when = (instant: Instant) => formatInstant(instant, zone, language)
  return (
    <>
      <Table
        caption={T.sessions}
        captionHidden
        columns={[{ text: T.device, width: 'wide' }, { text: T.began }, { text: T.seen }, { text: T.end }]}
        rows={sessions.map(({ id, device, createdAt, seenAt }) => [
          device === '' ? T.unknownDevice : device,
          when(createdAt),
          when(seenAt),
          id === here ? (
            <StatusTag kind="information" text={T.thisOne} />
          ) : (
            <Form action={`${at}/sessions/${id}/end`}>
              <Button kind="secondary" text={T.endOne} />
            </Form>
          ),
        ])}
      />
      {sessions.length > 1 && (
        <Form action={`${at}/sessions/end`}>
          <Button kind="warning" text={T.endOthers} />
        </Form>
      )}
    </>
  )
}

function FactorIsSet({
  pages: { path, isRequired },
  codesLeft,
  errors,
}: {
  readonly pages: SecurityPages
  readonly codesLeft: number
  readonly errors: readonly FieldError[]
}) {
  const at = localHref(useLanguage(), path)
  return (
    <>
      <p>{fillText(T.factorSet, { count: codesLeft })}</p>
      <Form action={`${at}/recovery-codes`}>
        <Fieldset size="section" legend={T.newCodes}>
          <PresentPassword name="password" errors={errors} />
          <SecondFactorCode name="code" label={T.appCode} hint={texts.secondFactor.confirmHint} errors={errors} />
        </Fieldset>
        <Button kind="secondary" text={T.newCodes} />
      </Form>
      {isRequired !== true && (
        <Form action={`${at}/second-factor/remove`}>
          <Fieldset size="section" legend={T.remove}>
            <PresentPassword name="removePassword" errors={errors} />
            <SecondFactorCode name="removeCode" label={T.appCode} hint={texts.secondFactor.confirmHint} errors={errors} />
          </Fieldset>
          <Button kind="warning" text={T.remove} />
        </Form>
      )}
    </>
  )
}

/** `secret`: the one that the page has shown already; null for a new one. */
function showSetUp(
  pages: SecurityPages,
  { request, reply, account }: Visit,
  secret: string | null,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const { secondFactor } = pages.accounts
  const made = secret === null ? secondFactor.begin(account, pages.issuer) : secondFactor.again(account, pages.issuer, secret)
  const errors = fieldErrorsOf(refusals)
  const href = `${localHref(languageOf(request), pages.path)}/second-factor`
  return pages.send(
    request,
    reply,
    { title: T.setUp, hasErrors: errors.length > 0, back: linkBack(pages, request) },
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.setUp}</h1>
      {pages.isRequired === true && <p class="lead">{T.required}</p>}
      <p>{T.scan}</p>
      <QrCode text={made.uri} />
      <p>
        {T.orType} <code>{made.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <Form action={href}>
        <input type="hidden" name="secret" value={made.secret} />
        <TextInput
          name="code"
          label={T.appCode}
          hint={T.appCodeHint}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={8}
          maxlength={12}
          error={errorAt(errors, 'code')}
        />
        <PresentPassword name="password" errors={errors} />
        <Button text={T.enable} />
      </Form>
    </>,
  )
}

async function postSetUp(pages: SecurityPages, visit: Visit): Promise<unknown> {
  const { request, account } = visit
  const { accounts } = pages
  if (account.hasSecondFactor) return backTo(pages, visit)
  const form = readForm(request)
  const typed = form.secret('secret').replace(/\s/g, '')
  const secret = /^[A-Z2-7]{32}$/.test(typed) ? typed : null
  const wrong = await accounts.confirmPassword(account.id, form.secret('password'))
  if (wrong !== null) return showSetUp(pages, visit, secret, [wrong])
  const codes = await accounts.secondFactor.enable(account.id, {
    secret: secret ?? '',
    code: form.digits('code'),
    keepSession: request.session.boundTo,
  })
  if (isRefusal(codes)) return showSetUp(pages, visit, secret, [codes])
  flash(request, 'success', T.isOn)
  return keepCodes(pages, visit, codes)
}

const CODES_KEY = 'recoveryCodes'

/** Shown once, on the page that follows; until then only an encrypted text of them is kept. */
function keepCodes(pages: SecurityPages, { request, reply, account }: Visit, codes: readonly string[]): unknown {
  request.session.set(CODES_KEY, pages.accounts.secondFactor.seal(account.id, codes.join(' ')))
  return redirectTo(reply, `${localHref(languageOf(request), pages.path)}/recovery-codes`)
}

function showCodes(pages: SecurityPages, visit: Visit): unknown {
  const { request, reply, account } = visit
  const kept = request.session.get(CODES_KEY)
  request.session.remove(CODES_KEY)
  if (typeof kept !== 'string') return backTo(pages, visit)
  const codes = pages.accounts.secondFactor.unseal(account.id, kept).split(' ')
  return pages.send(
    request,
    reply,
    { title: T.codes, back: linkBack(pages, request) },
    <>
      <h1>{T.codes}</h1>
      <p class="lead">{T.codesLead}</p>
      <ul>
        {codes.map((code) => (
          <li>
            <code>{code.replace(/(.{5})(?=.)/g, '$1-')}</code>
          </li>
        ))}
      </ul>
      <p>{T.codesOnce}</p>
    </>,
  )
}

/** Null where both are right: the password first, so that nobody without it uses up a code or locks the question. */
async function confirm(
  { accounts }: SecurityPages,
  { request, account }: Visit,
  names: { readonly password: string; readonly code: string },
): Promise<Refusal | null> {
  const form = readForm(request)
  const wrong = await accounts.confirmPassword(account.id, form.secret(names.password))
  if (wrong !== null) return { ...wrong, field: names.password }
  const by = await accounts.secondFactor.check(account.id, form.secret(names.code), 'second-factor-change')
  return isRefusal(by) ? { ...by, field: names.code } : null
}

async function postCodes(pages: SecurityPages, visit: Visit): Promise<unknown> {
  const { accounts } = pages
  if (!visit.account.hasSecondFactor) return backTo(pages, visit)
  const wrong = await confirm(pages, visit, { password: 'password', code: 'code' })
  if (wrong !== null) return showSecurity(pages, visit, [wrong])
  flash(visit.request, 'success', T.codesRenewed)
  return keepCodes(pages, visit, await accounts.secondFactor.renewCodes(visit.account.id))
}

async function postRemove(pages: SecurityPages, visit: Visit): Promise<unknown> {
  const { request, account } = visit
  const { accounts, isRequired } = pages
  if (isRequired === true || !account.hasSecondFactor) return backTo(pages, visit)
  const wrong = await confirm(pages, visit, { password: 'removePassword', code: 'removeCode' })
  if (wrong !== null) return showSecurity(pages, visit, [wrong])
  await accounts.secondFactor.remove(account.id, account.id, request.session.boundTo)
  flash(request, 'success', T.removed)
  return backTo(pages, visit)
}

/** For the camera of a telephone; the text next to it says the same. */
function QrCode({ text }: { readonly text: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg viewBox={`0 0 ${size} ${size}`} width="220" height="220" role="img" aria-label={T.qr[useLanguage()]} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  )
}
