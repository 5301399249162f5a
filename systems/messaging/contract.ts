import type { Instant, Language, LocalText } from '@ruqsat/foundation'

/** IS-OTP and notices: SMS and e-mail. Durable when it answers; the same idempotency key is sent once. */
export interface Messaging {
  send(message: Message): Promise<void>
}

export type Message = {
  readonly idempotencyKey: string
  readonly channel: 'sms' | 'email'
  /** Phone number or e-mail address. */
  readonly to: string
  readonly language: Language
  readonly subject: LocalText
  readonly text: LocalText
  readonly at: Instant
}

/** A message as it was kept, in the person's own language. For the sandbox's outbox page only. */
export type KeptMessage = {
  readonly messageId: string
  readonly channel: 'sms' | 'email'
  readonly recipient: string
  readonly language: Language
  readonly subject: string
  readonly body: string
  /** Legal time that the message speaks of. */
  readonly at: Instant
  readonly keptAt: Instant
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
}
