import {
  type BIN,
  type LocalDate,
  type LocalText,
  type MailAddress,
  type MobileNumber,
  orFault,
  parseMailAddress,
  type Name,
  parseName,
} from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import type { LegalEntity, RegisterPerson } from '@ruqsat/registers/contract'
import type { SignerRole } from '@ruqsat/trust/contract'
import { type Draw, drawBin, drawIin, drawName, drawPassword, drawPhone, type Sex } from './draw.ts'
import texts from '../texts.yaml'

export type SandboxAuthority = { readonly id: string; readonly name: LocalText }

/** One desk of an authority, as an offered regulation names it: somebody has to sit there. `unit` is the id of the regulation's unit. */
export type SandboxOffice = {
  readonly authority: SandboxAuthority
  readonly role: StaffRole
  readonly unit: string
  readonly position: LocalText
}

/** The provider of an offered regulation and the interested body that it asks; null where it asks none. */
export type SandboxHome = { readonly provider: SandboxAuthority; readonly interestedBody: SandboxAuthority | null }

export type Authorities = {
  /** Where the staff whom everybody knows may work; the first, unless they work for another of them already. */
  readonly homes: readonly [SandboxHome, ...SandboxHome[]]
  /** Every desk of every offered regulation. Where none of the known staff sits, somebody is drawn for it. */
  readonly offices: readonly SandboxOffice[]
  /** One more provider, whose clerk must see nothing of the others. */
  readonly other: SandboxAuthority
  /** The organisation with a hall; none where absent. */
  readonly frontOffice?: SandboxAuthority
}

/** Somebody as the register knows them, with all that is needed to be them. */
export type SandboxPerson = RegisterPerson & {
  readonly personId: string
  readonly group: 'applicant' | 'staff'
  /** Who this is, for the page. */
  readonly part: LocalText
  readonly note: LocalText | null
  /** IIN, or the BIN of the firm that the person acts for, or a staff login. */
  readonly login: string
  readonly password: string
  readonly phone: MobileNumber
  readonly email: MailAddress
  readonly organisation: { readonly name: string; readonly bin: BIN } | null
  readonly roles: readonly SignerRole[]
  readonly staff: {
    readonly role: StaffRole
    readonly authority: string
    readonly authorityName: LocalText
    readonly unit: string
    readonly position: LocalText
  } | null
  /** True for the one applicant whom the portal knows from the start. */
  readonly isRegistered: boolean
}

type Sketch = Pick<SandboxPerson, 'personId' | 'part' | 'surname' | 'givenName' | 'patronymic' | 'bornOn'> & {
  readonly sex: Sex
  readonly note?: LocalText
  readonly entrepreneur?: boolean
  readonly firm?: boolean
  readonly roles?: readonly SignerRole[]
  readonly isRegistered?: boolean
  readonly staff?: { readonly role: StaffRole; readonly at: 'provider' | 'interestedBody' | 'other' | 'frontOffice' }
}

const ADDRESS = 'Ақтөбе облысы, Ақтөбе қаласы, Сынақ көшесі'
const REGISTERED_ON: LocalDate = '2009-04-17'
const FIRM_NAME = '«Ақ Дала Сынақ» ЖШС'

const HEAD_ROLES: readonly SignerRole[] = ['legal-entity', 'first-head']

const APPLICANTS: readonly Sketch[] = [
  {
    personId: 'aigerim',
    surname: 'Жұмабаева',
    givenName: 'Әйгерім',
    patronymic: 'Сәкенқызы',
    bornOn: '1985-04-12',
    sex: 'female',
    entrepreneur: true,
    part: texts.republic.applicants.individualEntrepreneur,
  },
  {
    personId: 'daulet',
    surname: 'Серікбаев',
    givenName: 'Дәулет',
    patronymic: 'Қанатұлы',
    bornOn: '1990-09-03',
    sex: 'male',
    part: texts.republic.applicants.individual,
  },
  {
    personId: 'marat',
    surname: 'Қожахметов',
    givenName: 'Марат',
    patronymic: 'Ерланұлы',
    bornOn: '1978-01-25',
    sex: 'male',
    firm: true,
    roles: ['legal-entity', 'first-head'],
    part: texts.republic.applicants.headOfTheFirm,
  },
  {
    personId: 'dinara',
    surname: 'Оспанова',
    givenName: 'Динара',
    patronymic: 'Болатқызы',
    bornOn: '1993-06-30',
    sex: 'female',
    firm: true,
    roles: ['legal-entity', 'employee'],
    part: texts.republic.applicants.employeeOfTheFirm,
    note: texts.republic.applicants.mayNotSignForThe,
  },
  {
    personId: 'saule',
    surname: 'Әбенова',
    givenName: 'Сәуле',
    patronymic: 'Маратқызы',
    bornOn: '1982-11-08',
    sex: 'female',
    entrepreneur: true,
    isRegistered: true,
    part: texts.republic.applicants.individualEntrepreneur,
    note: texts.republic.applicants.registeredOnThePortalAlready,
  },
]

const STAFF: readonly Sketch[] = [
  {
    personId: 'gulnar',
    surname: 'Тілеуова',
    givenName: 'Гүлнар',
    patronymic: 'Асқарқызы',
    bornOn: '1980-02-14',
    sex: 'female',
    staff: { role: 'clerk', at: 'provider' },
    part: texts.republic.staff.clerk,
  },
  {
    personId: 'asqar',
    surname: 'Нұрпейісов',
    givenName: 'Асқар',
    patronymic: 'Жандосұлы',
    bornOn: '1971-12-16',
    sex: 'male',
    roles: HEAD_ROLES,
    staff: { role: 'head', at: 'provider' },
    part: texts.republic.staff.head,
  },
  {
    personId: 'bekzat',
    surname: 'Ермеков',
    givenName: 'Бекзат',
    patronymic: 'Нұрланұлы',
    bornOn: '1988-08-21',
    sex: 'male',
    staff: { role: 'officer', at: 'provider' },
    part: texts.republic.staff.responsibleOfficer,
  },
  {
    personId: 'madina',
    surname: 'Сағындықова',
    givenName: 'Мәдина',
    patronymic: 'Талғатқызы',
    bornOn: '1991-03-05',
    sex: 'female',
    // May act for the head by an order that includes the signature.
    roles: ['legal-entity', 'signatory'],
    staff: { role: 'officer', at: 'provider' },
    part: texts.republic.staff.responsibleOfficerTheSecond,
  },
  {
    personId: 'temir',
    surname: 'Бейсенов',
    givenName: 'Темір',
    patronymic: 'Қайратұлы',
    bornOn: '1986-05-27',
    sex: 'male',
    staff: { role: 'interestedBody', at: 'interestedBody' },
    part: texts.republic.staff.specialistOfTheInterestedBody,
  },
  {
    personId: 'zarina',
    surname: 'Қасенова',
    givenName: 'Зәрина',
    patronymic: 'Ғалымқызы',
    bornOn: '1995-10-11',
    sex: 'female',
    staff: { role: 'clerk', at: 'other' },
    part: texts.republic.staff.clerkOfAnotherAuthority,
    note: texts.republic.staff.mustSeeNothingOfThe,
  },
  {
    personId: 'aliya',
    surname: 'Рахымова',
    givenName: 'Әлия',
    patronymic: 'Бақытқызы',
    bornOn: '1992-07-19',
    sex: 'female',
    staff: { role: 'operator', at: 'frontOffice' },
    part: texts.republic.staff.operator,
    note: texts.republic.staff.signsInAtTheHall,
  },
  {
    personId: 'nurbol',
    surname: 'Смағұлов',
    givenName: 'Нұрбол',
    patronymic: 'Сәбитұлы',
    bornOn: '1987-01-30',
    sex: 'male',
    staff: { role: 'operator', at: 'frontOffice' },
    part: texts.republic.staff.operatorTheSecond,
    note: texts.republic.staff.signsInAtTheHall,
  },
]

export type Republic = { readonly people: readonly SandboxPerson[]; readonly firm: LegalEntity }

const CONTACT_LOGIN = 'contact'
const ADMINISTRATOR_LOGIN = 'administrator'

/** Their authority shows which home the people who were drawn before have. */
const AT_HOME = 'gulnar'

/**
 * Everybody, drawn from the seed: names are fixed, numbers and passwords are this installation's own. `before` are the people of an earlier
 * start, of whatever regulations: nobody of them moves to another authority or goes away, because cases of theirs may be under way; for a
 * desk that is new somebody else is drawn.
 */
export function drawRepublic(draw: Draw, authorities: Authorities, before: readonly SandboxPerson[] = []): Republic {
  const firmBin = drawBin(draw, 'firm', REGISTERED_ON)
  const known = before.find(({ personId }) => personId === AT_HOME)?.staff?.authority
  const home = authorities.homes.find(({ provider }) => provider.id === known) ?? authorities.homes[0]
  const places = { ...home, other: authorities.other, frontOffice: authorities.frontOffice ?? null }
  const named = [...APPLICANTS, ...STAFF].flatMap((sketch) => {
    if (sketch.staff === undefined) return [personOf(draw, sketch, firmBin, null)]
    const { role, at } = sketch.staff
    const kept = keptOffice(before, sketch.personId)
    const authority = kept?.authority ?? places[at]
    if (authority === null) return []
    // The desk that a regulation on offer has for them, else the former one, else one of our own.
    const own = { authority, role, unit: role, position: sketch.part }
    return [personOf(draw, sketch, firmBin, authorities.offices.find((office) => isSameDesk(office, own)) ?? kept ?? own)]
  })
  const free = authorities.offices.filter(
    (office, place, all) =>
      all.findIndex((each) => isSameDesk(each, office)) === place &&
      !named.some(({ staff: at }) => at !== null && isSameDesk({ ...at, authority: { id: at.authority, name: at.authorityName } }, office)),
  )
  const now = [...named, ...free.map((office) => personOf(draw, drawSketch(draw, office), firmBin, office))]
  const people = [...now, ...before.filter(({ personId }) => !now.some((each) => each.personId === personId))]
  const head = people.find((person) => person.personId === 'marat')!
  const firm = {
    bin: firmBin,
    name: FIRM_NAME,
    registeredOn: REGISTERED_ON,
    address: `${ADDRESS}, 7`,
    headIin: head.iin,
    headName: fullName(head),
  }
  return { people, firm }
}

/** Of several bodies under one roof each has its own desk; the units of other roles differ from act to act, the people do not. */
function isSameDesk(one: SandboxOffice, other: SandboxOffice): boolean {
  return one.authority.id === other.authority.id && one.role === other.role && bodyOf(one) === bodyOf(other)
}

/** The unit of a body that is asked and is no authority of its own. */
function bodyOf({ authority, role, unit }: SandboxOffice): string | null {
  return role === 'interestedBody' && unit !== role && unit !== authority.id ? unit : null
}

/** Where they sat at an earlier start. */
function keptOffice(before: readonly SandboxPerson[], personId: string): SandboxOffice | undefined {
  const staff = before.find((person) => person.personId === personId)?.staff
  if (!staff) return undefined
  const { authority: id, authorityName: name, role, unit, position } = staff
  return { authority: { id, name }, role, unit, position }
}

/** Somebody for a desk of any regulation; the id says which desk, so that further regulations change nobody. */
function drawSketch(draw: Draw, office: SandboxOffice): Sketch {
  const { authority, role, position } = office
  const personId = `${authority.id}-${bodyOf(office) ?? role}`.toLowerCase()
  const sex: Sex = draw(`sex ${personId}`, 2) === 0 ? 'female' : 'male'
  const two = (what: string, below: number) => String(draw(`${what} ${personId}`, below) + 1).padStart(2, '0')
  return {
    personId,
    sex,
    part: position,
    ...drawName(draw, personId, sex),
    bornOn: `19${70 + draw(`year ${personId}`, 25)}-${two('month', 12)}-${two('day', 28)}`,
    ...(role === 'head' && { roles: HEAD_ROLES }),
  }
}

function personOf(draw: Draw, sketch: Sketch, firmBin: BIN, office: SandboxOffice | null): SandboxPerson {
  const { personId, surname, givenName, patronymic, bornOn, part } = sketch
  const iin = drawIin(draw, personId, bornOn, sketch.sex)
  const staff = office && {
    role: office.role,
    authority: office.authority.id,
    authorityName: office.authority.name,
    unit: office.unit,
    position: office.position,
  }
  const employer = office && {
    name: office.authority.name.kk,
    bin: drawBin(draw, `authority ${sketch.staff?.at ?? office.authority.id}`, '2005-01-10'),
  }
  const organisation = sketch.firm ? { name: FIRM_NAME, bin: firmBin } : employer
  return {
    personId,
    group: staff ? 'staff' : 'applicant',
    part,
    note: sketch.note ?? null,
    iin,
    surname,
    givenName,
    patronymic,
    bornOn,
    address: `${ADDRESS}, ${draw(`house ${personId}`, 120) + 1}`,
    entrepreneur: sketch.entrepreneur ?? false,
    login: staff ? personId : sketch.firm && personId === 'marat' ? firmBin : iin,
    password: drawPassword(draw, personId),
    phone: drawPhone(draw, personId),
    email: orFault(parseMailAddress(`${personId}@sandbox.example`)),
    organisation,
    roles: sketch.roles ?? (staff ? ['legal-entity', 'employee'] : ['individual']),
    staff,
    isRegistered: sketch.isRegistered ?? false,
  }
}

/** Who answers calls in the fictional republic. They sign nothing, so they have no key. */
/** Somebody who answers calls, or who administers: an account with a name and no part in any case. */
export type ContactOperator = {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly phone: MobileNumber
  readonly email: MailAddress
}

export function drawContactOperator(draw: Draw): ContactOperator {
  return drawAccount(draw, CONTACT_LOGIN, 'Мұратова Ләззат Бақытқызы')
}

/** Who administers the installation. */
export function drawAdministrator(draw: Draw): ContactOperator {
  return drawAccount(draw, ADMINISTRATOR_LOGIN, 'Ержанов Тимур Серікұлы')
}

function drawAccount(draw: Draw, login: string, name: string): ContactOperator {
  return {
    login,
    password: drawPassword(draw, login),
    name,
    phone: drawPhone(draw, login),
    email: orFault(parseMailAddress(`${login}@sandbox.example`)),
  }
}

export function fullName(person: Pick<SandboxPerson, 'surname' | 'givenName' | 'patronymic'>): Name {
  return orFault(parseName(`${person.surname} ${person.givenName} ${person.patronymic}`))
}
