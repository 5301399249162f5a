import { hash } from 'node:crypto'
import type { GatewayParts, Judgement } from './deps.ts'

/** So long a verdict about a counterpart's certificate serves further messages: revocation is asked about again then. */
const KEEP_MS = 10 * 60_000
/** Counterparts are few; a stranger who sends many certificates must not fill the memory. */
const MAX_KEPT = 200

/**
 * Who signed, by the certificate: completely judged (path, dates, purpose, revocation) at legal time, and it must be that of an information
 * system. Verdicts are kept for ten minutes, so that a message costs no question to the authority.
 */
export async function judgePeer(parts: GatewayParts, certificate: Uint8Array): Promise<Judgement> {
  const sha256 = hash('sha256', certificate)
  const nowMs = parts.technicalClock.ms()
  const kept = parts.judged.get(sha256)
  if (kept !== undefined && kept.untilMs > nowMs) return kept.judgement
  const judgement = await judge(parts, certificate, sha256)
  if (judgement.kind === 'valid') {
    if (parts.judged.size >= MAX_KEPT) parts.judged.clear()
    parts.judged.set(sha256, { judgement, untilMs: nowMs + KEEP_MS })
  }
  return judgement
}

async function judge({ trust, legalClock }: GatewayParts, certificate: Uint8Array, sha256: string): Promise<Judgement> {
  const at = await legalClock.now()
  const verdict = await trust.checkCertificate({ certificate, at, expect: { purpose: 'sign', roles: ['information-system'] } })
  switch (verdict.kind) {
    case 'valid':
      return { kind: 'valid', bin: verdict.signer.bin, sha256 }
    case 'refused':
      return { kind: 'refused', reason: verdict.reason, sha256 }
    case 'waiting':
      return { kind: 'waiting', reason: verdict.reason, sha256 }
  }
}
