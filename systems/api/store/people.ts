// Links of subjects of providers with accounts, and sign-ins that crossed the border of the house.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { PeopleRealm } from '../identity/people.ts'

export type SubjectLink = { readonly provider: string; readonly subject: string; readonly realm: PeopleRealm; readonly accountId: string }

/** The account that this subject was linked with first; makes the link where there is none. */
export async function linkSubject(sql: AnySql, { provider, subject, realm, accountId }: SubjectLink, at: Instant): Promise<string> {
  await sql`
    insert into api.link (provider, subject, realm, account_id, linked_at) values (${provider}, ${subject}, ${realm}, ${accountId}, ${at})
    on conflict do nothing`
  const row = await firstRow(
    sql<{ accountId: string }[]>`
      select account_id as "accountId" from api.link where provider = ${provider} and subject = ${subject} and realm = ${realm}`,
  )
  return row!.accountId
}

export type BorderSignIn = {
  readonly at: Instant
  readonly direction: 'to' | 'by'
  readonly partner: string
  readonly realm: PeopleRealm
  readonly accountId: string | null
  readonly outcome: 'done' | 'refused'
  readonly detail: string
}

export async function keepSignIn(sql: AnySql, one: BorderSignIn): Promise<void> {
  await sql`
    insert into api.sign_in (at, direction, partner, realm, account_id, outcome, detail)
    values (${one.at}, ${one.direction}, ${one.partner}, ${one.realm}, ${one.accountId}, ${one.outcome}, ${one.detail})`
}
