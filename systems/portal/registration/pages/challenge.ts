import { randomBytes } from 'node:crypto'
import { canonicalJson, type Json } from '@ruqsat/foundation'
import type { ChallengeDocument } from '@ruqsat/signing'
import type { FastifyRequest } from 'fastify'
import type { Portal } from '../../deps.ts'

// What a person signs to show that they hold the key. Made once for one session, by the server; a signature over anything else
// proves nothing.

const KEY = 'challenge'
/** Time to find the key file and its password. */
const VALID_MS = 30 * 60 * 1000

type Kept = { readonly document: ChallengeDocument; readonly madeMs: number }

/** The challenge of this session, the same until it is used or old. */
export async function challengeBytes(portal: Portal, request: FastifyRequest): Promise<Buffer> {
  const kept = keptChallenge(portal, request)
  if (kept !== null) return bytesOf(kept)
  const document: ChallengeDocument = {
    schema: 'ruqsat.challenge/1',
    origin: request.server.site.origin,
    purpose: 'register',
    nonce: randomBytes(24).toString('base64url'),
    issuedAt: await portal.legalNow(),
  }
  request.session.set(KEY, { document, madeMs: portal.technicalClock.ms() } as unknown as Json)
  return bytesOf(document)
}

/** The challenge that was given out, or null where it is too old or there was none. */
export function givenChallenge(portal: Portal, request: FastifyRequest): Buffer | null {
  const kept = keptChallenge(portal, request)
  return kept === null ? null : bytesOf(kept)
}

/** A used challenge is worth nothing again. */
export function forgetChallenge(request: FastifyRequest): void {
  request.session.remove(KEY)
}

function keptChallenge(portal: Portal, request: FastifyRequest): ChallengeDocument | null {
  const kept = request.session.get(KEY) as unknown as Kept | undefined
  return kept !== undefined && portal.technicalClock.ms() - kept.madeMs < VALID_MS ? kept.document : null
}

function bytesOf(document: ChallengeDocument): Buffer {
  return Buffer.from(canonicalJson(document), 'utf8')
}
