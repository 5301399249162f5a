import {
  isLanguage,
  isRefusal,
  type Language,
  LANGUAGES,
  languageData,
  type LocalText,
  parseMailAddress,
  parseMobileNumber,
  type Refusal,
} from '@ruqsat/foundation'
import { errorAt, type FormValues, Radios, TextInput, type FieldError, type SummaryRow } from '@ruqsat/web'
import { refusalsAt, refusePortal } from '../../refusals.ts'
import type { Person } from '../people/person.ts'
import texts from '../texts.yaml'

// What a person's own pages show of them: who they are, by the registers, and how they are reached, which they type.

const LANGUAGE_CHOICES = LANGUAGES.map((value) => ({ value, text: languageData(value).name }))

/** Where a person gets messages about their requests, and in which language. */
export type Contacts = Pick<Person, 'phone' | 'email' | 'language'>
export type TypedContacts = { readonly phone: string; readonly email: string; readonly language: string }

export function typedContacts(form: FormValues): TypedContacts {
  return { phone: form.text('phone'), email: form.text('email'), language: form.text('language') }
}

/** Reads typed contacts, or says what is wrong with them, at their fields. */
export function readContacts(typed: TypedContacts, otherwise: Language): Contacts | readonly Refusal[] {
  const phone = typed.phone === '' ? refusePortal('field-empty') : parseMobileNumber(typed.phone)
  const email = typed.email === '' ? refusePortal('field-empty') : parseMailAddress(typed.email)
  if (isRefusal(phone) || isRefusal(email)) return refusalsAt({ phone, email })
  return { phone, email, language: isLanguage(typed.language) ? typed.language : otherwise }
}

type Props = {
  readonly typed: TypedContacts
  readonly phoneHint?: LocalText
  /** False where the telephone is known and does not change here. */
  readonly asksPhone?: boolean
  readonly errors: readonly FieldError[]
}

/** How a person is reached, and in which language. */
export function ContactFields({ typed, phoneHint, asksPhone = true, errors }: Props) {
  return (
    <>
      {asksPhone && (
        <TextInput
          name="phone"
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          width={20}
          label={texts.contactFields.phone}
          {...(phoneHint && { hint: phoneHint })}
          value={typed.phone}
          error={errorAt(errors, 'phone')}
        />
      )}
      <TextInput
        name="email"
        type="email"
        autocomplete="email"
        label={texts.contactFields.email}
        value={typed.email}
        error={errorAt(errors, 'email')}
      />
      <Radios name="language" legend={texts.contactFields.language} options={LANGUAGE_CHOICES} value={typed.language} inline />
    </>
  )
}

/** Who a person is, as the certificate and the registers say. */
export function identityRows(person: Pick<Person, 'name' | 'iin' | 'organisation' | 'bin' | 'address'>): readonly SummaryRow[] {
  return (['name', 'iin', 'organisation', 'bin', 'address'] as const).flatMap((fact) => {
    const value = person[fact]
    return value === null ? [] : [{ key: texts.contactFields[fact], value }]
  })
}
