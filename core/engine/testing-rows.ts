// Rows of the made-up act in which bodies are silent, the applicant is asked, may take the request back, or is refused at the door.
import type { DurationUnit } from '@ruqsat/clock'
import { inAll, type LocalText, type Source } from '@ruqsat/foundation'
import type { Complains, Step, WritingField } from '@ruqsat/law'

/** Point 5 has a subparagraph for each step. */
export const STEP_IDS = [
  'A3',
  'A4',
  'A8',
  'A9',
  'A10',
  'A11',
  'AC4',
  'L1',
  'L2',
  'L3',
  'L4',
  'L5',
  'L6',
  'L7',
  'T1',
  'T2',
  'T3',
  'T4',
  'E1',
  'E2',
  'E3',
  'W1',
  'W2',
  'W3',
  'W4',
  'W5',
  'W6',
  'W7',
  'W8',
  'V1',
  'V2',
  'V3',
  'V4',
  'V5',
  'V6',
  'V7',
]

export type KiteRow = Pick<Step, 'id' | 'unit' | 'action' | 'next'> & {
  readonly time?: readonly [number, DurationUnit]
  readonly returnTo?: string
  readonly shape?: Step['shape']
} & Pick<Step, 'splits' | 'joins' | 'waitsFor' | 'silence' | 'objection' | 'hearing' | 'writing'>

const source = (item: string): Source => ({ act: 'kites', item, certainty: 'stated' })
const to = (id: string): Step['next'] => [{ to: id }]

/** Where nobody is left who is not complained of: the head comes after the registry, and the air section after the head. */
export const PASSED_OVER: Readonly<Record<string, Pick<Step, 'barred'>>> = {
  L1: { barred: { to: 'L2', source: source('11') } },
  L2: { barred: { to: 'L3', source: source('11') } },
  L7: { barred: { to: 'end', source: source('11') } },
}

/** What of a kite's request may be complained of. */
export const COMPLAINS: Complains = {
  field: 'colour',
  of: [
    { what: 'refusal', does: 'reopens', source: source('11') },
    { what: 'nonAcceptance', does: 'reopens', source: source('11') },
    { what: 'lateness', does: 'orders', source: source('11') },
  ],
  within: { months: 3, reason: 'colour', source: source('11') },
  officials: { source: source('11') },
  source: source('11'),
}

export const LENGTHENING: NonNullable<Step['extension']> = {
  most: { amount: 5, unit: 'workingDays' },
  grounds: [{ id: 'storm', text: inAll(() => 'A storm') }],
  source: source('10'),
}

/** The silence of the wind watch is consent, that of the bird watch an objection, and what the birds' watch objects binds. */
export const MUTE_ROWS: readonly KiteRow[] = [
  { id: 'W1', unit: 'leadership', action: 'assign', time: [1, 'workingDays'], next: to('W2') },
  { id: 'W2', unit: 'air-section', action: 'examine', time: [1, 'workingDays'], next: [{ to: 'W3' }, { to: 'W4' }], splits: true },
  {
    id: 'W3',
    unit: 'wind-watch',
    action: 'approve',
    time: [2, 'workingDays'],
    next: to('W6'),
    silence: { means: 'consent', source: source('3 1)') },
  },
  {
    id: 'W4',
    unit: 'bird-watch',
    action: 'approve',
    time: [3, 'workingDays'],
    next: to('W6'),
    silence: { means: 'objection', source: source('10') },
    objection: { effect: 'binds', ground: 'near-airfield', source: source('10') },
  },
  { id: 'W6', unit: 'air-section', action: 'conclude', time: [1, 'workingDays'], next: to('W8'), joins: true },
  { id: 'W8', unit: 'leadership', action: 'signResult', time: [4, 'hours'], next: to('end'), returnTo: 'W6' },
]

const correction = (rounds?: number): NonNullable<Step['next'][number]['correction']> => ({
  duration: { amount: 5, unit: 'workingDays' },
  ground: 'weak-string',
  ...(rounds !== undefined && { rounds }),
  source: source('3 1)'),
})
/** The clerk may not accept, the officer may return the request to the applicant. */
export const ASKED_ROWS: readonly KiteRow[] = [
  {
    id: 'L1',
    unit: 'chancery',
    action: 'accept',
    time: [1, 'workingDays'],
    next: [{ when: 'notAccepted', within: { duration: { amount: 2, unit: 'hours' }, source: source('3 1)') }, to: 'end' }, { to: 'L2' }],
  },
  { id: 'L2', unit: 'leadership', action: 'assign', time: [1, 'workingDays'], next: to('L3') },
  {
    id: 'L3',
    unit: 'air-section',
    action: 'examine',
    time: [2, 'workingDays'],
    next: [
      {
        when: 'correction',
        within: { duration: { amount: 1, unit: 'workingDays' }, source: source('3 1)') },
        correction: correction(),
        to: 'L3',
      },
      { when: 'uncorrected', to: 'L5' },
      { to: 'L5' },
    ],
  },
  { id: 'L5', unit: 'air-section', action: 'conclude', time: [1, 'workingDays'], next: to('L6') },
  { id: 'L6', unit: 'leadership', action: 'signResult', time: [1, 'workingDays'], next: to('end'), returnTo: 'L3' },
]
/** The officer may ask the applicant while a body is asked; the step at which they meet waits for the body alone. */
export const ASKED_WIDE_ROWS: readonly KiteRow[] = [
  { id: 'W1', unit: 'leadership', action: 'assign', time: [1, 'workingDays'], next: to('W2') },
  { id: 'W2', unit: 'air-section', action: 'examine', time: [1, 'workingDays'], next: [{ to: 'W3' }, { to: 'W5' }], splits: true },
  { id: 'W3', unit: 'wind-watch', action: 'approve', time: [5, 'workingDays'], next: to('W6') },
  {
    id: 'W5',
    unit: 'air-section',
    action: 'examine',
    time: [3, 'workingDays'],
    next: [{ when: 'correction', correction: correction(2), to: 'W5' }, { when: 'uncorrected', to: 'W6' }, { to: 'W6' }],
  },
  { id: 'W6', unit: 'air-section', action: 'conclude', time: [1, 'workingDays'], next: to('W8'), joins: true, waitsFor: ['W3'] },
  { id: 'W8', unit: 'leadership', action: 'signResult', time: [4, 'hours'], next: to('end') },
]
/** The officer's refusal is put to the applicant before it goes to the head. */
export const HEARD_ROWS: readonly KiteRow[] = [
  { id: 'L2', unit: 'leadership', action: 'assign', time: [1, 'workingDays'], next: to('L3') },
  {
    id: 'L3',
    unit: 'air-section',
    action: 'examine',
    time: [2, 'workingDays'],
    hearing: { duration: { amount: 2, unit: 'workingDays' }, source: source('10') },
    next: to('L6'),
  },
  { id: 'L6', unit: 'leadership', action: 'signResult', time: [1, 'workingDays'], next: to('end') },
]

/** The same, and who is heard may ask to be heard in person: invited, met, with signed minutes, and the draft is weighed again. */
export function heardInPersonRows(text: (words: string) => LocalText): readonly KiteRow[] {
  const asked = (id: string): WritingField => ({
    id,
    label: text(id),
    required: true,
    type: { kind: 'text', maxLength: 40 },
    source: source('10'),
  })
  return HEARD_ROWS.flatMap((row): readonly KiteRow[] =>
    row.id !== 'L3'
      ? [row]
      : [
          { ...row, next: [{ when: 'oral', to: 'V1' }, ...row.next] },
          {
            id: 'V1',
            unit: 'air-section',
            action: 'send',
            time: [1, 'workingDays'],
            next: to('V2'),
            writing: { fields: [asked('place')], files: [] },
          },
          {
            id: 'V2',
            unit: 'air-section',
            action: 'record',
            time: [2, 'workingDays'],
            next: to('L3'),
            writing: {
              fields: [asked('said')],
              files: [],
              paper: { title: text('Minutes'), template: 'minutes.typ', labels: {}, signed: true, source: source('10') },
            },
          },
        ],
  )
}
