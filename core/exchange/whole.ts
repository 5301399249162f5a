import { fillString, sourceText, type Language } from '@ruqsat/foundation'
import { providerSilenceText, registeringStep, termText, type Variant, type View } from '@ruqsat/law'
import { afterSilenceId, PROCEDURE } from './after-silence.ts'
import type { Cast } from './cast.ts'
import type { FlowNode } from './graph-model.ts'
import { isoDuration } from './iso-duration.ts'
import { END, type BpmnPlace } from './places.ts'
import texts from './texts.yaml'

// The staff procedure as one part, where something may end it from outside: the silence of the provider, or the applicant. Who makes the paper
// about silence holds its token, and asks the others as in a branch.

const WORDS = texts.whole

export type Whole = {
  /** Where its token is, as if it were a step that splits. */
  readonly place: BpmnPlace
  readonly first: string
  /** The step of the channel that follows it, or `end`. */
  readonly join: string
  readonly borders: readonly WholeBorder[]
  holds(stepId: string): boolean
}

/** What ends the procedure, or is only said of it; `to` is where the work goes on then. */
export type WholeBorder = {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly event: NonNullable<FlowNode['event']>
  readonly goesOn?: boolean
  readonly to: string | null
  /** Whose message it is. */
  readonly by: string | null
  readonly outcome: string
}

/** Null where nothing but its own end ends the procedure: then it is drawn step by step, as ever. */
export function wholeOf(variant: Variant, view: View, cast: Cast, language: Language): Whole | null {
  const steps = variant.procedure.steps
  const registers = registeringStep(view)
  const borders = [...silenceBorder(variant, language), ...withdrawalBorder(variant, cast, language)]
  if (registers === null || steps.length === 0 || borders.length === 0) return null
  const holder = steps.find(({ id }) => id === variant.silence?.to) ?? steps.findLast(({ action }) => action === 'signResult') ?? steps[0]!
  return {
    place: { step: { ...holder, id: PROCEDURE, next: [] }, pool: cast.poolOf(holder.unit), ways: [] },
    first: steps[0]!.id,
    join: registers.next[0]?.to ?? END,
    borders,
    holds: (id) => steps.some((step) => step.id === id),
  }
}

function silenceBorder({ silence, term, grounds }: Variant, language: Language): readonly WholeBorder[] {
  if (silence === undefined || term === null) return []
  const { means, ground, to, source } = silence
  const refusedOn = grounds.find(({ id }) => id === ground)?.text[language]
  const time = termText(term.duration)[language]
  return [
    {
      id: 'silence',
      name: fillString(WORDS.silence[means][language], { time }),
      about: [
        `${WORDS.term[language]}: ${time}`,
        providerSilenceText(silence)[language],
        ...(refusedOn === undefined ? [] : [`${WORDS.ground[language]}: ${refusedOn}`]),
        `${WORDS.paragraph[language]}: ${source.act} ${sourceText(source)}`,
      ].join('\n'),
      event: { kind: 'timer', lasts: isoDuration([term.duration]) ?? 'PT0S' },
      ...(means === 'nothing' && { goesOn: true }),
      to: means === 'nothing' ? null : afterSilenceId(to!),
      by: null,
      outcome: WORDS.isLate[language],
    },
  ]
}

function withdrawalBorder(
  { withdrawal, procedure }: Variant,
  { pools, poolOf, applicant }: Cast,
  language: Language,
): readonly WholeBorder[] {
  const by = applicant === null ? undefined : pools.find(({ id }) => id === poolOf(applicant))?.id
  if (withdrawal === undefined || withdrawal.allowed === false || by === undefined) return []
  const { until, fee, source } = withdrawal
  const last = procedure.steps.find(({ id }) => id === until)
  return [
    {
      id: 'withdrawal',
      name: WORDS.withdraws[language],
      about: [
        last === undefined
          ? WORDS.untilSigned[language]
          : fillString(WORDS.untilStep[language], { step: `${last.id}. ${last.name[language]}` }),
        ...(fee === undefined ? [] : [fee[language]]),
        `${WORDS.paragraph[language]}: ${source.act} ${sourceText(source)}`,
      ].join('\n'),
      event: { kind: 'message' },
      to: null,
      by,
      outcome: WORDS.withdrawn[language],
    },
  ]
}
