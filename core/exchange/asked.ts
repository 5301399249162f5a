import { type Language, type LocalText } from '@ruqsat/foundation'
import { outcomeText, termText, type Step } from '@ruqsat/law'
import type { Duration } from '@ruqsat/clock'
import { riseAt, type FlowNode } from './graph-model.ts'
import { isoDuration } from './iso-duration.ts'
import { leave, spotOf, type GraphScene, type Leaving, type Spot } from './leave.ts'
import type { Goal } from './levels.ts'
import type { BpmnPlace, BpmnWay } from './places.ts'
import { flowTo, together, type Piece } from './sketch.ts'
import texts from './texts.yaml'

// The applicant is asked in the middle of the procedure: to correct the request, or to be heard on a draft. Whoever works at the step asks,
// and an event waits for the answer or for the end of the time.

const WORDS = texts.asked satisfies Readonly<Record<string, LocalText>>

export const askedColumn = (stepId: string, kind: string): string => `asked_${kind}_${stepId}`
/** Every column that a step may need for what it asks of its applicant. */
export const askedColumns = (stepId: string): readonly string[] =>
  ['correction', 'hearing', 'hearing_2'].map((kind) => askedColumn(stepId, kind))

type Answer = { readonly id: string; readonly name: string; readonly event: NonNullable<FlowNode['event']>; readonly goal: Goal }

/** Where the way leads that asks, where an uncorrected request goes, and where whoever wishes to be heard in person is. */
type Goals = { readonly onward: Goal; readonly missed: Goal | null; readonly oral: Goal | null }

/** From the choice at the step, by the way that asks. */
export function askedPiece(
  place: BpmnPlace,
  way: BpmnWay,
  from: string,
  at: number,
  { onward, missed, oral }: Goals,
  scene: GraphScene,
): Piece {
  const { step } = place
  const { language, levels } = scene
  const isHearing = way.asks?.startsWith('hearing') === true
  const column = askedColumn(step.id, way.asks!)
  const spot: Spot = { ...spotOf(step, scene), column }
  const { level: _, ...cell } = spot
  const node = (id: string, kind: FlowNode['kind'], slot: number, more: Partial<FlowNode> = {}): FlowNode => ({
    ...cell,
    id,
    kind,
    name: '',
    slot,
    rise: 0,
    ...more,
  })
  const name = `${way.asks}_${step.id}`
  const again: Goal = levels.goal(step.id, spot.level)
  const timer = timeOf(step, isHearing, language)
  const answers: readonly Answer[] = isHearing
    ? [
        { id: `objection_${name}`, name: WORDS.objects[language], event: { kind: 'message' }, goal: again },
        ...(oral === null
          ? []
          : [{ id: `oral_${name}`, name: outcomeText('oral')[language], event: { kind: 'message' } as const, goal: oral }]),
        { id: `silent_${name}`, name: WORDS.agrees[language], event: { kind: 'message' }, goal: onward },
        { id: `over_${name}`, name: timer.name, event: timer.event, goal: onward },
      ]
    : [
        { id: `corrected_${name}`, name: WORDS.corrected[language], event: { kind: 'message' }, goal: onward },
        { id: `over_${name}`, name: timer.name, event: timer.event, goal: missed ?? onward },
      ]
  const ask = node(`asks_${name}`, 'intermediateThrowEvent', 0, {
    name: (isHearing ? WORDS.hears : WORDS.returns)[language],
    event: { kind: 'message' },
  })
  const wait = node(`waits_${name}`, 'eventBasedGateway', 1)
  return together(
    {
      nodes: [ask, wait],
      flows: [flowTo(from, ask.id, way.name, at), flowTo(ask.id, wait.id)],
      messages: [{ from: ask.id, to: scene.applicant!, title: '' }],
    },
    ...answers.map(({ id, name: title, event, goal }, index): Piece => {
      const rise = riseAt(index)
      const leaving: Leaving = {
        from: id,
        goal,
        name: '',
        at: 0,
        sender: { kind: 'step', id: step.id },
        end: { id: `end_${id}`, slot: 20 + index, rise, outcome: outcomeText('done')[language] },
      }
      return together(
        {
          nodes: [node(id, 'intermediateCatchEvent', 2 + index, { name: title, event, rise })],
          flows: [flowTo(wait.id, id)],
          messages: event.kind === 'message' ? [{ from: scene.applicant!, to: id, title: '' }] : [],
        },
        leave(spot, leaving, scene),
      )
    }),
  )
}

function timeOf(
  step: Step,
  isHearing: boolean,
  language: Language,
): { readonly name: string; readonly event: NonNullable<FlowNode['event']> } {
  const duration: Duration | null =
    (isHearing ? step.hearing?.duration : step.next.find(({ when }) => when === 'correction')?.correction?.duration) ?? null
  return {
    name: `${(isHearing ? WORDS.noObjection : outcomeText('uncorrected'))[language]}${duration === null ? '' : ` (${termText(duration)[language]})`}`,
    event: { kind: 'timer', lasts: (duration && isoDuration([duration])) ?? 'PT0S' },
  }
}
