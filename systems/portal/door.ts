// What the portal asks at its door, by the package alone, for `regulation check`: the very functions that a draft meets, with no database.
import { inAll, type LocalDate, type Refusal } from '@ruqsat/foundation'
import type { ApplicantKind, Field, RegisterFact, RegisterQuestion, Variant } from '@ruqsat/law'
import { contradictionRefusal } from './application/core/contradicted.ts'
import { fieldFault, MAX_ATTACHMENTS, contradictionsOf } from '@ruqsat/documents'
import { factRefusal } from './application/core/register-facts.ts'

type Cell = { readonly variant: Variant; readonly applicant: ApplicantKind }

export const portalDoor = {
  mostFiles: MAX_ATTACHMENTS,

  /** At the field itself, else as an answer that makes a refusal certain before the payment. */
  answerRefusal({ variant, applicant }: Cell, field: Field, value: string, today: LocalDate): Refusal | null {
    const [contradicted] = contradictionsOf(variant, applicant, { [field.id]: value }, today)
    return fieldFault(field, value, today) ?? (contradicted === undefined ? null : contradictionRefusal(contradicted))
  },

  /** Compared with nothing that was typed: what the two are, only a person and a register know. */
  factRefusal({ variant }: Cell, { system }: RegisterQuestion, fact: RegisterFact, value: string, today: LocalDate): Refusal | null {
    return factRefusal(
      fact,
      value,
      inAll(() => system),
      { requirements: variant.requirements, values: {}, known: () => '', today },
    )
  },

  /** As the account and the registers know a person and a firm; an individual is the head of nobody but themselves. */
  knownValue({ applicant }: Cell, { known }: Field): string | null {
    if (known === undefined) return null
    const isFirm = applicant === 'legalEntity'
    const name = 'Ulgi Ulgiuly'
    return {
      'applicant.name': isFirm ? '«Ulgi» LLP' : name,
      'applicant.identifier': isFirm ? '080340001111' : '850412400012',
      'applicant.address': 'Ulgi, 1',
      'applicant.phone': '+77010000000',
      'applicant.email': 'ulgi@example.kz',
      'applicant.head': name,
    }[known]
  },
}
