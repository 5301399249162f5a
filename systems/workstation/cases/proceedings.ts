// What this member of staff may open by themselves, as the packages say.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { officeOpening, type Edition, type Field, type Regulation, type Variant } from '@ruqsat/law'
import type { CaseHost } from '@ruqsat/caseflow'
import type { WorkstationDeps } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import type { StaffActor } from '../contract.ts'
import type { Capacity } from '../staff/substitution.ts'

/** `actor`: in whose post it is opened, their own or that of somebody for whom they act. */
export type Openable = {
  readonly regulation: Regulation
  readonly variant: Variant
  readonly numberField: Field
  readonly actor: StaffActor
}

/** The latest edition of each variant that names the role and authority of one of these posts. */
export function mayOpen(
  { regulations }: Pick<WorkstationDeps, 'regulations'>,
  capacities: readonly Pick<Capacity, 'actor'>[],
): readonly Openable[] {
  const found = capacities.flatMap(({ actor }) => regulations.editions.toReversed().flatMap((edition) => openableIn(edition, actor)))
  return found.filter(
    ({ regulation, variant }, place) =>
      found.findIndex((each) => each.regulation.id === regulation.id && each.variant.id === variant.id) === place,
  )
}

function openableIn({ regulation }: Edition, actor: StaffActor): readonly Openable[] {
  if (regulation.authority.id !== actor.authority) return []
  return regulation.variants.flatMap((variant) => {
    const office = officeOpening(variant, regulation)
    const unit = regulation.units.find(({ id }) => id === office?.opens.unit)
    const fields = variant.form.sections.flatMap((section) => section.fields)
    const numberField = fields.find(({ id }) => id === variant.results.grant.earlier?.field)
    const isTheirs = variant.offered && office?.view.offered === true && unit?.role === actor.role
    return isTheirs && numberField ? [{ regulation, variant, numberField, actor }] : []
  })
}

/** Of several hosts the one that has the act answers. */
export async function fromHost<A>(hosts: readonly CaseHost[], ask: (host: CaseHost) => Promise<A | Refusal>): Promise<A | Refusal> {
  let refusal: Refusal | null = null
  for (const host of hosts) {
    const answer = await ask(host)
    if (!isRefusal(answer) || answer.code !== 'licensing.service-not-offered') return answer
    refusal ??= answer
  }
  return refusal ?? refuseWorkstation('workstation.proceedings-not-yours')
}
