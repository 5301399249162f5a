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
  sendPage,
  TextInput,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hrefWithReturn, returnPathOf } from '../../common/http/return-path.ts'
import { PATHS, type Person, type Portal } from '../../deps.ts'
import texts from '../texts.yaml'

// A telephone and an e-mail are the person's when a code that was sent there comes back. After registration, after a change, or later: nothing
// waits for it but a lost password, whose code goes to a confirmed contact alone.

const CHANNELS: readonly Channel[] = ['sms', 'email']
const PATH = PATHS.confirmation

/** Sends the codes of what is not confirmed yet; one that was sent a moment ago is enough. Answers why one was not sent, or null. */
export async function sendContactCodes(portal: Portal, accountId: string): Promise<Refusal | null> {
  let refused: Refusal | null = null
  for (const channel of CHANNELS) refused = (await portal.accounts.sendContactCode(accountId, channel)) ?? refused
  return refused
}

export function confirmationPages(app: FastifyInstance, portal: Portal): void {
  app.get(
    localPath(PATH),
    portal.requirePerson((request, reply, person) => show(portal, request, reply, person, [], '')),
  )
  app.post(
    localPath(PATH),
    portal.requirePerson(async (request, reply, person) => {
      const channel = channelOf(request)
      const code = readForm(request).digits(`code-${channel}`)
      const account = await portal.accounts.confirmContact(person.accountId, channel, code)
      if (isRefusal(account)) return show(portal, request, reply, person, [{ ...account, field: `code-${channel}` }], code)
      flash(request, 'success', texts.confirmation.confirmed)
      if (openChannels(account).length > 0) return redirectTo(reply, hrefWithReturn(request, PATH))
      return redirectTo(reply, returnPathOf(request) || localHref(languageOf(request), PATHS.account))
    }),
  )
  app.post(
    localPath(`${PATH}/codes`),
    portal.requirePerson(async (request, reply, person) => {
      const channel = channelOf(request)
      const refused = await portal.accounts.sendContactCode(person.accountId, channel)
      if (refused !== null) return show(portal, request, reply, person, [{ ...refused, field: `code-${channel}` }], '')
      flash(request, 'success', texts.confirmation.sent)
      return redirectTo(reply, hrefWithReturn(request, PATH))
    }),
  )
  app.get(localPath(`${PATH}/codes`), async (request, reply) => redirectTo(reply, localHref(languageOf(request), PATH)))
}

function channelOf(request: FastifyRequest): Channel {
  return readForm(request).text('channel') === 'email' ? 'email' : 'sms'
}

/** What the owner has not confirmed yet. */
export function openChannels(account: Account): readonly Channel[] {
  return CHANNELS.filter((channel) =>
    channel === 'sms' ? account.phone !== null && !account.isPhoneConfirmed : account.email !== null && !account.isEmailConfirmed,
  )
}

/** `typed`: a code that was refused, shown again at its field. */
async function show(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  refusals: readonly Refusal[],
  typed: string,
): Promise<unknown> {
  const account = await portal.accounts.find(person.accountId)
  if (account === null) throw new Fault('Expected the account of a signed-in person but found none')
  const language = languageOf(request)
  const errors = fieldErrorsOf(refusals)
  const open = openChannels(account)
  const returnPath = returnPathOf(request)
  return sendPage(
    request,
    reply,
    { title: texts.confirmation.title, hasErrors: errors.length > 0 },
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.confirmation.title}</h1>
      <p class="lead">{open.length === 0 ? texts.confirmation.all : texts.confirmation.lead}</p>
      {open.map((channel) => (
        <ChannelForms account={account} channel={channel} errors={errors} returnPath={returnPath} typed={typed} />
      ))}
      <ul>
        <li>
          <a href={localHref(language, PATHS.account)}>{texts.confirmation.wrong}</a>
        </li>
        <li>
          <a href={returnPath || localHref(language, PATHS.cabinet)}>{texts.confirmation.later}</a>
        </li>
      </ul>
    </>,
  )
}

type ChannelProps = {
  readonly account: Account
  readonly channel: Channel
  readonly errors: readonly FieldError[]
  readonly returnPath: string
  readonly typed: string
}

function ChannelForms({ account, channel, errors, returnPath, typed }: ChannelProps) {
  const language = useLanguage()
  const words = texts.confirmation.channels[channel]
  const address = (channel === 'sms' ? account.phone : account.email) ?? ''
  const name = `code-${channel}`
  const error = errorAt(errors, name)
  const hidden = (
    <>
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="return" value={returnPath} />
    </>
  )
  return (
    <>
      <h2>{fillText(words.title, { address })}</h2>
      <Form action={localHref(language, PATH)}>
        {hidden}
        <TextInput
          name={name}
          label={words.code}
          hint={texts.confirmation.hint}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={8}
          maxlength={12}
          error={error}
          value={error ? typed : ''}
        />
        <Button text={words.confirm} />
      </Form>
      <Form action={localHref(language, `${PATH}/codes`)}>
        {hidden}
        <Button kind="secondary" text={words.again} />
      </Form>
    </>
  )
}
