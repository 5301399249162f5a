// A variant of the made-up act that has all that a procedure can have: refusal to accept, correction, branches with bodies whose silence and
// objection count, a visit with signed minutes, an outcome that is to be given in time, a hearing, withdrawal, silence of the provider.
import type { Duration, DurationUnit } from '@ruqsat/clock'
import type { Edition, Next, Procedure, Step, Variant } from '@ruqsat/law'
import { editionOf, KITE_EDITION, kiteSource } from '../testing.ts'

const { regulation } = KITE_EDITION
const source = kiteSource('L1')
const text = regulation.service
const lasting = (amount: number, unit: DurationUnit = 'workingDays'): Duration => ({ amount, unit })

function step(id: string, unit: string, action: Step['action'], time: Duration, next: readonly Next[], more: Partial<Step> = {}): Step {
  const shape = 'process'
  return {
    id,
    shape,
    unit,
    action,
    name: text,
    completion: text,
    time: { duration: time, source },
    next: next as Step['next'],
    source,
    ...more,
  }
}

const correction = { duration: lasting(3), ground: 'weak-string', rounds: 2, source }
const asks = (to: string, uncorrected: string): readonly Next[] => [
  { when: 'correction', within: { duration: lasting(1), source }, correction, to },
  { when: 'uncorrected', to: uncorrected },
]

const STEPS: readonly Step[] = [
  step('X1', 'chancery', 'accept', lasting(4, 'hours'), [
    { when: 'notAccepted', within: { duration: lasting(2, 'hours'), source }, to: 'end' },
    ...asks('X1', 'X9'),
    { to: 'X2' },
  ]),
  step('X2', 'leadership', 'assign', lasting(1), [{ to: 'X3' }]),
  step('X3', 'air-section', 'examine', lasting(1), [{ to: 'X4' }, { to: 'X6' }, { to: 'X7' }], { splits: true }),
  step('X4', 'bird-watch', 'approve', lasting(1), [{ to: 'X5' }], { silence: { means: 'consent', source } }),
  step('X5', 'wind-watch', 'approve', lasting(2), [{ to: 'X8' }], {
    returnTo: 'X4',
    silence: { means: 'objection', source },
    objection: { effect: 'binds', ground: 'near-airfield', source },
  }),
  step(
    'X6',
    'air-section',
    'visit',
    lasting(2),
    [
      { when: 'yes', to: 'X8' },
      { when: 'no', to: 'X8' },
    ],
    {
      writing: {
        fields: [{ id: 'isFree', label: text, required: true, type: { kind: 'yesNo' }, source }],
        files: [],
        decides: 'isFree',
        paper: { title: text, template: 'templates/minutes.typ', labels: {}, signed: true, source },
      },
    },
  ),
  step('X7', 'air-section', 'examine', lasting(3), [
    ...asks('X7', 'X8'),
    { when: 'incomplete', given: { duration: lasting(6), source }, to: 'X8' },
    { to: 'X8' },
  ]),
  step('X8', 'air-section', 'conclude', lasting(1), [{ to: 'X9' }], {
    joins: true,
    waitsFor: ['X4', 'X6'],
    hearing: { duration: lasting(2), source },
  }),
  step('X9', 'leadership', 'signResult', lasting(4, 'hours'), [{ to: 'X10' }], { returnTo: 'X8' }),
  step('X10', 'chancery', 'handOver', lasting(30, 'minutes'), [{ to: 'end' }]),
]

const [issue] = regulation.variants
const procedure: Procedure = { ...issue!.procedure, id: 'P-WHOLE', steps: STEPS }
const whole: Variant = {
  ...issue!,
  procedure,
  term: { duration: lasting(12), source },
  withdrawal: { until: 'X10', source },
  nonAcceptance: {
    title: text,
    grounds: [{ id: 'wrong-office', text, remedy: text, source }],
    source,
  },
}
export const WHOLE_ACT: Edition = editionOf({
  ...regulation,
  variants: [
    ...regulation.variants,
    { ...whole, id: 'whole' },
    { ...whole, id: 'whole-grant', silence: { means: 'grant', to: 'X9', source } },
    { ...whole, id: 'whole-refusal', silence: { means: 'refusal', ground: 'weak-string', to: 'X9', source } },
  ],
})
