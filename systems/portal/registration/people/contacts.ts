import { isRefusal, type MailAddress, type MobileNumber, parseMailAddress, parseMobileNumber, type Refusal } from '@ruqsat/foundation'
import { refusePortal } from '../../refusals.ts'

/** Where a person gets messages about their requests. */
export type Contacts = { readonly phone: MobileNumber; readonly email: MailAddress }

/** Reads typed contacts, or says what is wrong with them, at their fields. */
export function readContacts(typed: { readonly phone: string; readonly email: string }): Contacts | readonly Refusal[] {
  const phone = typed.phone === '' ? refusePortal('field-empty') : parseMobileNumber(typed.phone)
  const email = typed.email === '' ? refusePortal('field-empty') : parseMailAddress(typed.email)
  if (!isRefusal(phone) && !isRefusal(email)) return { phone, email }
  return [...(isRefusal(phone) ? [{ ...phone, field: 'phone' }] : []), ...(isRefusal(email) ? [{ ...email, field: 'email' }] : [])]
}
