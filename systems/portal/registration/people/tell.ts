import type { AccountNotice, CodeMessage } from '@ruqsat/accounts'
import type { Language, LocalText, MailAddress, MobileNumber } from '@ruqsat/foundation'
import type { PortalDeps } from '../../deps.ts'
import { personOfAccount } from './store.ts'
import texts from '../texts.yaml'

type Told = { readonly phone: MobileNumber | null; readonly email: MailAddress | null; readonly language: Language }
type Notice = { readonly key: string; readonly subject: LocalText; readonly text: LocalText }

/** One message by each way that the person gave. The same key is sent once. */
export async function tellBySmsAndEmail(deps: PortalDeps, person: Told, notice: Notice): Promise<void> {
  const at = await deps.legalClock.now()
  const { language } = person
  const message = { language, subject: notice.subject, text: notice.text, at }
  if (person.phone !== null)
    await deps.messaging.send({ ...message, channel: 'sms', to: person.phone, idempotencyKey: `${notice.key} sms` })
  if (person.email !== null)
    await deps.messaging.send({ ...message, channel: 'email', to: person.email, idempotencyKey: `${notice.key} email` })
}

/** What the accounts room has to say to an account's owner. A code goes by its one channel; warnings go everywhere. */
export async function tellAccountNotice(deps: PortalDeps, notice: AccountNotice): Promise<void> {
  const { account, channel, idempotencyKey, kind, text } = notice
  const person = await personOfAccount(deps.database.sql, account.id)
  const told = {
    phone: channel === 'email' ? null : account.phone,
    email: channel === 'sms' ? null : account.email,
    language: person?.language ?? 'kk',
  }
  await tellBySmsAndEmail(deps, told, { key: idempotencyKey, subject: texts.tell.subjects[kind], text })
}

/** A one-time password, in the language of its person or, before there is one, of the page. */
export async function sendCode(deps: PortalDeps, { to, accountId, language, text, idempotencyKey }: CodeMessage): Promise<void> {
  const person = accountId === null ? null : await personOfAccount(deps.database.sql, accountId)
  const told = { phone: to, email: null, language: person?.language ?? language ?? 'kk' }
  await tellBySmsAndEmail(deps, told, { key: idempotencyKey, subject: texts.tell.subjects['contact-code'], text })
}
