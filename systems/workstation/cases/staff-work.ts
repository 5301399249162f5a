import { local } from '@ruqsat/web'
import type { LocalText } from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'

export type StaffWork = { readonly role: StaffRole; readonly isGivenOut: boolean; readonly name: LocalText }

/** The roles and whether their work is given to one person by name. */
export const STAFF_WORK = [
  { role: 'clerk', isGivenOut: false, name: local('кеңсе маманы', 'специалист канцелярии', 'clerk') },
  { role: 'head', isGivenOut: false, name: local('басшы', 'руководитель', 'head') },
  { role: 'officer', isGivenOut: true, name: local('жауапты орындаушы', 'ответственный исполнитель', 'responsible officer') },
  { role: 'interestedBody', isGivenOut: false, name: local('мүдделі орган', 'заинтересованный орган', 'interested body') },
  { role: 'operator', isGivenOut: false, name: local('оператор', 'оператор', 'operator') },
] as const satisfies readonly StaffWork[]

export function roleName(role: StaffRole): LocalText {
  return STAFF_WORK.find((each) => each.role === role)!.name
}
