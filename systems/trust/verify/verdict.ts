import { Malformed, tryToRead } from '@ruqsat/asn1'
import type { Refused, SignatureFaultReason, SignerInfo, Undecided, WaitingVerdict } from '../contract.ts'
import type { TrustFault } from '../core/path.ts'
import { WAITING_TEXT, refuseTrust, SIGNATURE_SOURCE } from '../refusals.ts'
import { finding, type TrustFinding, type TrustFindingCode } from '../findings.ts'
import { sayFinding } from '../words.ts'

export function refused(reason: SignatureFaultReason, ...found: Parameters<typeof finding>): Refused {
  const what = finding(...found)
  const detail = sayFinding(what, 'en')
  return {
    kind: 'refused',
    reason,
    detail,
    finding: what,
    refusal: refuseTrust(`trust.signature-${reason}`, { facts: { detail }, source: SIGNATURE_SOURCE }),
  }
}

export function refusedFor(fault: TrustFault): Refused {
  return refused(fault.reason, fault.finding.code, fault.finding.facts)
}

export function waiting(what: TrustFinding): WaitingVerdict {
  return { kind: 'waiting', reason: sayFinding(what, 'en'), finding: what, text: WAITING_TEXT }
}

export function undecided(what: TrustFinding, signer: SignerInfo | null): Undecided {
  return { kind: 'undecided', finding: what, signer }
}

/** Runs a parser on untrusted bytes; Malformed becomes the refusal. */
export function reading<T>(parse: () => T, code: TrustFindingCode = 'signature-unreadable'): T | Refused {
  const read = tryToRead(parse)
  return read instanceof Malformed ? refused('malformed', code, { technical: read.message }) : read
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refused'
}
