import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, isRefusal, parseMailAddress, parseMobileNumber, type Refusal } from '@ruqsat/foundation'
import type { FailedMessage } from '@ruqsat/messaging/contract'
import { Button, Details, ErrorSummary, fieldErrorOf, flash, Form, localHref, readForm, Table, TextInput, useLanguage } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { PATHS } from '../http/paths.ts'
import { goTo, type Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import { sendWork } from './frame.tsx'
import { IncidentsPart, incidentsFor, postIncident, type AskedAgain } from './incidents.tsx'
import texts from '../texts.yaml'

// What does not go on by itself: incidents of cases; who was not reached, trying again, and another address for one message. Neither what
// was said nor the whole address is shown: that is between the house and the person.

/** As many as a person looks through. */
const MOST_SHOWN = 100

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An address that came back: for which message, what was typed, what is wrong with it. */
type Redirected = { readonly messageId: string; readonly typed: string; readonly refusal: Refusal }

/** For heads, who answer for the cases and for the messages to people. */
export function showFailedMessages(visit: Visit): Promise<unknown> {
  return sendFailed(visit, null, null)
}

async function sendFailed(visit: Visit, asked: AskedAgain | null, redirected: Redirected | null): Promise<unknown> {
  const [messages, incidents] = await Promise.all([visit.work.deps.failedMessages.list(MOST_SHOWN), incidentsFor(visit)])
  const zone = zoneOfStaff(visit.work.deps, visit.staff)
  const refusal = asked?.refusal ?? redirected?.refusal ?? null
  return sendWork(
    visit,
    { title: texts.pages.messages, width: 'wide', hasErrors: refusal !== null, ...(refusal !== null && { status: 422 }) },
    <div class="desk">
      <ErrorSummary errors={refusal === null ? [] : [fieldErrorOf(refusal)]} />
      <h1>{texts.pages.messages}</h1>
      <IncidentsPart incidents={incidents} asked={asked} zone={zone} />
      <FailedPart messages={messages} zone={zone} redirected={redirected} />
    </div>,
  )
}

/** Tries again what the page showed; what failed meanwhile was not seen and is left. */
export async function postFailedMessages(visit: Visit): Promise<unknown> {
  const shown = readForm(visit.request)
    .texts('message')
    .filter((id) => UUID.test(id))
  const count = await visit.work.deps.failedMessages.retry(shown)
  flash(visit.request, 'success', fillText(texts.failedMessages.offered, { count }))
  return goTo(visit, PATHS.messages)
}

/** One message goes on with a corrected address. */
export async function postRedirect(visit: Visit): Promise<unknown> {
  const form = readForm(visit.request)
  const [messageId, typed] = [form.text('redirected'), form.text('address')]
  const address = typed.includes('@') ? parseMailAddress(typed) : parseMobileNumber(typed)
  if (isRefusal(address)) return sendFailed(visit, null, { messageId, typed, refusal: { ...address, field: 'address' } })
  const isOffered = UUID.test(messageId) && (await visit.work.deps.failedMessages.redirect(messageId, address))
  if (!isOffered) return sendFailed(visit, null, { messageId, typed, refusal: refuseWorkstation('workstation.incident-over') })
  flash(visit.request, 'success', fillText(texts.failedMessages.offered, { count: 1 }))
  return goTo(visit, PATHS.messages)
}

export function postSettleIncident(visit: Visit): Promise<unknown> {
  return postIncident(visit, (asked) => sendFailed(visit, asked, null))
}

type FailedProps = {
  readonly messages: readonly FailedMessage[]
  readonly zone: ZoneRules
  readonly redirected: Redirected | null
}

function FailedPart({ messages, zone, redirected }: FailedProps) {
  const language = useLanguage()
  return (
    <>
      <h2>{texts.failedMessages.title}</h2>
      {messages.length > 0 && <p class="lead">{texts.failedMessages.lead}</p>}
      <Table
        caption={texts.failedMessages.title}
        captionHidden
        columns={[
          { text: texts.failedMessages.to },
          { text: texts.failedMessages.when },
          { text: texts.failedMessages.why, width: 'wide' },
        ]}
        rows={messages.map((message) => [
          `${message.channel === 'sms' ? 'SMS' : 'E-mail'}: ${message.recipientMasked}`,
          formatInstant(message.keptAt, zone, language),
          <>
            {message.cause === 'address' ? texts.failedMessages.address : texts.failedMessages.carrier}
            <RedirectForm message={message} redirected={redirected?.messageId === message.messageId ? redirected : null} />
          </>,
        ])}
        empty={texts.failedMessages.none}
      />
      {messages.length > 0 && (
        <Form action={localHref(language, PATHS.messages)}>
          {messages.map(({ messageId }) => (
            <input type="hidden" name="message" value={messageId} />
          ))}
          <Button text={texts.failedMessages.retry} />
        </Form>
      )}
    </>
  )
}

function RedirectForm({ message, redirected }: { readonly message: FailedMessage; readonly redirected: Redirected | null }) {
  const language = useLanguage()
  return (
    <Details summary={texts.failedMessages.redirect} open={redirected !== null}>
      <Form action={localHref(language, PATHS.redirectMessage)} part={message.messageId}>
        <input type="hidden" name="redirected" value={message.messageId} />
        <TextInput
          name="address"
          label={texts.failedMessages.newAddress}
          hint={texts.failedMessages.newAddressHint}
          value={redirected?.typed ?? ''}
          error={redirected === null ? null : fieldErrorOf(redirected.refusal).text}
        />
        <Button kind="secondary" text={texts.failedMessages.send} />
      </Form>
    </Details>
  )
}
