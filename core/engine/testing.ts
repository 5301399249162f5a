// A made-up act for tests: a republic that licenses the flying of kites. Nothing in it comes from a real regulation.
import { createHash } from 'node:crypto'
import type { Calendar, Duration, MciTable, OfficeHours, ZoneRules } from '@ruqsat/clock'
import { canonicalJson, type LocalText, type Source } from '@ruqsat/foundation'
import type { Action, ClockTables, Edition, Procedure, Regulation, ResultDocument, Results, Step, Unit, Variant, View } from '@ruqsat/law'
import type { DecideContext, Opening } from './model.ts'
import {
  LENGTHENING,
  ASKED_ROWS,
  ASKED_WIDE_ROWS,
  HEARD_ROWS,
  heardInPersonRows,
  COMPLAINS,
  MUTE_ROWS,
  type KiteRow,
  STEP_IDS,
  PASSED_OVER,
} from './testing-rows.ts'
import { trialRows } from './testing-trial.ts'

export * from './testing-staff.ts'

const source = (item: string): Source => ({ act: 'kites', item, certainty: 'stated' })
export const kiteSource = (step: string): Source => source(`5 ${STEP_IDS.indexOf(step) + 1})`)
const text = (en: string): LocalText => ({ kk: `${en} (kk)`, ru: `${en} (ru)`, en })

export const KITE_CALENDAR: Calendar = {
  kind: 'calendar',
  id: 'plain',
  version: '1',
  title: text('Plain calendar'),
  firstYear: 2020,
  lastYear: 2030,
  weekend: [6, 7],
  shiftSource: source('12'),
  weekendSource: source('12'),
  holidays: [],
  movedDays: [],
}

const ZONE: ZoneRules = {
  kind: 'zone',
  id: 'kite-town',
  title: text('Kite Town'),
  rules: [{ fromInstant: '2020-01-01T00:00:00.000Z', offsetMinutes: 300, source: source('13') }],
}
const HOURS: OfficeHours = {
  kind: 'officeHours',
  id: 'kite-office',
  title: text('Kite office'),
  source: source('14'),
  days: [{ weekdays: [1, 2, 3, 4, 5], opens: '09:00', closes: '18:30', breaks: [{ from: '13:00', to: '14:30' }] }],
}
const MCI: MciTable = {
  kind: 'mciTable',
  id: 'mci',
  version: '1',
  rows: [{ from: '2020-01-01', tiyn: 100_000, source: source('15') }],
  lastDay: '2030-12-31',
}

export const KITE_TABLES: ClockTables = { calendars: { 'plain@1': KITE_CALENDAR }, zones: { 'kite-town': ZONE }, mci: MCI }

const unit = (id: string, kind: Unit['kind'], role: Unit['role']): Unit => ({
  id,
  name: text(id),
  kind,
  role,
  listedAs: null,
  system: null,
  source: source('6'),
})
const UNITS = [
  unit('chancery', 'provider', 'clerk'),
  unit('leadership', 'provider', 'head'),
  unit('air-section', 'provider', 'officer'),
  unit('wind-watch', 'outside', 'interestedBody'),
  unit('bird-watch', 'provider', 'interestedBody'),
  unit('applicant', 'applicant', null),
  unit('portal', 'system', null),
]

const to = (id: string): Step['next'] => [{ to: id }]

function step({ id, unit: unitId, action, next, time, returnTo, shape, ...parallel }: KiteRow): Step {
  const duration: Duration | null = time ? { amount: time[0], unit: time[1] } : null
  return {
    id,
    shape: shape ?? 'process',
    unit: unitId,
    action,
    name: text(`${id} ${action}`),
    completion: text(`${id} done`),
    time: duration && { duration, source: kiteSource(id) },
    next,
    ...(returnTo !== undefined && { returnTo }),
    ...parallel,
    source: kiteSource(id),
  }
}

const procedure = (id: string, rows: readonly KiteRow[]): Procedure => ({ id, steps: rows.map(step), source: source('5') })

const LONG = procedure('P-LONG', [
  { id: 'L1', unit: 'chancery', action: 'accept', time: [30, 'minutes'], next: to('L2') },
  { id: 'L2', unit: 'leadership', action: 'assign', time: [1, 'workingDays'], next: to('L3') },
  { id: 'L3', unit: 'air-section', action: 'examine', time: [2, 'workingDays'], next: [{ when: 'incomplete', to: 'L6' }, { to: 'L4' }] },
  { id: 'L4', unit: 'wind-watch', action: 'approve', time: [5, 'workingDays'], next: to('L5') },
  { id: 'L5', unit: 'air-section', action: 'conclude', time: [1, 'workingDays'], next: to('L6') },
  { id: 'L6', unit: 'leadership', action: 'signResult', time: [1, 'workingDays'], next: to('L7'), returnTo: 'L5' },
  { id: 'L7', unit: 'chancery', action: 'handOver', time: [30, 'minutes'], next: to('end') },
])
/** The examination may be extended, and the whole with it. */
const LENGTHENED = { ...LONG, steps: LONG.steps.map((each) => (each.id === 'L3' ? { ...each, extension: LENGTHENING } : each)) }
const COMPLAINING = { ...LONG, steps: LONG.steps.map((each) => ({ ...each, ...PASSED_OVER[each.id] })) }
const SHORT = procedure('P-SHORT', [
  { id: 'S1', unit: 'chancery', action: 'accept', time: [30, 'minutes'], next: to('S2') },
  { id: 'S2', unit: 'leadership', action: 'assign', time: [4, 'hours'], next: to('S3') },
  { id: 'S3', unit: 'air-section', action: 'examine', time: [1, 'workingDays'], next: to('S4') },
  { id: 'S4', unit: 'leadership', action: 'signResult', time: [4, 'hours'], next: to('end'), returnTo: 'S3' },
])
const SILENT = procedure('P-SILENT', [
  { id: 'T1', unit: 'leadership', action: 'assign', next: to('T2') },
  { id: 'T2', unit: 'air-section', action: 'examine', time: [1, 'workingDays'], next: to('T3') },
  { id: 'T3', unit: 'wind-watch', action: 'approve', time: [1, 'hours'], next: [{ when: 'late', to: 'T4' }, { to: 'T4' }] },
  { id: 'T4', unit: 'leadership', action: 'signResult', time: [4, 'hours'], next: to('end') },
])
const STRICT = procedure('P-STRICT', [
  { id: 'E1', unit: 'leadership', action: 'assign', time: [2, 'hours'], next: to('E2') },
  {
    id: 'E2',
    unit: 'air-section',
    action: 'examine',
    time: [7, 'workingDays'],
    next: [
      { when: 'incomplete', within: { duration: { amount: 1, unit: 'workingDays' }, source: source('3 1)') }, to: 'E3' },
      { to: 'E3' },
    ],
  },
  { id: 'E3', unit: 'leadership', action: 'signResult', time: [4, 'hours'], next: to('end'), returnTo: 'E2' },
])
/** Two bodies and the officer at once; the wind watch must be heard, the officer's own trial too, the birds may speak until then. */
const WIDE = (id: string, waitsFor?: readonly string[]) =>
  procedure(id, [
    { id: 'W1', unit: 'leadership', action: 'assign', time: [1, 'workingDays'], next: to('W2') },
    {
      id: 'W2',
      unit: 'air-section',
      action: 'examine',
      time: [1, 'workingDays'],
      next: [{ to: 'W3' }, { to: 'W4' }, { to: 'W5' }, { when: 'incomplete', to: 'W8' }],
      splits: true,
    },
    { id: 'W3', unit: 'wind-watch', action: 'approve', time: [5, 'workingDays'], next: to('W6'), returnTo: 'W2' },
    { id: 'W4', unit: 'bird-watch', action: 'approve', time: [2, 'workingDays'], next: to('W6') },
    { id: 'W5', unit: 'air-section', action: 'examine', time: [3, 'workingDays'], next: to('W6') },
    {
      id: 'W6',
      unit: 'air-section',
      action: 'conclude',
      time: [1, 'workingDays'],
      next: to('W8'),
      joins: true,
      ...(waitsFor && { waitsFor }),
    },
    { id: 'W8', unit: 'leadership', action: 'signResult', time: [4, 'hours'], next: to('end'), returnTo: 'W5' },
  ])

const MUTE = procedure('P-MUTE', MUTE_ROWS)
/** The clerk may not accept, the officer may return the request to the applicant. */
const ASKED = procedure('P-ASKED', ASKED_ROWS)
const ASKED_WIDE = procedure('P-ASKED-WIDE', ASKED_WIDE_ROWS)

const HEARD_IN_PERSON = procedure('P-HEARD-IN-PERSON', heardInPersonRows(text))

const TRIAL = procedure('P-TRIAL', trialRows(source('5'), text))

const viewRow = (id: string, action: Action, next: Step['next'], shape?: Step['shape']): KiteRow => ({
  id,
  unit: 'portal',
  action,
  next,
  ...(shape && { shape }),
})
const PORTAL: View = {
  id: 'portal',
  name: text('Portal'),
  offered: true,
  source: source('8'),
  steps: [
    viewRow('A3', 'fill', to('A4')),
    viewRow('A4', 'pay', to('A8')),
    viewRow('A8', 'sign', to('A9')),
    viewRow('A9', 'registerRequest', to('AC4')),
    viewRow(
      'AC4',
      'checkRequirements',
      [
        { when: 'yes', to: 'A11' },
        { when: 'no', to: 'A10' },
      ],
      'condition',
    ),
    viewRow('A10', 'noticeRefused', to('end')),
    viewRow('A11', 'receiveResult', to('end')),
  ].map(step),
}

/** What the leadership opens by itself: nobody applies, pays or signs. */
const OFFICE: View = {
  ...PORTAL,
  id: 'office',
  name: text('Opened by the office'),
  steps: [{ ...viewRow('O1', 'fill', to('A9')), unit: 'leadership' }]
    .map(step)
    .concat(PORTAL.steps.slice(PORTAL.steps.findIndex(({ action }) => action === 'registerRequest'))),
}

const document = <Kind extends ResultDocument['kind']>(kind: Kind, template: string) => ({
  kind,
  title: text(kind),
  template,
  labels: {},
  source: source('3'),
})
const RESULTS: Results = {
  grant: { ...document('licence', 'licence.typ'), registerLetters: 'KTE', licensedActivity: text('Flying of kites') },
  refuse: document('reasonedRefusal', 'refusal.typ'),
}
const EXTENSION: Results['grant'] = {
  ...RESULTS.grant,
  does: 'extends',
  earlier: { field: 'colour', source: source('3') },
  validity: { from: 'earlierEnd', lasts: { amount: 1, unit: 'years' }, source: source('3') },
}

const NOTICE_OF_END: Results['grant'] = {
  ...RESULTS.grant,
  kind: 'notice',
  does: 'ends',
  earlier: { field: 'colour', source: source('3') },
}

function variant(id: string, procedureOfVariant: Procedure, term: Duration | null): Variant {
  return {
    id,
    name: text(`Licence to fly a kite: ${id}`),
    summary: text(`What one needs: ${id}`),
    offered: true,
    term: term && { duration: term, source: source('4') },
    fee: { mciRate: 2, name: text('Fee'), returnRule: text('Not returned'), source: source('9') },
    requirements: [{ id: 'string', text: text('The string is strong'), source: source('2') }],
    documents: [{ id: 'sketch', name: text('Sketch of the kite'), required: true, source: source('9') }],
    form: {
      id: 'kite-form',
      sections: [
        {
          id: 'kite',
          title: text('Kite'),
          fields: [{ id: 'colour', label: text('Colour'), required: true, type: { kind: 'text', maxLength: 40 }, source: source('9') }],
        },
      ],
      statements: [{ id: 'truth', text: text('All this is true'), source: source('9') }],
      source: source('9'),
    },
    grounds: [
      { id: 'weak-string', text: text('The string is weak'), remedy: text('Use a stronger string'), source: source('10') },
      { id: 'near-airfield', text: text('Too near an airfield'), remedy: text('Choose another field'), source: source('10') },
    ],
    results: RESULTS,
    views: [PORTAL],
    procedure: procedureOfVariant,
  }
}

const TEN_DAYS: Duration = { unit: 'workingDays', amount: 10 }
const REVOKE: Variant = {
  ...variant('revoke', LONG, null),
  fee: null,
  documents: [],
  views: [OFFICE],
  proceedings: {
    grounds: [{ id: 'tangled', text: text('Its string is tangled again and again'), source: source('12') }],
    source: source('12'),
  },
  results: { ...RESULTS, grant: NOTICE_OF_END },
}

const GRIEVANCE: Variant = {
  ...variant('grievance', COMPLAINING, TEN_DAYS),
  fee: null,
  complains: COMPLAINS,
}

const REGULATION: Regulation = {
  kind: 'regulation',
  id: 'kites',
  act: {
    title: text('On the flying of kites'),
    number: '1',
    adoptedOn: '2024-01-10',
    registeredOn: 'unknown',
    registrationNumber: 'unknown',
    publishedOn: 'unknown',
    entryIntoForce: text('At once'),
    force: { rule: 'unknown', days: null, notBefore: 'unknown', notAfter: 'unknown', source: source('1') },
    history: [],
    textSha256: '0'.repeat(64),
    gaps: [],
    annexes: [],
    nature: null,
    unitList: null,
    stated: [],
    lists: [],
    duties: [],
    conditions: [],
    legend: null,
    source: source('1'),
  },
  service: text('Licence to fly a kite'),
  summary: text('For those who fly'),
  authority: {
    id: 'kite-office',
    name: text('Kite Office'),
    address: text('1 Wind Street'),
    phone: '+7 700 000 00 00',
    zone: 'kite-town',
    officeHours: HOURS,
    officeHoursSource: source('14'),
    calendar: 'plain@1',
    source: source('1'),
  },
  items: [{ item: '1..15' }, { item: '3 1)' }, { item: `5 1)..${STEP_IDS.length})` }],
  laws: [],
  units: UNITS,
  abbreviations: [],
  applicants: [
    { kind: 'individual', source: source('2') },
    { kind: 'legalEntity', source: source('2') },
  ],
  host: 'licensing',
  conventions: [],
  complaint: { place: text('Court of winds'), term: text('Three months'), source: source('11') },
  variants: [
    variant('issue', LONG, null),
    variant('reissue', SHORT, { unit: 'workingDays', amount: 3 }),
    variant('silent', SILENT, { unit: 'workingDays', amount: 5 }),
    variant('strict', STRICT, null),
    variant('lengthened', LENGTHENED, TEN_DAYS),
    variant('wide', WIDE('P-WIDE'), null),
    variant('some', WIDE('P-SOME', ['W3']), null),
    variant('mute', MUTE, null),
    {
      ...variant('asked', ASKED, { unit: 'workingDays', amount: 10 }),
      nonAcceptance: {
        title: text('Not accepted'),
        grounds: [{ id: 'wrong-office', text: text('Another office'), remedy: text('Go there'), source: source('10') }],
        source: source('10'),
      },
    },
    variant('asked-wide', ASKED_WIDE, null),
    variant('heard', procedure('P-HEARD', HEARD_ROWS), null),
    {
      ...variant('kept', ASKED, null),
      withdrawal: { until: 'L5', source: source('10') },
      nonAcceptance: { title: text('Not accepted'), grounds: [], source: source('10') },
    },
    variant('heard-in-person', HEARD_IN_PERSON, null),
    variant('trial', TRIAL, null),
    { ...variant('extend', LONG, null), results: { ...RESULTS, grant: EXTENSION } },
    { ...variant('deemed-grant', MUTE, TEN_DAYS), silence: { means: 'grant', to: 'W8', source: source('10') } },
    { ...variant('deemed-refusal', ASKED, TEN_DAYS), silence: { means: 'refusal', ground: 'weak-string', to: 'L5', source: source('10') } },
    {
      ...variant('heard-or-deemed', procedure('P-HEARD', HEARD_ROWS), TEN_DAYS),
      silence: { means: 'refusal', ground: 'weak-string', to: 'L6', source: source('10') },
    },
    REVOKE,
    { ...REVOKE, id: 'revoke-heard', procedure: HEARD_IN_PERSON },
    GRIEVANCE,
  ],
  channels: [
    { id: 'portal', kind: 'electronic' },
    { id: 'office', kind: 'office' },
  ],
  transcripts: [],
  templates: [],
  readings: [],
}

export function editionOf(regulation: Regulation): Edition {
  return { regulation, hash: createHash('sha256').update(canonicalJson(regulation)).digest('hex') }
}

export const KITE_EDITION: Edition = editionOf(REGULATION)
export const KITE_CONTEXT: DecideContext = { edition: KITE_EDITION, tables: KITE_TABLES }

/** A decree that takes the Wednesday of kite week off: another version of the calendar, from that day's midnight. */
const WIND_DAY: Calendar = {
  ...KITE_CALENDAR,
  version: '2',
  holidays: [
    {
      id: 'wind',
      name: text('Wind day'),
      days: [],
      dates: [{ date: '2025-03-05', source: source('decree') }],
      shifts: false,
      source: source('decree'),
    },
  ],
  replaces: { version: '1', from: '2025-03-05', source: { act: 'decree', item: '1', certainty: 'stated' } },
}
export const KITE_DECREE: DecideContext = {
  edition: KITE_EDITION,
  tables: { ...KITE_TABLES, calendars: { ...KITE_TABLES.calendars, 'plain@2': WIND_DAY } },
}

/** An installation that reminds the holder four hours before the due date, and who is above the head two working days after it. */
export const KITE_REMINDED: DecideContext = {
  edition: KITE_EDITION,
  tables: KITE_TABLES,
  reminders: [
    { id: 'holder-4h', to: 'holder', before: { amount: 4, unit: 'hours' } },
    { id: 'superior+2d', to: 'superior', after: { amount: 2, unit: 'workingDays' } },
  ],
}

export function kiteOpening(overrides: Partial<Opening> = {}): Opening {
  return {
    caseId: '11111111-1111-4111-8111-111111111111',
    authority: 'kite-office',
    regulation: 'kites',
    editionHash: KITE_EDITION.hash,
    variant: 'issue',
    view: 'portal',
    requestNumber: 'KO-2025-000001',
    applicantRef: 'a'.repeat(64),
    applicantKind: 'individual',
    requestSha256: 'b'.repeat(64),
    signatureSha256: 'c'.repeat(64),
    payment: null,
    ...overrides,
  }
}
