import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, isRefusal, parseMailAddress, parseMobileNumber, type Instant, type Refusal } from '@ruqsat/foundation'
import type { FailedMessage } from '@ruqsat/messaging/contract'
import {
  Button,
  Details,
  ErrorSummary,
  fieldErrorOf,
  flash,
  Form,
  KeyPagination,
  localHref,
  readForm,
  Table,
  TextInput,
  useLanguage,
} from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { PATHS } from '../http/paths.ts'
import { goTo, type Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import { backToControl, sendWork } from './frame.tsx'
import { INSTANT, pageOf, placeText, readPlace, UUID, type Page, type ListPlace } from '../lists/places.ts'
import { IncidentsPart, incidentsFor, postIncident, type AskedAgain, type ShownIncident } from './incidents.tsx'
import texts from '../texts.yaml'

// What does not go on by itself: incidents of cases; who was not reached, trying again, and another address for one message. Neither what
// was said nor the whole address is shown: that is between the house and the person.

/** As many as a person looks through at once, of either list. */
export const PAGE_SIZE = 25

/** An address that came back: for which message, what was typed, what is wrong with it. */
type Redirected = { readonly messageId: string; readonly typed: string; readonly refusal: Refusal }

/** For heads, who answer for the cases and for the messages to people. */
export function showFailedMessages(visit: Visit): Promise<unknown> {
  return sendFailed(visit, null, null)
}

async function sendFailed(visit: Visit, asked: AskedAgain | null, redirected: Redirected | null): Promise<unknown> {
  const at = readPlace(visit.query['failed'], INSTANT, UUID)
  const since = readPlace(visit.query['incidents'], INSTANT)
  const [read, incidents] = await Promise.all([
    visit.work.deps.failedMessages.list(PAGE_SIZE + 1, at && { keptAt: at.key as Instant, messageId: at.id }),
    incidentsFor(visit, { limit: PAGE_SIZE + 1, after: since && { since: since.key as Instant, incidentId: since.id } }),
  ])
  const shown: Shown = { incidents: pageOf(incidents, PAGE_SIZE), failed: pageOf(read, PAGE_SIZE), since, at }
  const zone = zoneOfStaff(visit.work.deps, visit.staff)
  const refusal = asked?.refusal ?? redirected?.refusal ?? null
  return sendWork(
    visit,
    {
      title: texts.pages.messages,
      width: 'wide',
      back: backToControl(visit),
      hasErrors: refusal !== null,
      ...(refusal !== null && { status: 422 }),
    },
    <div class="desk">
      <ErrorSummary errors={refusal === null ? [] : [fieldErrorOf(refusal)]} />
      <h1>{texts.pages.messages}</h1>
      <IncidentsPart incidents={shown.incidents.rows} isFirst={since === null} asked={asked} zone={zone} />
      <Onward of="incidents" shown={shown} />
      <FailedPart messages={shown.failed.rows} zone={zone} redirected={redirected} />
      <Onward of="failed" shown={shown} />
    </div>,
  )
}

type Shown = {
  readonly incidents: Page<ShownIncident>
  readonly failed: Page<FailedMessage>
  readonly since: ListPlace | null
  readonly at: ListPlace | null
}

/** The next page of one list, and back to its beginning; the other list stays where it is. */
function Onward({ of, shown: { incidents, failed, since, at } }: { readonly of: 'incidents' | 'failed'; readonly shown: Shown }) {
  const language = useLanguage()
  const last = of === 'incidents' ? incidents.rows.at(-1) : failed.rows.at(-1)
  const hasMore = of === 'incidents' ? incidents.hasMore : failed.hasMore
  const next =
    !hasMore || last === undefined
      ? null
      : 'since' in last
        ? { key: last.since, id: last.incidentId }
        : { key: last.keptAt, id: last.messageId }
  const href = (place: ListPlace | null) => {
    const places = { incidents: since, failed: at, [of]: place }
    const query = Object.entries(places).flatMap(([name, each]) =>
      each === null ? [] : [`${name}=${encodeURIComponent(placeText(each))}`],
    )
    return `${localHref(language, PATHS.messages)}${query.length > 0 ? '?' : ''}${query.join('&')}`
  }
  const isFirst = (of === 'incidents' ? since : at) === null
  const title = of === 'incidents' ? texts.incidents.title : texts.failedMessages.title
  return <KeyPagination of={title} first={isFirst ? null : href(null)} next={next && href(next)} />
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
