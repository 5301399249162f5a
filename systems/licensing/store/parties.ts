import { type BIN, codeKey, type IIN, ownBIN, ownIIN, type RequestNumber } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { OwnCasesQuery, Party } from '@ruqsat/caseflow/host'
import type { CaseState } from '@ruqsat/engine'

/** The personal data of a case's applicant; null where they were erased. */
export async function readParty(sql: Sql, authority: string, applicantRef: string): Promise<Party | null> {
  const [row] = await sql<
    { data: KeptParty | null }[]
  >`select data from licensing.party where authority = ${authority} and digest = ${applicantRef}`
  return partyFrom(row?.data ?? null)
}

/** What lies in a row of ours: the portal read the numbers from a certificate before it sent them. */
export type KeptParty = Omit<Party, 'iin' | 'bin'> & { readonly iin: string | null; readonly bin: string | null }

export function partyFrom(kept: KeptParty | null): Party | null {
  if (kept === null) return null
  return { ...kept, iin: kept.iin === null ? null : ownIIN(kept.iin), bin: kept.bin === null ? null : ownBIN(kept.bin) }
}

/** An applicant follows some cases, not thousands; a list beyond this is cut at its end. */
const MOST_CASES = 500

type Wanted = Pick<OwnCasesQuery, 'limit' | 'after' | 'numbers'> & {
  /** Letters and digits of a number, or services. */
  readonly found?: { readonly number: string; readonly services: readonly string[] }
}

/** Cases of this firm, or those that this account filed for itself; newest first. */
export async function casesOfApplicant(
  sql: Sql,
  { id, bin, iin }: { readonly id: string; readonly bin?: BIN | null; readonly iin?: IIN | null },
  { limit = MOST_CASES, after, found, numbers }: Wanted = {},
): Promise<readonly { readonly caseId: string; readonly state: CaseState }[]> {
  return sql<{ caseId: string; state: CaseState }[]>`
    select c.case_id as "caseId", c.fixed || c.state as state from licensing.party p
    join licensing.case_file c on c.authority = p.authority and c.applicant_ref = p.digest
    where ${bin ? sql`p.data->>'bin' = ${bin}` : sql`(${ownOf(sql, id, iin ?? null)})`}
      ${numbers ? sql`and c.request_number = any(${[...numbers]})` : sql``}
      ${after ? sql`and (c.opened_at, c.request_number) < (${after.registeredAt}, ${after.requestNumber})` : sql``}
      ${found ? sql`and (replace(c.request_number, '-', '') like ${`%${found.number || '-'}%`} or c.regulation || '/' || c.variant = any(${[...found.services]}))` : sql``}
    order by c.opened_at desc, c.request_number desc limit ${Math.min(limit, MOST_CASES)}`
}

/** What this account filed, for itself or for somebody whom it represents; and what a representative filed for this person. */
function ownOf(sql: Sql, accountId: string, iin: IIN | null) {
  const filed = sql`p.account_id = ${accountId} and (p.data->>'bin' is null or p.data ? 'representative')`
  return iin === null ? filed : sql`${filed} or (p.data->>'iin' = ${iin} and p.data->>'bin' is null and p.data ? 'representative')`
}

/** A page of paper is shorter; who waits longest for an answer is first. */
const MOST_WAITING = 200

/** Open cases of this authority that wait for an answer of their applicant, the first to end first; of this officer alone, where one is named. */
export async function casesWaiting(
  sql: Sql,
  { authority, officer }: { readonly authority: string; readonly officer: string | null },
): Promise<readonly { readonly caseId: string; readonly state: CaseState }[]> {
  return sql<{ caseId: string; state: CaseState }[]>`
    select case_id as "caseId", fixed || state as state from licensing.case_file
    where authority = ${authority} and status = 'open' and asked_until is not null
      ${officer === null ? sql`` : sql`and state->>'officerId' = ${officer}`}
    order by asked_until, case_id limit ${MOST_WAITING}`
}

/** By its letters and digits: a whole id among the letters has hyphens of its own, which a person may leave out. */
export async function caseByRequestNumber(sql: Sql, number: RequestNumber): Promise<string | null> {
  const key = codeKey(number)
  const [row] = await sql<{ caseId: string }[]>`
    select case_id as "caseId" from licensing.case_file where replace(request_number, '-', '') = ${key} order by request_number limit 1`
  return row?.caseId ?? null
}
