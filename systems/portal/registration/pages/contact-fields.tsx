import { LANGUAGES, languageData, type LocalText } from '@ruqsat/foundation'
import { errorAt, Radios, TextInput, type FieldError } from '@ruqsat/web'
import texts from '../texts.yaml'
const LANGUAGE_CHOICES = LANGUAGES.map((value) => ({ value, text: languageData(value).name }))

export type TypedContacts = { readonly phone: string; readonly email: string; readonly language: string }

type Props = { readonly typed: TypedContacts; readonly phoneHint?: LocalText; readonly errors: readonly FieldError[] }

/** How a person is reached, and in which language. */
export function ContactFields({ typed, phoneHint, errors }: Props) {
  const hint = phoneHint && { hint: phoneHint }
  return (
    <>
      <TextInput
        name="phone"
        type="tel"
        inputmode="tel"
        autocomplete="tel"
        width={20}
        label={texts.contactFields.phone}
        {...hint}
        value={typed.phone}
        error={errorAt(errors, 'phone')}
      />
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
