import type { Refusal, Source } from '@ruqsat/foundation'
import type { Field } from '@ruqsat/law'
import { refusePortal } from '../refusals.ts'
import { fieldFault } from './form.ts'

/** Where a person can be told what happens to their requests. */
export type Contacts = { readonly phone: string; readonly email: string }

/** The portal's own need, no act's. */
const SOURCE: Source = { act: 'portal', item: 'contacts', certainty: 'assumed' }
const LABEL = { kk: '', ru: '', en: '' }
const PHONE: Field = { id: 'phone', label: LABEL, required: true, type: { kind: 'text', maxLength: 30, pattern: 'phone' }, source: SOURCE }
const EMAIL: Field = { id: 'email', label: LABEL, required: true, type: { kind: 'text', maxLength: 120, pattern: 'email' }, source: SOURCE }

/** Signs that nobody sees have no place in an address. */
const INVISIBLE = /\p{C}/u

/** What is wrong with typed contacts, at their fields; the day matters to none of them. */
export function contactFaults(typed: Contacts): readonly Refusal[] {
  const phone =
    fieldFault(PHONE, typed.phone, '2000-01-01') ??
    (phoneNumber(typed.phone) === null ? refusePortal('not-a-phone', { field: 'phone' }) : null)
  const email =
    fieldFault(EMAIL, typed.email, '2000-01-01') ?? (INVISIBLE.test(typed.email) ? refusePortal('not-a-email', { field: 'email' }) : null)
  return [phone, email].filter((fault) => fault !== null)
}

/** `8 (701) 123-45-67` -> `+77011234567`; null where it is no number of eleven digits. */
export function phoneNumber(typed: string): string | null {
  const digits = typed.replace(/\D/g, '')
  return /^[78]\d{10}$/.test(digits) ? `+7${digits.slice(1)}` : null
}
