import { inAll, type Refusal } from '@ruqsat/foundation'
import { contradictionsOf, type Contradicted } from '../core/contradictions.ts'
import { valueText } from '../core/form.ts'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps } from './deps.ts'
import { legalDay } from './drafts.ts'
import type { OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'

/** Answers with which the request would certainly be refused, each with the page where it is corrected. */
export async function contradictions(
  deps: Pick<DraftDeps, 'legalClock' | 'tables'>,
  open: Pick<OpenDraft, 'variant' | 'edition' | 'draft'>,
  person: Pick<Person, 'kind'>,
): Promise<readonly { readonly place: string; readonly refusal: Refusal }[]> {
  const today = legalDay(deps, open.edition, await deps.legalClock.now())
  return contradictionsOf(open.variant, person.kind, open.draft.values, today).map((each) => ({
    place: `form/${each.sectionId}`,
    refusal: refusalOf(each),
  }))
}

/** Which answer, which requirement, by which paragraph, and what to do. */
function refusalOf({ field, value, requirement }: Contradicted): Refusal {
  const answer = { kind: 'typed', text: inAll((language) => valueText(field, value, language)) } as const
  return refusePortal('answer-means-refusal', {
    field: field.id,
    source: requirement.source,
    facts: { answer, requirement: requirement.text },
  })
}
