import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText } from '@ruqsat/foundation'
import type { FailedMessage } from '@ruqsat/messaging/contract'
import { Button, flash, Form, localHref, readForm, Table, useLanguage } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { PATHS } from '../http/paths.ts'
import { goTo, type Visit } from '../http/visit.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

// Who was not reached, and trying again. Neither what was said nor the whole address is shown: that is between the house and the person.

/** As many as a person looks through. */
const MOST_SHOWN = 100

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** For heads, who answer for the messages to people. */
export async function showFailedMessages(visit: Visit): Promise<unknown> {
  const messages = await visit.work.deps.failedMessages.list(MOST_SHOWN)
  const page = <FailedPage messages={messages} zone={zoneOfStaff(visit.work.deps, visit.staff)} />
  return sendWork(visit, { title: texts.pages.messages, width: 'wide' }, page)
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

function FailedPage({ messages, zone }: { readonly messages: readonly FailedMessage[]; readonly zone: ZoneRules }) {
  const language = useLanguage()
  return (
    <div class="desk">
      <h1>{texts.pages.messages}</h1>
      {messages.length > 0 && <p class="lead">{texts.failedMessages.lead}</p>}
      <Table
        caption={texts.pages.messages}
        captionHidden
        columns={[
          { text: texts.failedMessages.to },
          { text: texts.failedMessages.when },
          { text: texts.failedMessages.why, width: 'wide' },
        ]}
        rows={messages.map(({ channel, recipientMasked, keptAt, cause }) => [
          `${channel === 'sms' ? 'SMS' : 'E-mail'}: ${recipientMasked}`,
          formatInstant(keptAt, zone, language),
          cause === 'address' ? texts.failedMessages.address : texts.failedMessages.carrier,
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
    </div>
  )
}
