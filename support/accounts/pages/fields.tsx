import { fillText, type LocalText } from '@ruqsat/foundation'
import { errorAt, TextInput, type FieldError } from '@ruqsat/web'
import { PASSWORD_MIN_LENGTH } from '../core/password-rules.ts'
import texts from './texts.yaml'

type Props = {
  readonly name: string
  readonly label?: LocalText
  /** Of a new password, with `{length}`. */
  readonly hint?: LocalText
  readonly errors: readonly FieldError[]
}

/** A code of the app or a recovery code. */
export function SecondFactorCode({ name, label = texts.secondFactor.code, hint = texts.secondFactor.codeHint, errors }: Props) {
  const known = { name, label, hint, error: errorAt(errors, name) }
  return <TextInput {...known} autocomplete="one-time-code" spellcheck={false} width={20} maxlength={20} />
}

export function NewPassword({ name, label = texts.newPassword, hint = texts.passwordHint, errors }: Props) {
  const filled = fillText(hint, { length: PASSWORD_MIN_LENGTH })
  return <TextInput name={name} type="password" autocomplete="new-password" label={label} hint={filled} error={errorAt(errors, name)} />
}

export function PresentPassword({ name, label = texts.presentPassword, hint, errors }: Props) {
  const more = hint && { hint }
  return <TextInput name={name} type="password" autocomplete="current-password" label={label} {...more} error={errorAt(errors, name)} />
}
