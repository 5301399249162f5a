import { type AnySql, firstRow } from '@ruqsat/database'
import type { Instant, LocalText } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { PhoneExchange, PhoneFault } from '@ruqsat/signing/phone'

/** One signature that somebody makes in eGov Mobile, from the press of the button to its end. */
export type KeptExchange = Omit<PhoneExchange, 'expiresMs'> & {
  readonly id: string
  readonly owner: string
  readonly title: LocalText
  readonly content: Uint8Array
  /** Without the language. */
  readonly submitPath: string
  readonly beginPath: string
  readonly backPath: string
  readonly expiresAt: Instant
  /** `waiting`: nobody opened it yet; `fetched`: the application shows it. */
  readonly state: 'waiting' | 'fetched' | 'signed' | 'ended'
  /** Why it ended; of an open one: what was wrong at the last question. */
  readonly fault: PhoneFault['fault'] | null
  readonly signature: Uint8Array | null
}

type Row = Omit<KeptExchange, 'code'> & { readonly codeType: NonNullable<PhoneExchange['code']>['type'] | null; readonly code: Uint8Array }

export async function addExchange(
  sql: AnySql,
  { code, title, ...kept }: Omit<KeptExchange, 'state' | 'fault' | 'signature'>,
  { now, followedUntil }: { readonly now: Instant; readonly followedUntil: Instant },
): Promise<void> {
  await sql`
    insert into portal.phone_exchange (id, owner, title, content, submit_path, begin_path, back_path, launch_url, code, code_type,
      data_url, sign_url, expires_at, state, began_at, followed_until)
    values (${kept.id}, ${kept.owner}, ${sql.json(title)}, ${Buffer.from(kept.content)}, ${kept.submitPath}, ${kept.beginPath},
      ${kept.backPath}, ${kept.launchUrl}, ${code === null ? null : Buffer.from(code.bytes)}, ${code?.type ?? null}, ${kept.dataUrl},
      ${kept.signUrl}, ${kept.expiresAt}, 'waiting', ${now}, ${followedUntil})`
}

/** Null for one of somebody else. */
export async function ownExchange(sql: AnySql, id: string, owners: readonly string[]): Promise<KeptExchange | null> {
  return firstRow(
    sql<Row[]>`select ${columns(sql)} from portal.phone_exchange where id = ${id} and owner = any(${[...owners]})`,
    exchangeOf,
  )
}

/** Takes over what no process asks about any more. */
export async function takeOpen(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly KeptExchange[]> {
  const rows = await sql<Row[]>`
    update portal.phone_exchange set followed_until = ${leaseUntil}
    where id in (select id from portal.phone_exchange where state in ('waiting', 'fetched') and followed_until <= ${now}
      order by followed_until limit ${limit} for update skip locked)
    returning ${columns(sql)}`
  return rows.map(exchangeOf)
}

type Change = Pick<KeptExchange, 'state' | 'fault' | 'signature'>

/** What became of an open one; false for one that has ended, which stays as it is. */
export async function writeExchange(
  sql: AnySql,
  id: string,
  { state, fault, signature }: Change,
  followedUntil: Instant,
): Promise<boolean> {
  const rows = await sql`
    update portal.phone_exchange
    set state = ${state}, fault = ${fault}, signature = ${signature === null ? null : Buffer.from(signature)}, followed_until = ${followedUntil}
    where id = ${id} and state in ('waiting', 'fetched') returning id`
  return rows.length === 1
}

/** Those that the same person began at the same place before: whoever presses again and again has one open, and one question for it. */
export async function endEarlier(sql: AnySql, { id, owner, beginPath }: Pick<KeptExchange, 'id' | 'owner' | 'beginPath'>): Promise<void> {
  await sql`
    update portal.phone_exchange set state = 'ended', fault = 'expired'
    where owner = ${owner} and begin_path = ${beginPath} and id <> ${id} and state in ('waiting', 'fetched')`
}

export async function forgetExchanges(sql: AnySql, expiredBefore: Instant): Promise<void> {
  await sql`delete from portal.phone_exchange where expires_at < ${expiredBefore}`
}

function columns(sql: AnySql) {
  return sql`id, owner, title, content, submit_path as "submitPath", begin_path as "beginPath", back_path as "backPath",
    launch_url as "launchUrl", code, code_type as "codeType", data_url as "dataUrl", sign_url as "signUrl", expires_at as "expiresAt",
    state, fault, signature`
}

function exchangeOf({ codeType, code, ...row }: Row): KeptExchange {
  return { ...row, code: codeType === null ? null : { type: codeType, bytes: code } }
}
