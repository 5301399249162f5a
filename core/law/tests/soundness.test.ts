import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../checker/rules/context.ts'
import { soundness } from '../checker/rules/soundness.ts'
import { loadRegulation, type Loaded, type Regulation, type Step } from '../index.ts'
import { GOOD } from '../testing.ts'
import { playToEnd } from './token-game.ts'

// The structural answer compared with a game that tries every order of everything: it may be stricter than the game, never milder.

const SEED = 20_140_424
const { regulation } = (loadRegulation(GOOD) as Loaded).edition
const [variant] = regulation.variants
const [pattern] = variant!.procedure.steps

type Row = { readonly next: readonly string[]; readonly splits?: boolean; readonly joins?: boolean }

function tableOf(rows: Readonly<Record<string, Row>>): readonly Step[] {
  return Object.entries(rows).map(([id, { next, ...flags }]): Step => ({ ...pattern!, ...flags, id, next: next.map((to) => ({ to })) }))
}

function withProcedure(steps: readonly Step[]): Regulation {
  return { ...regulation, variants: [{ ...variant!, views: [], procedure: { ...variant!.procedure, steps } }] }
}

function troubles(rows: Readonly<Record<string, Row>>): readonly (readonly [string, string, string])[] {
  return soundness(contextOf(withProcedure(tableOf(rows)))).map(({ code, subject, path }) => [code, subject, (path ?? []).join(' ')])
}

const isSound = (steps: readonly Step[]) => soundness(contextOf(withProcedure(steps))).length === 0

describe('parallel branches', () => {
  it('may hold choices, loops and branches of their own', () => {
    const rows = {
      A: { next: ['B', 'C'], splits: true },
      B: { next: ['B2', 'J'] },
      B2: { next: ['B'] },
      C: { next: ['C1', 'C2'], splits: true },
      C1: { next: ['CJ'] },
      C2: { next: ['CJ'] },
      CJ: { next: ['J'], joins: true },
      J: { next: ['A', 'end'], joins: true },
    }
    expect(troubles(rows)).toEqual([])
    expect(playToEnd(tableOf(rows))).toBe('sound')
  })

  it('are told with the path on which one of them ends by itself', () => {
    const rows = {
      A: { next: ['B', 'C'], splits: true },
      B: { next: ['J'] },
      C: { next: ['D', 'J'] },
      D: { next: ['end'] },
      J: { next: ['end'], joins: true },
    }
    expect(troubles(rows)).toEqual([['token-left', 'first/procedure/A', 'A C D end']])
    expect(playToEnd(tableOf(rows))).toBe('unsound')
  })

  it('are told where one of them goes back to where they meet, which is ahead', () => {
    const rows = {
      A: { next: ['B', 'C'], splits: true },
      B: { next: ['J'], returnTo: 'J' },
      C: { next: ['J'] },
      J: { next: ['A', 'end'], joins: true },
    }
    expect(troubles(rows)).toEqual([['token-left', 'first/procedure/A', 'A B J']])
  })

  it('are told where one enters another', () => {
    const rows = { A: { next: ['B', 'C'], splits: true }, B: { next: ['J', 'C'] }, C: { next: ['J'] }, J: { next: ['end'], joins: true } }
    expect(troubles(rows)).toEqual([['token-left', 'first/procedure/A', 'A B C']])
  })

  it('are told where they meet at two joins', () => {
    const rows = {
      A: { next: ['B', 'C'], splits: true },
      B: { next: ['J', 'K'] },
      C: { next: ['J', 'K'] },
      J: { next: ['end'], joins: true },
      K: { next: ['end'], joins: true },
    }
    expect(troubles(rows)).toEqual([['token-left', 'first/procedure/A', 'A B K']])
    expect(playToEnd(tableOf(rows))).toBe('unsound')
  })

  it('are told where an inner split takes the join of the outer one', () => {
    const rows = {
      A: { next: ['B', 'C'], splits: true },
      B: { next: ['B1', 'B2'], splits: true },
      B1: { next: ['J'] },
      B2: { next: ['J'] },
      C: { next: ['J'] },
      J: { next: ['end'], joins: true },
    }
    expect(troubles(rows).map(([code]) => code)).toContain('token-left')
    expect(playToEnd(tableOf(rows))).toBe('unsound')
  })

  it('are told where somebody waits for branches from outside of them', () => {
    const rows = {
      O: { next: ['A', 'J'] },
      A: { next: ['B', 'C'], splits: true },
      B: { next: ['J'] },
      C: { next: ['J'] },
      J: { next: ['end'], joins: true },
    }
    expect(troubles(rows)).toEqual([['join-without-split', 'first/procedure/J', 'O J']])
    expect(playToEnd(tableOf(rows))).toBe('unsound')
  })
})

/** Random steps; half of the tables begin with a split and hold a join, so that enough of them have a chance. */
const anyTable = fc.tuple(fc.integer({ min: 3, max: 6 }), fc.boolean()).chain(([count, framed]) => {
  const names = Array.from({ length: count }, (_, index) => `S${index}`)
  const seldom = fc.integer({ min: 0, max: framed ? 15 : 3 }).map((drawn) => drawn === 0)
  const row = fc.record({
    next: fc.uniqueArray(fc.constantFrom(...names.slice(framed ? 1 : 0), ...(framed ? [] : ['end'])), { minLength: 1, maxLength: 2 }),
    splits: seldom,
    joins: seldom,
  })
  return fc.array(row, { minLength: count, maxLength: count }).map((rows) => {
    const frame: Readonly<Record<string, Row>> = framed
      ? { S0: { next: ['S1', 'S2'], splits: true }, [names.at(-1)!]: { next: ['end'], joins: true } }
      : {}
    return tableOf({ ...Object.fromEntries(rows.map((each, index) => [names[index]!, each])), ...frame })
  })
})

/** A table that is structured by the way in which it is made: steps in a row, choices, loops, and splits whose branches meet. */
type Plan = { readonly kind: 'step' | 'row' | 'choice' | 'loop' | 'split'; readonly parts: readonly Plan[] }
const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Plan>({ kind: 'step', parts: [] }),
    fc.record({ kind: fc.constantFrom('row', 'choice', 'loop', 'split'), parts: fc.array(tie('plan'), { minLength: 1, maxLength: 3 }) }),
  ),
}))

function stepsOf(root: Plan): readonly Step[] {
  const steps: Step[] = []
  let made = 0
  const add = (next: readonly string[], flags: Partial<Step> = {}): string => {
    const id = `S${made++}`
    steps.push(...tableOf({ [id]: { next } }).map((step) => ({ ...step, ...flags })))
    return id
  }
  const build = ({ kind, parts }: Plan, after: string): string => {
    if (kind === 'step') return add([after])
    if (kind === 'row') return parts.reduceRight((next, part) => build(part, next), after)
    if (kind === 'choice') return add(parts.map((part) => build(part, after)))
    if (kind === 'split') {
      const join = add([after], { joins: true })
      return add(
        parts.map((part) => build(part, join)),
        { splits: true },
      )
    }
    const body = `S${made++}`
    const entry = parts.reduceRight((next, part) => build(part, next), body)
    steps.push(...tableOf({ [body]: { next: [entry, after] } }))
    return entry
  }
  const first = build(root, 'end')
  return steps.toSorted((left, right) => Number(right.id === first) - Number(left.id === first))
}

describe('the structural answer', () => {
  it('never calls a table sound that the game does not', () => {
    const seen = { sound: 0, unsound: 0, parallel: 0 }
    fc.assert(
      fc.property(anyTable, (steps) => {
        if (!isSound(steps)) return void (seen.unsound += 1)
        seen.sound += 1
        if (steps.some((step) => step.splits === true)) seen.parallel += 1
        expect(playToEnd(steps)).toBe('sound')
      }),
      { seed: SEED, numRuns: 4_000 },
    )
    expect(
      Object.values(seen).filter((count) => count < 20),
      JSON.stringify(seen),
    ).toEqual([])
  })

  it('agrees with the game on structured tables', () => {
    fc.assert(
      fc.property(plan, (root) => {
        const steps = stepsOf(root)
        fc.pre(steps.length <= 14)
        expect([isSound(steps), playToEnd(steps)]).toEqual([true, 'sound'])
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  it('agrees with the game where one row of a structured table leads elsewhere, or is stricter', () => {
    fc.assert(
      fc.property(plan, fc.nat(), fc.nat(), (root, which, where) => {
        const steps = stepsOf(root)
        fc.pre(steps.length <= 10)
        const targets = [...steps.map((step) => step.id), 'end']
        const bent = steps.map((step, index) =>
          index === which % steps.length ? { ...step, next: [{ to: targets[where % targets.length]! }, ...step.next.slice(1)] } : step,
        )
        if (isSound(bent)) expect(playToEnd(bent)).toBe('sound')
      }),
      { seed: SEED, numRuns: 1_000 },
    )
  })
})
