// Signed statements about the heads of all cases. Each names the cases that changed since the one before and seals that one with its hash, so that
// the last signature covers them all. They are in the database and, line by line, in a file outside it: who deletes a case, or the tail of
// one,
// has to explain the line.
import { createHash } from 'node:crypto'
import { canonicalJson, Fault, type Instant } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import {
  changedHeads,
  checkpointsToKeep,
  lastCheckpoint,
  markKept,
  storeCheckpoint,
  storeHeads,
  type CheckpointBody,
  type Head,
  type RoomSeal,
} from './store/checkpoints.ts'

export type CheckpointKeeper = {
  /** Signs the RFC 8785 bytes of a checkpoint. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
  /** Appends one line, durably, outside the database. The same line may come twice after a crash. */
  append(line: string): Promise<void>
  /** Seals of a room that keeps rows of no case; none where absent. What was not marked after a crash is signed once more. */
  readonly seals?: { unsigned(): Promise<readonly RoomSeal[]>; signed(seals: readonly RoomSeal[], checkpoint: number): Promise<void> }
}

/** One line of the file outside. */
export type KeptCheckpoint = { readonly body: CheckpointBody; readonly signature: string }

/** Takes a checkpoint; null where nothing has changed since the last. Also brings the file outside up to date where a crash left it behind. */
export async function takeCheckpoint(sql: Sql, schema: string, keeper: CheckpointKeeper): Promise<number | null> {
  const number = await makeCheckpoint(sql, schema, keeper)
  for (const waiting of await checkpointsToKeep(sql, schema)) {
    const line: KeptCheckpoint = { body: JSON.parse(waiting.text) as CheckpointBody, signature: waiting.signature }
    await keeper.append(canonicalJson(line))
    await markKept(sql, schema, waiting.number)
  }
  return number
}

/**
 * Reads, signs, writes: no transaction waits for the signature. What is written depends on what was read by its number alone: where another
 * process took that number meanwhile, its checkpoint stays and the next one is ours.
 */
async function makeCheckpoint(sql: Sql, schema: string, keeper: CheckpointKeeper): Promise<number | null> {
  try {
    const seals = (await keeper.seals?.unsigned()) ?? []
    const unsealed = await readUnsealed(sql, schema, seals)
    if (unsealed === null) return null
    const { body, changed } = unsealed
    const text = canonicalJson(body)
    const signature = Buffer.from(await keeper.sign(Buffer.from(text))).toString('base64')
    const isStored = await sql.begin(async (tx) => {
      if (!(await storeCheckpoint(tx, schema, { number: body.number, text, sha256: sha256(text), signature }))) return false
      await storeHeads(tx, schema, changed)
      return true
    })
    if (isStored && seals.length > 0) await keeper.seals?.signed(seals, body.number)
    return isStored ? body.number : null
  } catch (error) {
    throw error instanceof Fault
      ? error
      : new Fault('Expected to store a checkpoint but the database did not answer', { retry: 'later', cause: error })
  }
}

type Unsealed = { readonly body: CheckpointBody; readonly changed: Awaited<ReturnType<typeof changedHeads>> }

/** The next checkpoint over all that changed since the last, as of one instant; null where nothing has. */
async function readUnsealed(sql: Sql, schema: string, seals: readonly RoomSeal[]): Promise<Unsealed | null> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const last = await lastCheckpoint(tx, schema)
    const changed = await changedHeads(tx, schema)
    if (changed.length === 0 && seals.length === 0) return null
    const [time] = await tx<{ now: Instant }[]>`select legal_time.now() as now`
    const heads = changed.map(({ caseId, version, hash }): Head => [caseId, version, hash])
    const body: CheckpointBody = {
      format: 'ruqsat-checkpoint/1',
      number: (last?.number ?? 0) + 1,
      at: time!.now,
      previousSha256: last?.sha256 ?? null,
      root: merkleRoot(heads),
      heads,
      ...(seals.length > 0 && { seals }),
    }
    return { body, changed }
  }) as Promise<Unsealed | null>
}

/** Root of the binary hash tree over the heads (leaves marked 0, inner nodes 1, as RFC 6962 2.1 does). */
export function merkleRoot(heads: readonly Head[]): string {
  let level = heads.map((head) => hash(Buffer.concat([Buffer.from([0]), Buffer.from(canonicalJson(head))])))
  if (level.length === 0) return sha256('')
  while (level.length > 1) {
    const above: Buffer[] = []
    for (let place = 0; place < level.length; place += 2) {
      const right = level[place + 1]
      above.push(right === undefined ? level[place]! : hash(Buffer.concat([Buffer.from([1]), level[place]!, right])))
    }
    level = above
  }
  return level[0]!.toString('hex')
}

function hash(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
