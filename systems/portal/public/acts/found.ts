import type { LocalDate } from '@ruqsat/foundation'
import type { Edition, Regulation } from '@ruqsat/law'
import type { Portal } from '../../deps.ts'

/** Every act of this installation by the edition that is offered, or else by the one that it has. */
export async function actsOf(portal: Portal): Promise<readonly Edition[]> {
  const offers = await portal.offers()
  const byId = new Map(portal.deps.regulations.editions.map((edition) => [edition.regulation.id, edition]))
  for (const { edition } of offers) byId.set(edition.regulation.id, edition)
  return [...byId.values()]
}

export async function actOf(portal: Portal, id: string): Promise<Edition | null> {
  return (await actsOf(portal)).find(({ regulation }) => regulation.id === id) ?? null
}

/** The day on the authority's clock; of an act without an authority, the day of the instant as it is written. */
export async function todayFor(portal: Portal, regulation: Regulation): Promise<LocalDate> {
  return regulation.authority.zone === '' ? (await portal.legalNow()).slice(0, 10) : portal.legalDay(regulation)
}
