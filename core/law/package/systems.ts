import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Regulation, View } from './model.ts'

/** What the package calls a system by its unit for it, else as it is declared; an id that nobody declared is given back. */
export function systemName(id: string, { units, systems = [] }: Pick<Regulation, 'units' | 'systems'>): LocalText {
  const unit = units.find((each) => each.kind === 'system' && each.system === id)
  return unit?.name ?? systems.find((each) => each.id === id)?.name ?? inAll(() => id)
}

/** Whether people apply through this channel by themselves on a screen, and not with an employee at a counter. */
export function isElectronic({ id }: Pick<View, 'id'>, { channels = [] }: Pick<Regulation, 'channels'>): boolean {
  return channels.some((each) => each.id === id && each.kind === 'electronic')
}
