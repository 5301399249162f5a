// By which power of attorney somebody acts in a draft, and as whom: everything about the applicant is then the principal's.
import type { ApplicantKind } from '@ruqsat/law'
import type { BIN, IIN, LocalDate, Name } from '@ruqsat/foundation'
import type { Person } from '../../registration/people/person.ts'

export type DraftPower = {
  readonly number: string
  readonly scope: string
  readonly validUntil: LocalDate | null
  readonly notarised: boolean
  readonly principal: {
    readonly kind: ApplicantKind
    /** An individual's; null of a firm. */
    readonly iin: IIN | null
    readonly bin: BIN | null
    readonly name: Name
    readonly address: string
  }
}

/** The person as the applicant of this draft: themselves, or whom they represent. Contacts and account stay their own. */
export function actingIn(person: Person, { power }: { readonly power: DraftPower | null }): Person {
  if (power === null || person.representative !== undefined) return person
  const { number, scope, validUntil, principal } = power
  const { kind, bin, name, address } = principal
  return {
    ...person,
    kind,
    // Of a firm's request the IIN is that of who signs, as it is where its own people do.
    iin: principal.iin ?? person.iin,
    bin,
    name,
    organisation: bin === null ? null : name,
    address,
    representative: { iin: person.iin, name: person.name, power: { number, scope, validUntil } },
  }
}

/** Whom the power names as the one who gave it. */
export function principalOf({ principal }: DraftPower): BIN | IIN | null {
  return principal.bin ?? principal.iin
}
