import {
  type BIN,
  type IIN,
  type Instant,
  type Language,
  type LocalDate,
  type LocalText,
  type MailAddress,
  type MobileNumber,
  type Name,
  type Refusal,
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
  /** False where an administrator has withdrawn the right to sign, which the post has by itself. */
  readonly signs?: boolean
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

/** A post that the acts of this installation give somebody: the unit names the role. */
export type OfficePost = {
  readonly authority: string
  readonly authorityName: LocalText
  readonly unit: string
  readonly position: LocalText
  readonly role: StaffRole
}

/** Who changes the directory, and why. */
export type ChangedBy = { readonly id: string; readonly name: string; readonly why: string }

export type StaffChangeKind = 'added' | 'moved' | 'contacts' | 'absent' | 'present' | 'signs' | 'signsNot' | 'left' | 'named' | 'notNamed'

/** One change of the directory. Rows are added and never changed. Legal time. */
export type StaffChange = {
  readonly id: string
  readonly authority: string
  readonly staffId: string
  readonly name: string
  readonly kind: StaffChangeKind
  readonly facts: StaffChangeFacts
  readonly why: string
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Instant
}

export type StaffChangeFacts = {
  readonly post?: { readonly role: StaffRole; readonly unit: string; readonly position: LocalText }
  /** Where the post came with a right to sign of its own. */
  readonly signs?: boolean
  readonly from?: LocalDate
  readonly until?: LocalDate
  readonly absence?: Absence['why']
}

export type StaffChangePlace = Pick<StaffChange, 'at' | 'id'>

export type Absence = {
  readonly id: string
  readonly staffId: string
  readonly why: 'leave' | 'illness' | 'trip' | 'other'
  readonly from: LocalDate
  readonly until: LocalDate
  readonly endedAt: Instant | null
}

/** A role in a unit, and whether its right to sign is this person's. */
export type HeldPost = { readonly role: StaffRole; readonly unit: string; readonly position: LocalText; readonly signs: boolean }

/** A post for days to come: it begins with the first instant of `from` and ends with the last of `until`, by the wall clock of the authority. */
export type Appointment = HeldPost & {
  readonly id: string
  readonly staffId: string
  readonly from: LocalDate
  /** Null: until something else is decided. */
  readonly until: LocalDate | null
  /** The post that they had before, which is theirs again at the end. */
  readonly former: HeldPost | null
  readonly begunAt: Instant | null
  readonly overAt: Instant | null
  /** Why it has not begun or ended though it is due. */
  readonly blocked: Refusal | null
  readonly why: string
  readonly by: { readonly id: string; readonly name: string }
}

export type AppointmentWish = Pick<Appointment, 'unit' | 'from' | 'until' | 'signs'>

/** Somebody as they are on a day. */
export type StaffOnDay = HeldPost & {
  readonly id: string
  readonly name: string
  /** By an appointment that is still to begin. */
  readonly isNamed: boolean
}

export type StaffPlace = { readonly name: string; readonly id: string }

/** One person as an administrator sees them. */
export type StaffCard = {
  readonly staff: Staff
  readonly login: string
  readonly email: MailAddress | null
  readonly phone: MobileNumber | null
  /** Until when they are not at work today; null where they are. */
  readonly awayUntil: LocalDate | null
  readonly absences: readonly Absence[]
  readonly appointments: readonly Appointment[]
  readonly changes: readonly StaffChange[]
  /** What is open with them, the first to be due first; no more than a head gives to others in a day. */
  readonly open: readonly { readonly requestNumber: string; readonly stepId: string; readonly dueAt: Instant | null }[]
}

export type NewOfficial = {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly iin: string
  readonly bin: string | null
  readonly phone: MobileNumber | null
  readonly email: MailAddress | null
  readonly language: Language
}

/** The directory as an administrator keeps it. Each change and its row of the history are one transaction. Refusals name the field. */
export interface StaffOffice {
  readonly posts: readonly OfficePost[]
  /** Who works there, by name; who has left instead, where asked for. */
  people(asked: {
    readonly authority: string
    readonly hasLeft: boolean
    readonly after: StaffPlace | null
    readonly limit: number
  }): Promise<readonly (Staff & { readonly awayUntil: LocalDate | null })[]>
  person(id: string): Promise<StaffCard | null>
  add(post: Pick<OfficePost, 'authority' | 'unit'>, official: NewOfficial, by: ChangedBy): Promise<Staff | Refusal>
  /** To another post of the same authority. Refused for the last head, and while work is open with them: it belongs to the post that they leave. */
  move(id: string, unit: string, by: ChangedBy): Promise<Staff | Refusal>
  /** To another post from a day to come. Whether it can begin is judged when it is due: until then it waits, and says why. */
  appoint(id: string, wish: AppointmentWish, by: ChangedBy): Promise<Appointment | Refusal>
  /** It does not begin; what has begun ends at once. */
  endAppointment(id: string, appointmentId: string, by: ChangedBy): Promise<Staff | Refusal>
  /** Who has which post on a day, by name: past days by the history, days to come by what is named. */
  onDay(authority: string, day: LocalDate): Promise<readonly StaffOnDay[]>
  setContacts(
    id: string,
    contacts: { readonly phone: MobileNumber | null; readonly email: MailAddress | null },
    by: ChangedBy,
  ): Promise<Staff | Refusal>
  /** Refused for the last head who signs. */
  setSigning(id: string, signs: boolean, by: ChangedBy): Promise<Staff | Refusal>
  recordAbsence(id: string, absence: Pick<Absence, 'why' | 'from' | 'until'>, by: ChangedBy): Promise<Absence | Refusal>
  endAbsence(id: string, absenceId: string, by: ChangedBy): Promise<Absence | Refusal>
  /** They sign in no more, and orders of substitution for and by them end; refused for the last head. What is open with them waits for a head. */
  leave(id: string, by: ChangedBy): Promise<Staff | Refusal>
  changes(asked: { readonly after: StaffChangePlace | null; readonly limit: number }): Promise<readonly StaffChange[]>
}

/** Which of the room's own pages each role may open; what a role may do in a case is in the step tables of the acts. */
export const PAGE_RIGHTS = {
  work: ['clerk', 'head', 'officer', 'interestedBody', 'operator'],
  journal: ['clerk', 'head'],
  overview: ['head'],
  control: ['head'],
  load: ['head'],
  waiting: ['clerk', 'head', 'officer', 'operator'],
  messages: ['head'],
  payments: ['head'],
  exchange: ['head'],
  substitutions: ['head'],
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>
