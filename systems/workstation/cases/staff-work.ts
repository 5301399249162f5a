import type { LocalText } from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import texts from '../texts.yaml'

export function roleName(role: StaffRole): LocalText {
  return texts.staffWork[role]
}
