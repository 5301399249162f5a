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

/** Where a finding belongs that its reason alone would put elsewhere. */
const STAGE_OF: Readonly<Partial<Record<TrustFindingCode, CheckName>>> = {
  'time-in-future': 'time',
  'signing-time-after': 'time',
  'signing-time-before-made': 'time',
  'expired-without-proof': 'time',
  'revoked-without-proof': 'time',
}

export function linesFor(verdict: SignatureVerdict | Undecided, signature: number | null): CheckLine[] {
  const passed = (stage: (typeof STAGES)[number]): CheckLine => line(stage.name, 'passed', finding(stage.passed), signature)
  if (verdict.kind === 'valid') return STAGES.map(passed)
  const outcome = verdict.kind === 'refused' ? 'failed' : 'unknown'
  // A proof of time is asked for last, when everything else was found in order; a time that cannot be is found earlier.
  if (STAGE_OF[verdict.finding.code] === 'time') {
    const before = verdict.kind === 'undecided' ? STAGES.slice(0, -1) : []
    const after = verdict.kind === 'undecided' ? [] : STAGES
    return [
      ...before.map(passed),
      line('time', outcome, verdict.finding, signature),
      ...after.map((stage) => unseen(stage.name, signature)),
    ]
  }
  const stop = stopOf(verdict)
  return STAGES.map((stage, index) => {
    if (index < stop) return passed(stage)
    return index > stop ? unseen(stage.name, signature) : line(stage.name, outcome, verdict.finding, signature)
  })
}

function unseen(name: CheckName, signature: number | null): CheckLine {
  return line(name, 'unknown', finding('not-looked-at'), signature)
}

function stopOf(verdict: Exclude<SignatureVerdict | Undecided, { kind: 'valid' }>): number {
  if (verdict.kind === 'waiting') return STAGES.length - 1
  return verdict.kind === 'undecided' ? 0 : STAGES.findIndex((stage) => stage.reasons.includes(verdict.reason))
}
