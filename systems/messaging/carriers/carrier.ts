/** What leaves the house: one text in one language. `messageId` is the same for every try, so that a carrier may drop a repetition. */
export type Letter = {
  readonly messageId: string
  readonly channel: 'sms' | 'email'
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Takes a letter for good, or throws. A Fault with retry `never` ends the tries (no such mailbox); anything else is tried again. */
export interface Carrier {
  carry(letter: Letter): Promise<void>
}
