import {
  type BIN,
  type IIN,
  type Instant,
  type Language,
  type LocalText,
  type MailAddress,
  type MobileNumber,
  type Name,
} from '@ruqsat/foundation'
import type { Actor } from '@ruqsat/engine'
import type { StaffRole } from '@ruqsat/law'

/** A member of staff, as other rooms may know them. `id` is the id of the actor in every act and event. */
export type Staff = {
  readonly id: string
  readonly iin: IIN
  /** BIN of the authority as the member's certificate must state it; null where the directory does not know it. */
  readonly bin?: BIN | null
  readonly name: Name
  readonly position: LocalText
  readonly role: StaffRole
  /** The structural unit by its id in the acts, or the department's own name. */
  readonly unit: string
  /** The authority that they work for; for an outside body the id of its unit in the act. */
  readonly authority: string
  readonly language: Language
  /** Since when they work here no more; their past acts keep their name. */
  readonly retiredAt: Instant | null
}

/** Who is informed of something, and how. */
export type StaffContact = {
  /** The member of staff: what is for one person is gathered by it. */
  readonly id: string
  readonly email: MailAddress | null
  readonly phone: MobileNumber | null
  readonly language: Language
}

/** A member of staff as they act: in their own post, or in another's by an order. */
export type StaffActor = Extract<Actor, { readonly kind: 'staff' }>

/** IS-WORKSTATION as a directory of staff. */
export interface StaffDirectory {
  /** Also who has retired: their names are in histories. */
  staff(id: string): Promise<Staff | null>
  /** Whether this one acts in their own post, or by an order that the directory keeps and that holds now. */
  actsByOrder(actor: StaffActor): Promise<boolean>
  /** Who works in this role now, by name. */
  listStaff(authority: string, role: StaffRole): Promise<readonly Staff[]>
  /** Of one unit, or one person only, where named; who acts for somebody of them today is informed too. */
  staffContacts(authority: string, role: StaffRole, unit?: string, person?: string): Promise<readonly StaffContact[]>
}
