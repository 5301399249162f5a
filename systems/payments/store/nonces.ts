import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type Envelope = { readonly keyId: string; readonly nonce: string; readonly bodySha256: string; readonly receivedAt: Instant }

/** `new`, `repeated` (the same message again) or `reused` (the nonce of another message). */
export async function keepNonce(tx: TransactionSql, envelope: Envelope): Promise<'new' | 'repeated' | 'reused'> {
  const inserted = await tx`
    insert into payments.nonces (key_id, nonce, body_sha256, received_at)
    values (${envelope.keyId}, ${envelope.nonce}, ${envelope.bodySha256}, ${envelope.receivedAt}) on conflict do nothing returning 1`
  if (inserted.length === 1) return 'new'
  const [kept] = await tx<
    { bodySha256: string }[]
  >`select body_sha256 as "bodySha256" from payments.nonces where key_id = ${envelope.keyId} and nonce = ${envelope.nonce}`
  return kept?.bodySha256 === envelope.bodySha256 ? 'repeated' : 'reused'
}

/** Older ones are refused by their timestamp anyway. */
export async function forgetNonces(sql: AnySql, before: Instant): Promise<void> {
  await sql`delete from payments.nonces where received_at < ${before}`
}
