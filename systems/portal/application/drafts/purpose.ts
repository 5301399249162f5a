import type { Source } from '@ruqsat/foundation'
import type { Edition } from '@ruqsat/law'
import type { Purpose } from '@ruqsat/registers/contract'
import type { Person } from '../../registration/people/person.ts'

/** Why a register is asked while somebody applies: for whose service, by whom, for which draft, by which place of the law. */
export function draftPurpose(
  { regulation }: Pick<Edition, 'regulation'>,
  draftId: string,
  { accountId }: Pick<Person, 'accountId'>,
  source: Source,
): Purpose {
  return { authority: regulation.authority.id, asker: accountId, role: 'applicant', caseId: draftId, source }
}
