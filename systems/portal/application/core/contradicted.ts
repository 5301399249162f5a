import { inAll, type Refusal } from '@ruqsat/foundation'
import { valueText, type Contradicted } from '@ruqsat/documents'
import { refusePortal } from '../../refusals.ts'

/** Which answer, which requirement, by which paragraph, and what to do. */
export function contradictionRefusal({ field, value, requirement }: Contradicted): Refusal {
  const answer = { kind: 'typed', text: inAll((language) => valueText(field, value, language)) } as const
  return refusePortal('answer-means-refusal', {
    field: field.id,
    source: requirement.source,
    facts: { answer, requirement: requirement.text },
  })
}
