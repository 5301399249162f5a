import type { Json, MailAddress, MobileNumber } from '@ruqsat/foundation'

export type Account = {
  readonly id: string
  /** An applicant's IIN or BIN, or the login of a member of staff; small letters. */
  readonly login: string
  readonly displayName: string
  readonly phone: MobileNumber | null
  readonly email: MailAddress | null
  /** The owner has typed a code that was sent there; where not, no code for a lost password goes there. */
  readonly isPhoneConfirmed: boolean
  readonly isEmailConfirmed: boolean
  readonly status: 'active' | 'blocked'
  /** Whether a code of an authenticator app is asked for after the password. */
  readonly hasSecondFactor: boolean
  /** What the using room keeps with it (role, unit, certificate's digest); never looked at here. */
  readonly attributes: Readonly<Record<string, Json>>
}
