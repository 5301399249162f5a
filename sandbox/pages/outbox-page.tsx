import { formatDateTime } from '@ruqsat/foundation'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import type { KeptMessage } from '@ruqsat/messaging/contract'
import { Button, Form, InsetText, LinkButton, localHref, StatusTag, SummaryList, useLanguage } from '@ruqsat/web'
import texts from './texts.yaml'

const STATES = {
  waiting: { kind: 'warning', text: texts.waiting },
  sent: { kind: 'success', text: texts.sent },
  failed: { kind: 'danger', text: texts.failed },
  lost: { kind: 'danger', text: texts.lost },
} as const

/** What people would have on their phones and in their mail boxes. A message that has not left yet is named and not shown. */
export function OutboxPage({ messages, zone }: { readonly messages: readonly KeptMessage[]; readonly zone: ZoneRules }) {
  return (
    <>
      <h1>{texts.outbox}</h1>
      <p class="lead">{texts.outboxLead}</p>
      <p>
        <LinkButton kind="secondary" href={localHref(useLanguage(), '/sandbox/outbox')} text={texts.reload} />
      </p>
      {messages.length === 0 && <p>{texts.noMessages}</p>}
      {messages.map((message) => (
        <Letter message={message} zone={zone} />
      ))}
    </>
  )
}

function Letter({ message, zone }: { readonly message: KeptMessage; readonly zone: ZoneRules }) {
  const language = useLanguage()
  const { date, time } = toLocal(message.at, zone)
  // It left and never arrived: the house does not know, the person sees nothing.
  const state = message.state === 'sent' && message.delivery === 'unknown' ? 'lost' : message.state
  return (
    <article id={`message-${message.messageId}`}>
      <h2>{message.subject}</h2>
      <SummaryList
        compact
        rows={[
          { key: texts.to, value: `${message.channel === 'sms' ? 'SMS' : 'E-mail'}: ${message.recipient}` },
          { key: texts.when, value: formatDateTime(date, time, language) },
          { key: texts.state, value: <StatusTag {...STATES[state]} /> },
        ]}
      />
      {message.state === 'failed' && (
        <Form action={localHref(language, '/sandbox/outbox/retries')}>
          <input type="hidden" name="messageId" value={message.messageId} />
          <Button kind="secondary" text={texts.retryMessage} />
        </Form>
      )}
      {state === 'sent' && (
        <InsetText>
          {message.body.split('\n').map((line) => (
            <p lang={message.language}>{line}</p>
          ))}
        </InsetText>
      )}
    </article>
  )
}
