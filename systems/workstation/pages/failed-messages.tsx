import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText } from '@ruqsat/foundation'
import type { FailedMessage } from '@ruqsat/messaging/contract'
import { Button, flash, Form, languageOf, localHref, readForm, redirectTo, Table, useLanguage } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { zoneOfStaff } from '../cases/authority.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { sendNo, sendWork } from './frame.tsx'
import { T as WORDS } from './texts.ts'
import roomTexts from '../texts.yaml'

// Who was not reached, and trying again. Neither what was said nor the whole address is shown: that is between the house and the person.

const T = roomTexts.failedMessages

/** As many as a person looks through. */
const MOST_SHOWN = 100

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** For heads, who answer for the messages to people. */
export async function showFailedMessages(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  staff: Staff,
): Promise<unknown> {
  if (staff.role !== 'head') return sendNo(work, request, reply, refuseWorkstation('workstation.role-differs'), 403)
  const messages = await work.deps.failedMessages.list(MOST_SHOWN)
  const page = <FailedPage messages={messages} zone={zoneOfStaff(work.deps, staff)} />
  return sendWork(work, request, reply, { title: WORDS.messages, width: 'wide' }, page)
}

/** Tries again what the page showed; what failed meanwhile was not seen and is left. */
export async function postFailedMessages(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  staff: Staff,
): Promise<unknown> {
  if (staff.role !== 'head') return sendNo(work, request, reply, refuseWorkstation('workstation.role-differs'), 403)
  const shown = readForm(request)
    .texts('message')
    .filter((id) => UUID.test(id))
  const count = await work.deps.failedMessages.retry(shown)
  flash(request, 'success', fillText(T.offered, { count }))
  return redirectTo(reply, localHref(languageOf(request), PATHS.messages))
}

function FailedPage({ messages, zone }: { readonly messages: readonly FailedMessage[]; readonly zone: ZoneRules }) {
  const language = useLanguage()
  return (
    <div class="desk">
      <h1>{WORDS.messages}</h1>
      {messages.length > 0 && <p class="lead">{T.lead}</p>}
      <Table
        caption={WORDS.messages}
        captionHidden
        columns={[{ text: T.to }, { text: T.when }, { text: T.why, width: 'wide' }]}
        rows={messages.map(({ channel, recipientMasked, keptAt, cause }) => [
          `${channel === 'sms' ? 'SMS' : 'E-mail'}: ${recipientMasked}`,
          formatInstant(keptAt, zone, language),
          cause === 'address' ? T.address : T.carrier,
        ])}
        empty={T.none}
      />
      {messages.length > 0 && (
        <Form action={localHref(language, PATHS.messages)}>
          {messages.map(({ messageId }) => (
            <input type="hidden" name="message" value={messageId} />
          ))}
          <Button text={T.retry} />
        </Form>
      )}
    </div>
  )
}
