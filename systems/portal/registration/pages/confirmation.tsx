import type { Account, Channel } from '@ruqsat/accounts'
import { fillText, Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  languageOf,
  localHref,
  localPath,
  readForm,
  redirectTo,
  safeReturnPath,
  sendPage,
  TextInput,
  useLanguage,
  useSay,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../people/person.ts'
import texts from '../texts.yaml'

// A telephone and an e-mail are the person's when a code that was sent there comes back. After registration, after a change, or later: nothing
// waits for it but a lost password, whose code goes to a confirmed contact alone.

const CHANNELS: readonly Channel[] = ['sms', 'email']
const PATH = `${PATHS.account}/confirmation`

/** Where a person confirms; afterwards they go on to `returnPath`. */
export function confirmationHref(request: FastifyRequest, returnPath: string): string {
  const query = returnPath === '' ? '' : `?return=${encodeURIComponent(returnPath)}`
  return `${localHref(languageOf(request), PATH)}${query}`
}

/** Sends the codes of what is not confirmed yet; one that was sent a moment ago is enough. Answers why one was not sent, or null. */
export async function sendContactCodes(portal: Portal, accountId: string): Promise<Refusal | null> {
  let refused: Refusal | null = null
  for (const channel of CHANNELS) refused = (await portal.accounts.sendContactCode(accountId, channel)) ?? refused
  return refused
}

export function confirmationPages(app: FastifyInstance, portal: Portal): void {
  app.get<{ Querystring: { return?: unknown } }>(
    localPath(PATH),
    portal.requirePerson(async (request, reply, person) => {
      const { return: back } = request.query as { return?: unknown }
      return show(portal, request, reply, person, { returnPath: safeReturnPath(back) ?? '', refusals: [], typed: '' })
    }),
  )
  app.post(
    localPath(PATH),
    portal.requirePerson((request, reply, person) => confirm(portal, request, reply, person)),
  )
  app.post(
    localPath(`${PATH}/codes`),
    portal.requirePerson((request, reply, person) => sendAgain(portal, request, reply, person)),
  )
  app.get(localPath(`${PATH}/codes`), async (request, reply) => redirectTo(reply, localHref(languageOf(request), PATH)))
}

function posted(request: FastifyRequest) {
  const form = readForm(request)
  const channel: Channel = form.text('channel') === 'email' ? 'email' : 'sms'
  return { channel, code: form.digits(`code-${channel}`), returnPath: safeReturnPath(form.text('return')) ?? '' }
}

async function confirm(portal: Portal, request: FastifyRequest, reply: FastifyReply, person: Person): Promise<unknown> {
  const { channel, code, returnPath } = posted(request)
  const account = await portal.accounts.confirmContact(person.accountId, channel, code)
  if (isRefusal(account)) return show(portal, request, reply, person, { returnPath, refusals: [atChannel(account, channel)], typed: code })
  flash(request, 'success', texts.confirmation.confirmed)
  const isDone = openChannels(account).length === 0
  return redirectTo(reply, isDone ? onward(request, returnPath) : confirmationHref(request, returnPath))
}

async function sendAgain(portal: Portal, request: FastifyRequest, reply: FastifyReply, person: Person): Promise<unknown> {
  const { channel, returnPath } = posted(request)
  const refused = await portal.accounts.sendContactCode(person.accountId, channel)
  if (refused !== null) return show(portal, request, reply, person, { returnPath, refusals: [atChannel(refused, channel)], typed: '' })
  flash(request, 'success', texts.confirmation.sent)
  return redirectTo(reply, confirmationHref(request, returnPath))
}

function atChannel(refusal: Refusal, channel: Channel): Refusal {
  return { ...refusal, field: `code-${channel}` }
}

function onward(request: FastifyRequest, returnPath: string): string {
  return returnPath === '' ? localHref(languageOf(request), PATHS.account) : returnPath
}

/** What the owner has not confirmed yet. */
export function openChannels(account: Account): readonly Channel[] {
  return CHANNELS.filter((channel) =>
    channel === 'sms' ? account.phone !== null && !account.isPhoneConfirmed : account.email !== null && !account.isEmailConfirmed,
  )
}

type Shown = { readonly returnPath: string; readonly refusals: readonly Refusal[]; readonly typed: string }

async function show(portal: Portal, request: FastifyRequest, reply: FastifyReply, person: Person, shown: Shown): Promise<unknown> {
  const account = await portal.accounts.find(person.accountId)
  if (account === null) throw new Fault('Expected the account of a signed-in person but found none')
  const hasErrors = shown.refusals.length > 0
  return sendPage(
    request,
    reply,
    { title: texts.confirmation.title, hasErrors },
    <ConfirmationPage account={account} errors={fieldErrorsOf(shown.refusals)} returnPath={shown.returnPath} typed={shown.typed} />,
  )
}

type PageProps = {
  readonly account: Account
  readonly errors: readonly FieldError[]
  readonly returnPath: string
  /** A code that was refused: shown again at its field. */
  readonly typed: string
}

function ConfirmationPage({ account, errors, returnPath, typed }: PageProps) {
  const say = useSay()
  const language = useLanguage()
  const open = openChannels(account)
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{say(texts.confirmation.title)}</h1>
      <p class="lead">{say(open.length === 0 ? texts.confirmation.all : texts.confirmation.lead)}</p>
      {open.map((channel) => (
        <ChannelForms account={account} channel={channel} errors={errors} returnPath={returnPath} typed={typed} />
      ))}
      <ul>
        <li>
          <a href={localHref(language, PATHS.account)}>{say(texts.confirmation.wrong)}</a>
        </li>
        <li>
          <a href={returnPath === '' ? localHref(language, PATHS.cabinet) : returnPath}>{say(texts.confirmation.later)}</a>
        </li>
      </ul>
    </>
  )
}

function ChannelForms({ account, channel, errors, returnPath, typed }: PageProps & { readonly channel: Channel }) {
  const say = useSay()
  const language = useLanguage()
  const address = (channel === 'sms' ? account.phone : account.email) ?? ''
  const name = `code-${channel}`
  const hidden = (
    <>
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="return" value={returnPath} />
    </>
  )
  return (
    <>
      <h2>{say(fillText(channel === 'sms' ? texts.confirmation.smsTitle : texts.confirmation.emailTitle, { address }))}</h2>
      <Form action={localHref(language, PATH)}>
        {hidden}
        <TextInput
          name={name}
          label={channel === 'sms' ? texts.confirmation.smsCode : texts.confirmation.emailCode}
          hint={texts.confirmation.hint}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={8}
          maxlength={12}
          error={errorAt(errors, name)}
          value={errorAt(errors, name) ? typed : ''}
        />
        <Button text={channel === 'sms' ? texts.confirmation.smsConfirm : texts.confirmation.emailConfirm} />
      </Form>
      <Form action={localHref(language, `${PATH}/codes`)}>
        {hidden}
        <Button kind="secondary" text={channel === 'sms' ? texts.confirmation.smsAgain : texts.confirmation.emailAgain} />
      </Form>
    </>
  )
}
