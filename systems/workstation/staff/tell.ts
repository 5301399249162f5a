import type { AccountNotice } from '@ruqsat/accounts'
import type { WorkstationParts } from '../deps.ts'
import { contactOfAccount } from './register.ts'
import texts from '../texts.yaml'

/** What the accounts room has to say to an account's owner. A code goes by its one channel; warnings go everywhere. */
export async function tellAccountNotice(work: WorkstationParts, notice: AccountNotice): Promise<void> {
  const contact = await contactOfAccount(work, notice.account.id)
  if (contact === null) return
  const at = await work.deps.legalClock.now()
  const message = { language: contact.language, subject: texts.tell.subjects[notice.kind], text: notice.text, at }
  const { messaging } = work.deps
  const { phone, email } = contact
  if (phone !== null && notice.channel !== 'email')
    await messaging.send({ ...message, channel: 'sms', to: phone, idempotencyKey: `workstation/${notice.idempotencyKey}/sms` })
  if (email !== null && notice.channel !== 'sms')
    await messaging.send({ ...message, channel: 'email', to: email, idempotencyKey: `workstation/${notice.idempotencyKey}/email` })
}
