import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Regulation, SystemId } from './model.ts'
import texts from '../texts.yaml'

/** Names of the information systems where a package has no unit for one: our own plain words. */
export const SYSTEM_NAMES: Readonly<Record<SystemId, LocalText>> = texts.systems.systemNames

/** What the package calls a system by its unit for it, else our own plain words; an id that is no system is given back. */
export function systemName(id: string, { units }: Pick<Regulation, 'units'>): LocalText {
  const unit = units.find((each) => each.kind === 'system' && each.system === id)
  return unit?.name ?? (Object.hasOwn(SYSTEM_NAMES, id) ? SYSTEM_NAMES[id as SystemId] : inAll(() => id))
}
