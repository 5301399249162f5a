import type { LocalText } from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import texts from '../texts.yaml'

export type StaffWork = { readonly role: StaffRole; readonly isGivenOut: boolean; readonly name: LocalText }

/** The roles and whether their work is given to one person by name. */
export const STAFF_WORK = [
  { role: 'clerk', isGivenOut: false, name: texts.staffWork.clerk },
  { role: 'head', isGivenOut: false, name: texts.staffWork.head },
  { role: 'officer', isGivenOut: true, name: texts.staffWork.responsibleOfficer },
  { role: 'interestedBody', isGivenOut: false, name: texts.staffWork.interestedBody },
  { role: 'operator', isGivenOut: false, name: texts.staffWork.operator },
] as const satisfies readonly StaffWork[]

export function roleName(role: StaffRole): LocalText {
  return STAFF_WORK.find((each) => each.role === role)!.name
}
