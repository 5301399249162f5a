/** What leaves the house: one text in one language. `messageId` is the same for every try, so that a carrier may drop a repetition. */
export type Letter = {
  readonly messageId: string
  readonly channel: 'sms' | 'email'
  readonly to: string
  readonly subject: string
  readonly text: string
}

/**
 * What a carrier knows of a letter that it took: the names under which it will report the delivery of each part, and whether it has arrived.
 * `unknown`: a report is waited for, and may never come.
 */
export type Carried = { readonly references: readonly string[]; readonly delivery: 'delivered' | 'unknown' }

/** What became of one part, in the carrier's words where it was not delivered. */
export type DeliveryReport = { readonly reference: string; readonly outcome: 'delivered' | 'undelivered'; readonly reason: string | null }

/** Takes a letter for good, or throws. A Fault with retry `never` ends the tries (no such mailbox); anything else is tried again. */
export interface Carrier {
  /** Null where the carrier reports nothing of deliveries. */
  carry(letter: Letter): Promise<Carried | null>
  /** Whom reports of deliveries go to; a report counts when this has answered. */
  reportTo?(listener: (report: DeliveryReport) => Promise<void>): void
  /** Ends the connection; nothing is carried afterwards. */
  close?(): Promise<void> | void
}
