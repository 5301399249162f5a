import { instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { countRevoked, insertList, lockLists, readNewestList, readRevoked, type RevocationListRow } from '../store/certificates.ts'
import { buildRevocationList } from '../wire/crl-build.ts'
import type { AuthorityDeps, AuthorityKeys } from './found.ts'

/** A list is good for a day and is made again after an hour, or at once when something was revoked since. */
export const LIST_VALIDITY_MS = 24 * 3_600_000
export const LIST_RENEWAL_MS = 3_600_000

/** The current revocation list of one authority. Numbers rise by one; of several processes one makes the next. */
export async function currentList(deps: AuthorityDeps, issuer: 'root' | 'issuing'): Promise<Uint8Array> {
  const now = await deps.clock.now()
  const newest = await readNewestList(deps.database.sql, issuer)
  if (newest !== null && isCurrent(newest, now, await countRevoked(deps.database.sql, issuer, now))) return newest.der
  return deps.database.sql.begin(async (tx) => {
    await lockLists(tx, issuer)
    const nowInside = await deps.clock.now(tx)
    const last = await readNewestList(tx, issuer)
    const revoked = await readRevoked(tx, issuer, nowInside)
    if (last !== null && isCurrent(last, nowInside, revoked.length)) return last.der
    const next = makeList(deps.keys, issuer, (last?.number ?? 0) + 1, msFromInstant(nowInside), revoked)
    await insertList(tx, issuer, next)
    return next.der
  }) as Promise<Uint8Array>
}

function isCurrent(list: RevocationListRow, now: string, revokedCount: number): boolean {
  return list.revokedCount === revokedCount && msFromInstant(now) - msFromInstant(list.thisUpdate) < LIST_RENEWAL_MS
}

function makeList(
  keys: AuthorityKeys,
  issuer: 'root' | 'issuing',
  number: number,
  nowMs: number,
  revoked: Awaited<ReturnType<typeof readRevoked>>,
): RevocationListRow {
  const { certificate, key } = keys[issuer]
  const der = buildRevocationList(
    {
      issuer: certificate.subject.der,
      issuerPublicKey: certificate.publicKey,
      number,
      thisUpdateMs: nowMs,
      nextUpdateMs: nowMs + LIST_VALIDITY_MS,
      keepsExpiredSinceMs: certificate.notBeforeMs,
      revoked: revoked.map((row) => ({ serial: row.serial, atMs: msFromInstant(row.revokedAt!), reason: row.reason ?? 0 })),
    },
    key,
  )
  return {
    number,
    thisUpdate: instantFromMs(nowMs),
    nextUpdate: instantFromMs(nowMs + LIST_VALIDITY_MS),
    revokedCount: revoked.length,
    der,
  }
}
