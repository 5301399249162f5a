import type { BIN, IIN, LocalDate, LocalText } from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import type { LegalEntity, Person } from '@ruqsat/registers/contract'
import type { SignerRole } from '@ruqsat/trust/contract'
import { local } from '@ruqsat/web'
import { type Draw, drawBin, drawIin, drawPassword, drawPhone, type Sex } from './numbers.ts'

/** An authority as the sandbox's staff belong to it. `units` are the ids of the regulation's units, by role. */
export type SandboxAuthority = {
  readonly id: string
  readonly name: LocalText
  readonly units?: Partial<Readonly<Record<StaffRole, string>>>
}

export type Authorities = {
  readonly provider: SandboxAuthority
  readonly interestedBody: SandboxAuthority
  /** A second provider, whose clerk must see nothing of the first. */
  readonly other: SandboxAuthority
}

export type SandboxPerson = {
  readonly personId: string
  readonly group: 'applicant' | 'staff'
  /** Who this is, for the page. */
  readonly part: LocalText
  readonly note: LocalText | null
  readonly iin: IIN
  readonly surname: string
  readonly givenName: string
  readonly patronymic: string
  readonly bornOn: LocalDate
  readonly address: string
  readonly entrepreneur: boolean
  /** IIN, or the BIN of the firm that the person acts for, or a staff login. */
  readonly login: string
  readonly password: string
  readonly phone: string
  readonly email: string
  readonly organisation: { readonly name: string; readonly bin: BIN } | null
  readonly roles: readonly SignerRole[]
  readonly staff: { readonly role: StaffRole; readonly authority: string; readonly unit: string } | null
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
  readonly staff?: { readonly role: StaffRole; readonly at: keyof Authorities }
}

const ADDRESS = 'Ақтөбе облысы, Ақтөбе қаласы, Сынақ көшесі'
const REGISTERED_ON: LocalDate = '2009-04-17'
const FIRM_NAME = '«Ақ Дала Сынақ» ЖШС'

const APPLICANTS: readonly Sketch[] = [
  {
    personId: 'aigerim',
    surname: 'Жұмабаева',
    givenName: 'Әйгерім',
    patronymic: 'Сәкенқызы',
    bornOn: '1985-04-12',
    sex: 'female',
    entrepreneur: true,
    part: local('Жеке кәсіпкер', 'Индивидуальный предприниматель', 'Individual entrepreneur'),
  },
  {
    personId: 'daulet',
    surname: 'Серікбаев',
    givenName: 'Дәулет',
    patronymic: 'Қанатұлы',
    bornOn: '1990-09-03',
    sex: 'male',
    part: local('Жеке тұлға', 'Физическое лицо', 'Individual'),
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
    part: local('Фирма басшысы', 'Руководитель фирмы', 'Head of the firm'),
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
    part: local('Фирма қызметкері', 'Сотрудник фирмы', 'Employee of the firm'),
    note: local(
      'Фирма атынан қол қоюға құқығы жоқ: қолтаңбасы қабылданбауға тиіс.',
      'Не имеет права подписи от фирмы: её подпись должна быть отклонена.',
      'May not sign for the firm: her signature has to be refused.',
    ),
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
    part: local('Жеке кәсіпкер', 'Индивидуальный предприниматель', 'Individual entrepreneur'),
    note: local(
      'Порталда тіркелген: бірден кіруге болады.',
      'Уже зарегистрирована на портале: можно сразу войти.',
      'Registered on the portal already: can sign in at once.',
    ),
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
    part: local('Кеңсе маманы', 'Специалист канцелярии', 'Clerk'),
  },
  {
    personId: 'asqar',
    surname: 'Нұрпейісов',
    givenName: 'Асқар',
    patronymic: 'Жандосұлы',
    bornOn: '1971-12-16',
    sex: 'male',
    roles: ['legal-entity', 'first-head'],
    staff: { role: 'head', at: 'provider' },
    part: local('Басшы', 'Руководитель', 'Head'),
  },
  {
    personId: 'bekzat',
    surname: 'Ермеков',
    givenName: 'Бекзат',
    patronymic: 'Нұрланұлы',
    bornOn: '1988-08-21',
    sex: 'male',
    staff: { role: 'officer', at: 'provider' },
    part: local('Жауапты орындаушы', 'Ответственный исполнитель', 'Responsible officer'),
  },
  {
    personId: 'madina',
    surname: 'Сағындықова',
    givenName: 'Мәдина',
    patronymic: 'Талғатқызы',
    bornOn: '1991-03-05',
    sex: 'female',
    staff: { role: 'officer', at: 'provider' },
    part: local('Жауапты орындаушы (екінші)', 'Ответственный исполнитель (второй)', 'Responsible officer (the second)'),
  },
  {
    personId: 'temir',
    surname: 'Бейсенов',
    givenName: 'Темір',
    patronymic: 'Қайратұлы',
    bornOn: '1986-05-27',
    sex: 'male',
    staff: { role: 'interestedBody', at: 'interestedBody' },
    part: local('Мүдделі органның маманы', 'Специалист заинтересованного органа', 'Specialist of the interested body'),
  },
  {
    personId: 'zarina',
    surname: 'Қасенова',
    givenName: 'Зәрина',
    patronymic: 'Ғалымқызы',
    bornOn: '1995-10-11',
    sex: 'female',
    staff: { role: 'clerk', at: 'other' },
    part: local('Басқа органның кеңсе маманы', 'Специалист канцелярии другого органа', 'Clerk of another authority'),
    note: local(
      'Бірінші органның істерін көрмеуге тиіс.',
      'Не должна видеть дела первого органа.',
      'Must see nothing of the first authority’s cases.',
    ),
  },
]

export type Republic = { readonly people: readonly SandboxPerson[]; readonly firm: LegalEntity }

/** Everybody, drawn from the seed: names are fixed, numbers and passwords are this installation's own. */
export function drawRepublic(draw: Draw, authorities: Authorities): Republic {
  const firmBin = drawBin(draw, 'firm', REGISTERED_ON)
  const people = [...APPLICANTS, ...STAFF].map((sketch) => personOf(draw, sketch, firmBin, authorities))
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

function personOf(draw: Draw, sketch: Sketch, firmBin: BIN, authorities: Authorities): SandboxPerson {
  const { personId, surname, givenName, patronymic, bornOn, part } = sketch
  const iin = drawIin(draw, personId, bornOn, sketch.sex)
  const authority = sketch.staff && authorities[sketch.staff.at]
  const staff =
    sketch.staff && authority
      ? { role: sketch.staff.role, authority: authority.id, unit: authority.units?.[sketch.staff.role] ?? sketch.staff.role }
      : null
  const organisation = sketch.firm
    ? { name: FIRM_NAME, bin: firmBin }
    : authority && sketch.staff
      ? { name: authority.name.kk, bin: drawBin(draw, `authority ${sketch.staff.at}`, '2005-01-10') }
      : null
  return {
    ...{ personId, group: staff ? 'staff' : 'applicant', part, note: sketch.note ?? null, iin, surname, givenName, patronymic, bornOn },
    ...{ address: `${ADDRESS}, ${draw(`house ${personId}`, 120) + 1}`, entrepreneur: sketch.entrepreneur ?? false },
    ...{
      login: staff ? personId : sketch.firm && personId === 'marat' ? firmBin : iin,
      password: drawPassword(draw, personId),
      phone: drawPhone(draw, personId),
    },
    ...{
      email: `${personId}@sandbox.example`,
      organisation,
      roles: sketch.roles ?? (staff ? ['legal-entity', 'employee'] : ['individual']),
      staff,
    },
    isRegistered: sketch.isRegistered ?? false,
  }
}

export function fullName(person: Pick<SandboxPerson, 'surname' | 'givenName' | 'patronymic'>): string {
  return `${person.surname} ${person.givenName} ${person.patronymic}`
}

export function registerRow(person: SandboxPerson): Person {
  const { iin, surname, givenName, patronymic, bornOn, address, entrepreneur } = person
  return { iin, surname, givenName, patronymic, bornOn, address, entrepreneur }
}
