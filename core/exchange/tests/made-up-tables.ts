// Tables that are made up, exported and played.
import fc from 'fast-check'
import { checkRegulation, type Edition, type Step, type Variant } from '@ruqsat/law'
import { expect } from 'vitest'
import { flowGraph } from '../flow-graph.ts'
import { bpmnOf } from '../index.ts'
import { play, readBpmn, type Play } from './bpmn-game.ts'
import { everyEdition } from '@ruqsat/regulations/testing'
import { isAfterSilence } from '../after-silence.ts'
import { misplaced } from './geometry.ts'
import { TableGame, wholeTable } from './table-game.ts'

export const SEED = 20_140_424
export const editions = await everyEdition()
export const fair = editions.find(({ regulation }) => regulation.id === 'fair')!

/** Numbers from a seed (mulberry32), so that a play can be played again. */
export function dice(seed: number): (count: number) => number {
  let state = seed
  return (count) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count
  }
}

/** What is wrong with this play; nothing, if nothing is. */
export function faults(played: Play, steps: readonly Step[], edition: Edition): readonly string[] {
  const { units } = edition.regulation
  const poolOf = ({ unit }: Step) => (units.find(({ id }) => id === unit)?.kind === 'provider' ? 'provider' : unit)
  const table = new TableGame(steps, (step, split) => poolOf(step) !== poolOf(split))
  const done = played.done.map((id) => id.replace(/^step_/, ''))
  const isWithdrawn = done.some((id) => id.startsWith('withdrawal_'))
  const late = steps.find(({ id }) => isAfterSilence(id))
  const at = done.findIndex((id) => {
    if (id.startsWith('withdrawal_')) return false
    if (!id.startsWith('silence_')) return !table.does(id)
    if (late !== undefined) table.leaps(late.id)
    return false
  })
  const outcomes = isWithdrawn
    ? ['The request is withdrawn']
    : steps.filter(({ next }) => next.some(({ to }) => to === 'end')).map(({ completion }) => completion.en)
  // That the case is late is said next to what becomes of it.
  const ends = played.ends.filter((name) => name !== 'The case is marked as late')
  return [
    ...(at < 0 ? [] : [`${done[at]} is not allowed after ${done.slice(0, at).join(' ')}`]),
    ...(at < 0 && !isWithdrawn && !table.isOver() ? [`the table is not at its end after ${done.join(' ')}`] : []),
    ...(played.left.length === 0 ? [] : [`tokens left at ${played.left.join(' ')} after ${done.join(' ')}`]),
    ...(ends.length === 1 && outcomes.some((outcome) => ends[0]!.startsWith(outcome)) ? [] : [`ends at ${played.ends.join(', ')}`]),
  ]
}

export const returnsOf = (steps: readonly Step[]) =>
  new Map(steps.flatMap(({ id, returnTo }) => (returnTo === undefined ? [] : [[id, returnTo] as const])))

/** A table that is structured by the way in which it is made; each step is some unit's, and the work may go back from any of them. */
type Plan = { readonly kind: 'step' | 'row' | 'choice' | 'loop' | 'split'; readonly parts: readonly Plan[]; readonly draw: number }
const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('step' as const), parts: fc.constant([]), draw: fc.nat(999) }),
    fc.record({
      kind: fc.constantFrom('row', 'choice', 'loop', 'split', 'split'),
      parts: fc.array(tie('plan'), { minLength: 1, maxLength: 3 }),
      draw: fc.nat(999),
    }),
  ),
}))

const UNITS = ['tradeInspector', 'tradeChief', 'fireWatch', 'roadWatch', 'lawyers', 'fireWatch']
const pattern = fair.regulation.variants[0]!.procedure.steps[1]!

function stepsOf(root: Plan): readonly Step[] {
  const steps: Step[] = []
  let made = 0
  const add = (draw: number, next: readonly string[], more: Partial<Step> = {}, id = `R${made++}`): string => {
    const { splits: _, ...plain } = pattern
    const rows = [...new Set(next)].map((to) => ({ to })) as unknown as Step['next']
    steps.push({ ...plain, id, unit: UNITS[draw % UNITS.length]!, next: rows, ...more })
    return id
  }
  const build = ({ kind, parts, draw }: Plan, after: string): string => {
    if (kind === 'step') return add(draw, [after])
    if (kind === 'row') return parts.reduceRight((next, part) => build(part, next), after)
    if (kind === 'choice') return add(draw, [...parts.map((part) => build(part, after)), after])
    if (kind === 'split') {
      const join = `R${made++}`
      const firsts = parts.map((part) => build(part, join))
      add(draw + 1, [after], { joins: true, ...(draw % 3 === 0 && { waitsFor: [firsts[draw % firsts.length]!] }) }, join)
      return add(draw, firsts, { splits: true })
    }
    const body = `R${made++}`
    const entry = parts.reduceRight((next, part) => build(part, next), body)
    add(draw, [entry, after], {}, body)
    return entry
  }
  const first = build(root, 'end')
  return steps.toSorted((left, right) => Number(right.id === first) - Number(left.id === first))
}

const UNSOUND = ['token-left', 'join-without-split', 'unreachable-step', 'no-way-out']

function withProcedure(steps: readonly Step[]): { readonly edition: Edition; readonly variant: Variant } | null {
  const pristine = fair.regulation.variants[0]!
  const variant = { ...pristine, views: pristine.views.slice(0, 1), procedure: { ...pristine.procedure, steps } }
  const edition: Edition = { ...fair, regulation: { ...fair.regulation, variants: [variant] } }
  return checkRegulation(edition).some(({ code }) => UNSOUND.includes(code)) ? null : { edition, variant }
}

/** Work goes back to an earlier step: one that leads to where it is. */
function leadsTo(steps: readonly Step[], from: string): ReadonlySet<string> {
  const found = new Set([from])
  for (const id of found) for (const { to } of steps.find((step) => step.id === id)?.next ?? []) found.add(to)
  return found
}

/** Splits inside of splits, in every pool, with returns out of branches and into them. */
export async function playMadeUpTables(runs: number): Promise<void> {
  const seen = { plays: 0, nested: 0, returns: 0, waits: 0, unsettled: 0 }
  const table = fc.tuple(plan, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 }), fc.nat())
  await fc.assert(
    fc.asyncProperty(table, async ([root, returns, seed]) => {
      const plain = stepsOf(root)
      fc.pre(plain.length <= 16 && plain.some(({ splits }) => splits === true))
      const bent = plain.map((step, at) => {
        const back = returns.find(([from]) => from % plain.length === at)
        const to = back && plain[back[1] % plain.length]!.id
        return to !== undefined && leadsTo(plain, to).has(step.id) ? { ...step, returnTo: to } : step
      })
      const made = withProcedure(bent) ?? withProcedure(plain)!
      const { variant, edition } = made
      const steps = variant.procedure.steps
      if (steps.some(({ returnTo }) => returnTo !== undefined)) seen.returns += 1
      if (steps.filter(({ splits }) => splits === true).length > 1) seen.nested += 1
      if (steps.some(({ waitsFor }) => waitsFor !== undefined)) seen.waits += 1
      const rows = JSON.stringify(
        steps.map(({ id, unit, next, splits, joins, returnTo, waitsFor }) => ({ id, unit, next, splits, joins, returnTo, waitsFor })),
      )
      expect(misplaced(flowGraph(edition.regulation, variant, variant.views[0]!, 'en')), rows).toEqual([])
      const bpmn = await readBpmn(bpmnOf(edition, variant.id, 'portal', 'en'))
      for (let turn = 0; turn < 8; turn += 1) {
        const played = play(bpmn, dice(seed + turn), returnsOf(steps))
        if (played === 'unsettled') seen.unsettled += 1
        else {
          seen.plays += 1
          expect(faults(played, wholeTable(variant, variant.views[0]!), edition), rows).toEqual([])
        }
      }
    }),
    { seed: SEED, numRuns: runs },
  )
  expect(seen.unsettled).toBeLessThan(seen.plays / 20)
  expect(Math.min(seen.nested, seen.returns, seen.waits), JSON.stringify(seen)).toBeGreaterThan(runs / 12)
}
