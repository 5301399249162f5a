import { refuse } from '@ruqsat/foundation'
import type { Refused, SignatureFaultReason, Waiting } from '../contract.ts'
import type { TrustFault } from '../core/path.ts'
import { refusals, WAITING_TEXT } from '../refusals.ts'
import { Malformed } from '../wire/der.ts'

export function refused(reason: SignatureFaultReason, detail: string): Refused {
  return { kind: 'refused', reason, detail, refusal: refuse(refusals, `trust.signature-${reason}`, { facts: { detail } }) }
}

export function refusedFor(fault: TrustFault): Refused {
  return refused(fault.reason, fault.detail)
}

export function waiting(reason: string): Waiting {
  return { kind: 'waiting', reason, text: WAITING_TEXT }
}

/** Runs a parser on untrusted bytes. Malformed becomes the refusal; every other error is ours and goes on. */
export function reading<T>(parse: () => T): T | Refused {
  try {
    return parse()
  } catch (error) {
    if (error instanceof Malformed) return refused('malformed', error.message)
    throw error
  }
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refused'
}
