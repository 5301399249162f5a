import { formatDateTime } from '@ruqsat/foundation'
import type { ZoneRules } from '@ruqsat/clock'
import { toLocal } from '@ruqsat/clock'
import type { KeptMessage } from '@ruqsat/messaging/contract'
import { Button, Form, InsetText, LinkButton, localHref, StatusTag, SummaryList, useLanguage, useSay } from '@ruqsat/web'
import { TEXTS } from './texts.ts'

const STATES = {
  waiting: { kind: 'warning', text: TEXTS.waiting },
  sent: { kind: 'success', text: TEXTS.sent },
  failed: { kind: 'danger', text: TEXTS.failed },
} as const

/** What people would have on their phones and in their mail boxes. A message that has not left yet is named and not shown. */
export function OutboxPage({ messages, zone }: { readonly messages: readonly KeptMessage[]; readonly zone: ZoneRules }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h1>{say(TEXTS.outbox)}</h1>
      <p class="lead">{say(TEXTS.outboxLead)}</p>
      <p>
        <LinkButton kind="secondary" href={localHref(language, '/sandbox/outbox')} text={TEXTS.reload} />
      </p>
      {messages.length === 0 && <p>{say(TEXTS.noMessages)}</p>}
      {messages.map((message) => (
        <Letter message={message} zone={zone} />
      ))}
    </>
  )
}

function Letter({ message, zone }: { readonly message: KeptMessage; readonly zone: ZoneRules }) {
  const language = useLanguage()
  const { date, time } = toLocal(message.at, zone)
  return (
    <article id={`message-${message.messageId}`}>
      <h2>{message.subject}</h2>
      <SummaryList
        compact
        rows={[
          { key: TEXTS.to, value: `${message.channel === 'sms' ? 'SMS' : 'E-mail'}: ${message.recipient}` },
          { key: TEXTS.when, value: formatDateTime(date, time, language) },
          { key: TEXTS.state, value: <StatusTag {...STATES[message.state]} /> },
        ]}
      />
      {message.state === 'failed' && (
        <Form action={localHref(language, '/sandbox/outbox/retries')}>
          <input type="hidden" name="messageId" value={message.messageId} />
          <Button kind="secondary" text={TEXTS.retryMessage} />
        </Form>
      )}
      {message.state === 'sent' && (
        <InsetText>
          {message.body.split('\n').map((line) => (
            <p lang={message.language}>{line}</p>
          ))}
        </InsetText>
      )}
    </article>
  )
}
