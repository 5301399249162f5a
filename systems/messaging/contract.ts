import type { Instant, Language, LocalText, MailAddress, MobileNumber } from '@ruqsat/foundation'

/**
 * IS-OTP and notices: SMS and e-mail. Durable when it answers; the same idempotency key is sent once. A recipient from before there was one rule
 * for addresses may be none: that is this person's failed message and nobody else's, so that `send` throws for no address.
 */
export interface Messaging {
  send(message: Message): Promise<void>
}

export type Message = Recipient & {
  readonly idempotencyKey: string
  readonly language: Language
  readonly subject: LocalText
  readonly text: LocalText
  readonly at: Instant
  /**
   * With others of this key to the same address it leaves as one message, at this instant of legal time; with what is to leave later it waits
   * for that. `title`: the subject of the one message, with `{count}`. `about`: by which its sender says at that instant whether it still holds
   * (`leaveOut`); what does not is left out.
   */
  readonly gather?: { readonly key: string; readonly title: LocalText; readonly leavesAt: Instant; readonly about?: string }
}

/** Whom a message goes to, and how. */
export type Recipient = { readonly channel: 'sms'; readonly to: MobileNumber } | { readonly channel: 'email'; readonly to: MailAddress }

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
  /** Why the last attempt did not succeed, without the address; null where none failed. */
  readonly reason: string | null
  /** Of a message that was sent: whether it has arrived, as far as its carrier says; null where the carrier says nothing of it. */
  readonly delivery: 'delivered' | 'unknown' | null
}

/** A message that was given up, without its text and its address: for whoever looks after the sending. */
export type FailedMessage = Pick<KeptMessage, 'messageId' | 'channel' | 'language' | 'keptAt' | 'attempts'> & {
  readonly recipientMasked: string
  /** `address`: nothing can be sent there until it is corrected. `carrier`: the network or the mail server did not take it. */
  readonly cause: 'address' | 'carrier'
  readonly reason: string
}

/** Messages of a channel whose last attempt did not succeed and that are tried again. */
export type StuckMessages = { readonly channel: 'sms' | 'email'; readonly since: Instant; readonly count: number }

/** Where a list of them goes on: behind this message. */
export type FailedPlace = Pick<FailedMessage, 'keptAt' | 'messageId'>

/** What did not leave, and trying again. */
export interface FailedMessages {
  /** The newest first, from behind this place where one is given; no more than `limit` rows are read. */
  list(limit: number, after?: FailedPlace | null): Promise<readonly FailedMessage[]>
  /** Offers these again from the first attempt, under the same message ids; answers how many had failed. */
  retry(messageIds: 'all' | readonly string[]): Promise<number>
  /** Sends one to another address of the same person, as it was corrected; false where no such message has failed. */
  redirect(messageId: string, to: MailAddress | MobileNumber): Promise<boolean>
}
