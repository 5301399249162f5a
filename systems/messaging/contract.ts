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
