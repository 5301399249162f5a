import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'

/** What an act calls the office that a record names by its id: an authority, or a body outside it. The id where no act of this house knows it. */
export function officeName(regulations: readonly Regulation[], id: string): LocalText {
  const own = regulations.find(({ authority }) => authority.id === id)?.authority.name
  return own ?? regulations.flatMap(({ units }) => units).find((unit) => unit.id === id)?.name ?? inAll(() => id)
}
