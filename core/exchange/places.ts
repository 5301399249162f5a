import { type Language, type LocalText } from '@ruqsat/foundation'
import { outcomeText, registeringStep, splitRows, type Step, type Variant, type View } from '@ruqsat/law'
import type { Cast } from './cast.ts'
import { stepsAfterSilence } from './after-silence.ts'
import texts from './texts.yaml'

// The steps of a channel with the staff procedure inside it, each with the ways that lead on from it.

/** A way on from a step. The rows that start at once are no choice: `startsBranch`. */
export type BpmnWay = {
  readonly to: string
  readonly name: string
  readonly isReturn: boolean
  readonly startsBranch: boolean
  /** The applicant is asked on this way; `missed` follows a correction that did not come, `oral` a wish to be heard in person. */
  readonly asks?: 'correction' | 'missed' | 'hearing' | 'hearing_2' | 'oral'
}
export type BpmnPlace = { readonly step: Step; readonly pool: string; readonly ways: readonly BpmnWay[] }

export const END = 'end'
const WORDS = texts.flowGraph satisfies Readonly<Record<string, LocalText>>

/** The view with the procedure inside it: what followed `registerRequest` follows the procedure's end. */
export function stepsOf(variant: Variant, view: View): readonly Step[] {
  const registers = registeringStep(view)
  const inside = registers === null ? [] : variant.procedure.steps
  const onward = registers?.next[0]?.to ?? END
  const first = inside[0]?.id ?? onward
  const at = registers === null ? view.steps.length : view.steps.indexOf(registers) + 1
  const steps = view.steps.map((step) => (step === registers ? { ...step, next: step.next.map((row) => ({ ...row, to: first })) } : step))
  const procedure = inside.map((step) => ({ ...step, next: step.next.map((row) => (row.to === END ? { ...row, to: onward } : row)) }))
  const after = inside.length === 0 ? [] : stepsAfterSilence(variant, procedure)
  return [...steps.slice(0, at), ...procedure, ...after, ...steps.slice(at)]
}

/** Who is asked: their pool, null where they are no part of the drawing; and whether a measure is put to them, in place of a refusal. */
type WhoIsAsked = { readonly pool: string | null; readonly onMeasure: boolean }

/** Ways that begin at an answer of the applicant and not at the choice of the step. */
export const isAnswered = ({ asks }: Pick<BpmnWay, 'asks'>): boolean => asks === 'missed' || asks === 'oral'

export function placesOf(
  steps: readonly Step[],
  cast: Cast,
  { pool: applicant, onMeasure }: WhoIsAsked,
  language: Language,
): readonly BpmnPlace[] {
  return steps.map((step) => {
    const branches = splitRows(step)
    const isAsked = applicant !== null && cast.poolOf(step.unit) !== applicant
    const rows = step.next.map((row) => ({
      to: row.to,
      name: row.when === undefined ? '' : outcomeText(row.when)[language],
      isReturn: false,
      startsBranch: branches.includes(row),
      ...(isAsked && row.when === 'correction' && { asks: 'correction' as const }),
      ...(isAsked && row.when === 'uncorrected' && { asks: 'missed' as const }),
      ...(isAsked && row.when === 'oral' && { asks: 'oral' as const }),
    }))
    const refusing =
      isAsked && step.hearing !== undefined
        ? step.next.filter(
            ({ when }, at) => when === 'incomplete' || (when === undefined && at === step.next.findIndex((row) => row.when === undefined)),
          )
        : []
    const heard = refusing.map((row, at) => ({
      to: row.to,
      name: (row.when !== undefined ? outcomeText(row.when) : onMeasure ? WORDS.measure : WORDS.refusal)[language],
      isReturn: false,
      startsBranch: false,
      asks: at === 0 ? ('hearing' as const) : ('hearing_2' as const),
    }))
    const back =
      step.returnTo === undefined ? [] : [{ to: step.returnTo, name: WORDS.returned[language], isReturn: true, startsBranch: false }]
    return {
      step,
      pool: cast.poolOf(step.unit),
      ways: named(
        joinedWays([...(heard.length === 0 ? rows : rows.filter((_, at) => step.next[at]!.when !== 'incomplete')), ...heard, ...back]),
        language,
      ),
    }
  })
}

/** Two answers that lead to one step are one way: a reader would look for the difference between two lines. Each end is an outcome of its own. */
function joinedWays(ways: readonly BpmnWay[]): readonly BpmnWay[] {
  const found: BpmnWay[] = []
  for (const way of ways) {
    const isApart = way.to === END || way.startsBranch || way.asks !== undefined
    const same = isApart ? -1 : found.findIndex(({ to, startsBranch, asks }) => to === way.to && !startsBranch && asks === undefined)
    if (same < 0) found.push(way)
    else found[same] = { ...found[same]!, name: [found[same]!.name, way.name].filter((name) => name !== '').join(' / ') }
  }
  return found
}

/** Where there is a choice, each way says its outcome. A split takes all of its ways, so none has one. */
function named(ways: readonly BpmnWay[], language: Language): readonly BpmnWay[] {
  const choices = ways.filter((way) => !way.startsBranch && !isAnswered(way))
  const isChoice = choices.length + (choices.length < ways.length ? 1 : 0) > 1
  return ways.map((way) => {
    if (way.startsBranch || !isChoice) return { ...way, name: '' }
    return { ...way, name: way.name === '' ? outcomeText('done')[language] : way.name }
  })
}
