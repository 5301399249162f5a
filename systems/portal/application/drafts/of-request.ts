import type { AnySql } from '@ruqsat/database'
import type { Person } from '../../registration/people/person.ts'
import { lacks, type Access, type DraftAction } from '../core/access.ts'
import { ownNumbers } from './store.ts'

/**
 * What a person may do with a request that its host gives them: all, but where the head of a firm has given them less. Who sees only their own
 * sees what they began; the rest is as if there were none.
 */
export async function accessToRequest(
  sql: AnySql,
  person: Person,
  requestNumber: string,
  action: DraftAction,
): Promise<Extract<Access, 'allowed' | 'notFound' | 'rightNeeded'>> {
  if (person.rights?.seeAll === false && !(await ownNumbers(sql, person)).includes(requestNumber)) return 'notFound'
  return lacks(person, action) ? 'rightNeeded' : 'allowed'
}
