// Personal data are referred to by a salted digest, which says whether they are those that were given.
import { canonicalJson, type Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import { sha256 } from '../checkpoint.ts'
import { readParties, readWithoutParty, type AuditParty } from '../store/audit.ts'
import { partyWords } from '../store/party-words.ts'
import type { AuditFault, CaseFaultKind } from './model.ts'

const PAGE_SIZE = 500

/** `referred`: as `authority digest`, to which parties the host refers itself, as to the holder of a number. */
export async function auditParties(
  sql: Sql,
  schema: string,
  referred: () => Promise<ReadonlySet<string>>,
): Promise<readonly AuditFault<CaseFaultKind>[]> {
  const faults: AuditFault<CaseFaultKind>[] = []
  const others = await referred()
  let after = { authority: '', digest: '' }
  for (;;) {
    const page = await readParties(sql, schema, after, PAGE_SIZE)
    faults.push(...page.flatMap((party) => partyFaults(party, party.caseId !== null || others.has(`${party.authority} ${party.digest}`))))
    const last = page.at(-1)
    if (last === undefined) break
    after = last
  }
  for (const { caseId, applicantRef } of await readWithoutParty(sql, schema)) {
    const detail = 'The row of the applicant is gone'
    faults.push({ kind: 'party-missing', caseId, sequence: null, place: `party ${applicantRef.slice(0, 16)}…`, detail })
  }
  return faults
}

function partyFaults({ digest, caseId, accountId, salt, data, words }: AuditParty, isKnown: boolean): readonly AuditFault<CaseFaultKind>[] {
  const fault = (kind: CaseFaultKind, detail: string): readonly AuditFault<CaseFaultKind>[] => [
    { kind, caseId, sequence: null, place: `party ${digest.slice(0, 16)}…`, detail },
  ]
  if (!isKnown) return fault('row-unknown', 'Nobody refers to these personal data')
  if (data === null || salt === null) return fault('party-missing', 'The personal data of the row are gone')
  if (sha256(canonicalJson({ salt, party: data })) !== digest)
    return fault('party-differs', 'The personal data are not those of their digest')
  const said = (data as { readonly accountId?: Json }).accountId ?? null
  if (accountId !== said) return fault('party-differs', `Expected the account ${String(said)} but the row says ${String(accountId)}`)
  const isFound = words === null || canonicalJson([...words]) === canonicalJson([...partyWords(data)])
  return isFound ? [] : fault('party-differs', 'The words by which the applicant is found are not those of the name')
}
