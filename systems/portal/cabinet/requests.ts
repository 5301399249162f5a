import { isRefusal, parseRequestNumber } from '@ruqsat/foundation'
import type { CaseHost, CaseSummary, CaseView } from '@ruqsat/caseflow'
import { findVariant, type Edition, type Variant } from '@ruqsat/law'
import type { Portal } from '../deps.ts'
import type { Person } from '../registration/people/person.ts'

/** A person's request with the host that keeps it and the edition that it is pinned to. */
export type OwnRequest = { readonly view: CaseView; readonly host: CaseHost; readonly edition: Edition; readonly variant: Variant }

function hostsOf(portal: Portal): readonly CaseHost[] {
  return Object.values(portal.deps.hosts).filter((host): host is CaseHost => host !== undefined)
}

/** All requests of a person, newest first, from every host. */
export async function requestsOf(portal: Portal, person: Person): Promise<readonly CaseSummary[]> {
  const lists = await Promise.all(hostsOf(portal).map((host) => host.listForApplicant(portal.actor(person))))
  return lists.flat().toSorted((left, right) => (left.registeredAt < right.registeredAt ? 1 : -1))
}

/** The request of this number, or null where this person has none: somebody else's is not found either. */
export async function ownRequest(portal: Portal, person: Person, typed: string): Promise<OwnRequest | null> {
  const number = parseRequestNumber(typed)
  if (isRefusal(number)) return null
  for (const host of hostsOf(portal)) {
    const view = await host.findByNumber(number, portal.actor(person))
    if (isRefusal(view)) continue
    const edition = portal.editionOf(view.editionHash)
    const variant = edition && findVariant(edition.regulation, view.variantId)
    if (edition !== null && variant !== null) return { view, host, edition, variant }
  }
  return null
}
