import type { AccountNotice } from '@ruqsat/accounts'
import type { LocalText } from '@ruqsat/foundation'
import { local } from '@ruqsat/web'
import type { Work } from '../deps.ts'
import { contactOfAccount } from './register.ts'

const SUBJECTS: Readonly<Record<AccountNotice['kind'], LocalText>> = {
  'password-reset': local('Құпиясөзді қалпына келтіру', 'Восстановление пароля', 'Password reset'),
  'password-changed': local('Құпиясөз өзгертілді', 'Пароль изменён', 'Password changed'),
  'contact-code': local('Растау коды', 'Код подтверждения', 'Confirmation code'),
  'account-locked': local('Кіру уақытша жабылды', 'Вход временно закрыт', 'Sign-in closed for a while'),
}

/** What the accounts room has to say to an account's owner. A code goes by its one channel; warnings go everywhere. */
export async function tellAccountNotice(work: Work, notice: AccountNotice): Promise<void> {
  const contact = await contactOfAccount(work, notice.account.id)
  if (contact === null) return
  const at = await work.deps.legalClock.now()
  const message = { language: contact.language, subject: SUBJECTS[notice.kind], text: notice.text, at }
  const { messaging } = work.deps
  const { phone, email } = contact
  if (phone !== null && notice.channel !== 'email')
    await messaging.send({ ...message, channel: 'sms', to: phone, idempotencyKey: `workstation/${notice.idempotencyKey}/sms` })
  if (email !== null && notice.channel !== 'sms')
    await messaging.send({ ...message, channel: 'email', to: email, idempotencyKey: `workstation/${notice.idempotencyKey}/email` })
}
