// The acts of administration and what follows from them. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant, Json, LocalText, MailAddress, PhoneNumber } from '@ruqsat/foundation'
import { recordWith } from '@ruqsat/security'
import type { ServiceSwitch } from '../core/on-offer.ts'

export type ActKind = 'administratorAdded' | 'administratorLeft' | 'serviceClosed' | 'serviceOpened' | 'contactsChanged' | 'messagesRetried'

export type AdministrationAct = {
  readonly id: string
  readonly kind: ActKind
  readonly subject: string
  readonly facts: {
    readonly name?: string
    readonly count?: number
    /** Of a service that was closed or opened: which part, and from when where that was not at once. */
    readonly variant?: string
    readonly view?: string
    readonly from?: Instant
  }
  readonly why: string
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Instant
}

export type ActPlace = Pick<AdministrationAct, 'at' | 'id'>

export async function insertAct(sql: AnySql, { kind, subject, facts, why, by, at }: Omit<AdministrationAct, 'id'>): Promise<void> {
  await sql`insert into administration.act (kind, subject, facts, why, by_id, by_name, at)
    values (${kind}, ${subject}, ${sql.json(facts as Json as never)}, ${why}, ${by.id}, ${by.name}, ${at})`
  await recordWith(sql, {
    kind: 'rights-changed',
    outcome: 'done',
    realm: by.id === 'command' ? 'command' : 'administration',
    actor: by.id,
    subject: { kind: kind.startsWith('administrator') ? 'account' : 'setting', id: subject },
    facts: { change: kind },
  })
}

/** The newest first, behind this place where one is given. */
export async function listActs(sql: AnySql, after: ActPlace | null, limit: number): Promise<readonly AdministrationAct[]> {
  const rows = await sql<(Omit<AdministrationAct, 'by'> & { readonly byId: string; readonly byName: string })[]>`
    select act.id::text, kind, subject, facts, why, by_id as "byId", by_name as "byName", at from administration.act
    where ${after === null ? sql`true` : sql`(at, act.id) < (${after.at}::timestamptz, ${after.id}::bigint)`}
    order by at desc, act.id desc limit ${limit}`
  return rows.map(({ byId, byName, ...row }) => ({ ...row, by: { id: byId, name: byName } }))
}

/** Every time that a service or a part of one was closed or opened, the first decision first. */
export async function serviceSwitches(sql: AnySql): Promise<readonly ServiceSwitch[]> {
  return sql<ServiceSwitch[]>`
    select subject as regulation, facts ->> 'variant' as variant, facts ->> 'view' as view, kind = 'serviceOpened' as "isOpen",
      coalesce((facts ->> 'from')::timestamptz, at) as "from"
    from administration.act where kind in ('serviceClosed', 'serviceOpened') order by id`
}

/** One of two who switch at once waits for the other. */
export async function holdSwitches(sql: AnySql): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('administration services', 0))`
}

export type AuthorityContact = { readonly address: LocalText; readonly phone: PhoneNumber | null; readonly email: MailAddress | null }

export function contactOf(sql: AnySql, authority: string): Promise<AuthorityContact | null> {
  return firstRow(
    sql<AuthorityContact[]>`select address, phone, email from administration.authority_contact where authority = ${authority}`,
  )
}

export async function keepContact(sql: AnySql, authority: string, { address, phone, email }: AuthorityContact): Promise<void> {
  await sql`insert into administration.authority_contact (authority, address, phone, email)
    values (${authority}, ${sql.json(address)}, ${phone}, ${email})
    on conflict (authority) do update set address = excluded.address, phone = excluded.phone, email = excluded.email`
}
