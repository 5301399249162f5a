// What a proof says: a claim about a variant, whether it holds, what shows it, and within which bound.
import type { LocalText } from '@ruqsat/foundation'
import type { ClockTables, Edition, Finding, Variant } from '@ruqsat/law'
import type { Explored, OfferedCell } from '../walk-cases.ts'

export const CLAIMS = ['soundness', 'conditions', 'time', 'roles', 'documents', 'channels'] as const
export type ClaimId = (typeof CLAIMS)[number]

/** `decided`: what contradicts it has a decided reading in the package. `noted`: nothing contradicts it, and something is left to people. */
export type ClaimVerdict = 'proved' | 'decided' | 'noted' | 'refuted'

/** A case that shows it: text in the grammar of scenarios where it can be run, and what it shows. */
export type CounterExample = { readonly text: LocalText; readonly scenario: string | null }
export type ProofClaim = {
  readonly id: ClaimId
  readonly variant: string
  readonly verdict: ClaimVerdict
  /** What was looked at and found, one sentence each. */
  readonly facts: readonly LocalText[]
  readonly counterExamples: readonly CounterExample[]
  /** Within what it holds; null: without a bound. */
  readonly bound: LocalText | null
}

export type ProofSubject = {
  readonly edition: Edition
  readonly tables: ClockTables
  readonly findings: readonly Finding[]
  readonly variant: Variant
  /** Every channel and kind of applicant of the variant, with all places that its procedure comes to. */
  readonly cells: readonly { readonly cell: OfferedCell; readonly explored: Explored }[]
}

export type Proving = (subject: ProofSubject) => Omit<ProofClaim, 'id' | 'variant'>

/** The worst of what was found decides. */
export function verdictOf(found: readonly ClaimVerdict[]): ClaimVerdict {
  return (['refuted', 'decided', 'noted'] as const).find((each) => found.includes(each)) ?? 'proved'
}

/** Findings of these codes about the variant or one of its tables. */
export function findingsOf({ findings, variant, edition }: ProofSubject, codes: readonly string[]): readonly Finding[] {
  const tables = new Set(['procedure', ...variant.views.map(({ id }) => id)])
  const isOf = (subject: string) => {
    const [first = '', second] = subject.split('/')
    if (first.split('+').includes(variant.id)) return true
    return second === undefined
      ? variant.procedure.steps.some(({ id }) => id === subject)
      : tables.has(first) && edition.regulation.variants.length > 0
  }
  return findings.filter(({ code, subject }) => codes.includes(code) && isOf(subject))
}

/** A finding is a counter-example unless somebody has decided it. */
export function judgedBy(found: readonly Finding[]): Pick<ProofClaim, 'facts' | 'counterExamples' | 'verdict'> {
  const open = found.filter(({ reading }) => reading === null)
  return {
    verdict: open.length > 0 ? 'refuted' : found.length > 0 ? 'decided' : 'proved',
    facts: found.filter(({ reading }) => reading !== null).map(({ text }) => text),
    counterExamples: open.map(({ text }) => ({ text, scenario: null })),
  }
}
