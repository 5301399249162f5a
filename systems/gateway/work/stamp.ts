// The time of messages is proved after they have gone: nobody waits for the authority, and one that is silent loses nothing.
import { hash } from 'node:crypto'
import { Fault, type Instant } from '@ruqsat/foundation'
import { runDue, type BackOff } from '@ruqsat/jobs'
import type { Trust } from '@ruqsat/trust/contract'
import type { MessageProof } from '../contract.ts'
import { treePath, treeRoot, type Digest } from '../core/digest-tree.ts'
import {
  claimStamps,
  findStamp,
  formStamp,
  keepStamp,
  leavesOf,
  placeOf,
  stampLater,
  type MessageKey,
  type StampBatch,
} from '../store/stamps.ts'
import type { GatewayParts } from './deps.ts'

/** A tree of so many digests is made in some milliseconds; what is more waits for the next stamp. */
const MOST_MESSAGES = 4_096
/** Longer than the four seconds of the question and the checks of revocation after it. */
const LEASE_MS = 2 * 60_000
/** Never given up: what is stamped late is stamped. */
const BACK_OFF = { firstMs: 5_000, longestMs: 5 * 60_000 } as const satisfies BackOff

export const sha256Of: Digest = (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'))
export const rootOf = (leaves: readonly string[]): string => treeRoot(leaves, sha256Of)

type StampParts = Pick<GatewayParts, 'database' | 'technicalClock' | 'log'> & { readonly trust: Pick<Trust, 'stampTime'> }

/** One stamp over what waits, or over what was waiting when the authority did not answer; answers how many stamps were asked for. */
export async function stampDue({ database: { sql }, technicalClock, log, trust: { stampTime } }: StampParts): Promise<number> {
  if (stampTime === null) return 0
  await formStamp(sql, { most: MOST_MESSAGES, now: technicalClock.now(), rootOf })
  return runDue<StampBatch>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: 1,
    backOff: BACK_OFF,
    claim: (claim) => claimStamps(sql, claim),
    attempt: async (batch) => {
      const proof = await stampTime(Buffer.from(batch.root, 'hex'))
      if (proof.kind === 'unproved')
        throw new Fault(`Expected a time stamp over messages but there is none: ${proof.why}`, { retry: 'later' })
      await keepStamp(sql, batch, proof)
    },
    later: async (batch, { at, error }) => {
      log.warn(
        { event: 'gateway-unstamped', stamp: batch.number, attempts: batch.attempts },
        'messages have no time stamp yet; it is asked for again',
      )
      await stampLater(sql, batch, at, reasonOf(error))
    },
  })
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : 'Expected a time stamp but there is none').slice(0, 300)

/** What proves the time of one message to anybody who holds it; null where the journal has no such message, or it is not stamped yet. */
export async function proofOf({ database: { sql } }: Pick<GatewayParts, 'database'>, key: MessageKey): Promise<MessageProof | null> {
  const at = await placeOf(sql, key)
  if (at === null || at.stamp === null || at.place === null) return null
  const [stamp, leaves] = [await findStamp(sql, at.stamp), await leavesOf(sql, at.stamp)]
  if (stamp === null || stamp.token === null) return null
  // The first stamp has no token before it: its places begin with the first message.
  const place = leaves.length > stamp.messages ? at.place : at.place - 1
  return {
    format: 'ruqsat-message-time',
    version: 1,
    sha256: at.sha256,
    path: treePath(leaves, place, sha256Of),
    root: stamp.root,
    token: Buffer.from(stamp.token).toString('base64'),
    stampedAt: stamp.stampedAt as Instant,
    authority: stamp.authorityName ?? '',
  }
}
