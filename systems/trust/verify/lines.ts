import type {
  CheckLine,
  CheckName,
  TrustFinding,
  TrustFindingCode,
  SignatureFaultReason,
  SignatureVerdict,
  Undecided,
} from '../contract.ts'
import { finding } from '../findings.ts'

export function line(name: CheckName, outcome: CheckLine['outcome'], found: TrustFinding, signature: number | null = null): CheckLine {
  return { name, signature, attachment: null, outcome, finding: found }
}

/** The checks in their order, with the reasons that end each. What comes after a failure was not looked at. */
const STAGES: readonly {
  readonly name: CheckName
  readonly reasons: readonly SignatureFaultReason[]
  readonly passed: TrustFindingCode
}[] = [
  { name: 'signature format', reasons: ['malformed'], passed: 'format-read' },
  { name: 'content', reasons: ['changed-content'], passed: 'content-unchanged' },
  { name: 'authority', reasons: ['unknown-root'], passed: 'path-trusted' },
  { name: 'validity', reasons: ['not-yet-valid', 'expired'], passed: 'all-valid' },
  { name: 'purpose', reasons: ['wrong-purpose', 'wrong-person', 'wrong-role'], passed: 'purpose-sign' },
  { name: 'revocation', reasons: ['revoked'], passed: 'not-revoked' },
]

/** What is said of the time, whatever its reason: a check of its own. */
const OF_TIME: ReadonlySet<TrustFindingCode> = new Set([
  'time-in-future',
  'signing-time-after',
  'signing-time-before-made',
  'expired-without-proof',
  'revoked-without-proof',
])

export function linesFor(verdict: SignatureVerdict | Undecided, signature: number | null): CheckLine[] {
  const passed = (stage: (typeof STAGES)[number]): CheckLine => line(stage.name, 'passed', finding(stage.passed), signature)
  if (verdict.kind === 'valid') return STAGES.map(passed)
  const outcome = verdict.kind === 'refused' ? 'failed' : 'unknown'
  const isOfTime = OF_TIME.has(verdict.finding.code)
  // A proof of time is asked for last, when everything else was found in order; a time that cannot be is found earlier.
  const isFirst = isOfTime && verdict.kind !== 'undecided'
  const stop = isFirst ? 0 : isOfTime ? STAGES.length - 1 : stopOf(verdict)
  return [
    ...STAGES.slice(0, stop).map(passed),
    line(isOfTime ? 'time' : STAGES[stop]!.name, outcome, verdict.finding, signature),
    ...STAGES.slice(isFirst ? 0 : stop + 1).map(({ name }) => line(name, 'unknown', finding('not-looked-at'), signature)),
  ]
}

function stopOf(verdict: Exclude<SignatureVerdict | Undecided, { kind: 'valid' }>): number {
  if (verdict.kind === 'waiting') return STAGES.length - 1
  return verdict.kind === 'undecided' ? 0 : STAGES.findIndex((stage) => stage.reasons.includes(verdict.reason))
}
