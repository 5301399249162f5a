// Registers that say what a test lets them say.
import { orFault, parseIIN } from '@ruqsat/foundation'
import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps } from './model.ts'

export type RegistersSay = {
  /** Whether the register of firms answers. */
  registersAnswer: boolean
  /** Powers of attorney by number; none where left out. */
  powers?: Readonly<Record<string, PowerOfAttorney>>
  /** What each declared register says to whoever asks; one that is not named is silent. */
  says: Readonly<Record<string, 'unbound' | 'outage' | 'refused' | 'absent' | Readonly<Record<string, string>>>>
}

export function registersDouble(
  faults: { at<T>(name: string, work: () => Promise<T>): Promise<T> },
  room: RegistersSay,
  headName: string,
): DraftDeps['registers'] {
  return {
    person: async (iin) =>
      room.registersAnswer
        ? {
            kind: 'found',
            value: { iin, surname: 'П', givenName: 'П', patronymic: '', bornOn: '1990-01-01', address: 'А', entrepreneur: false },
          }
        : { kind: 'outage', reason: 'down' },
    powerOfAttorney: async ({ number }) => {
      if (!room.registersAnswer) return { kind: 'outage', reason: 'down' }
      const power = room.powers?.[number]
      return power === undefined ? { kind: 'absent' } : { kind: 'found', value: power }
    },
    legalEntity: (bin) =>
      faults.at('registers.legalEntity', async () => {
        if (!room.registersAnswer) return { kind: 'outage', reason: 'down' }
        const entity = {
          bin,
          name: 'Ф',
          registeredOn: '2008-01-01',
          address: 'А',
          headIin: orFault(parseIIN('790923300010')),
          headName,
        }
        return { kind: 'found', value: entity }
      }),
    isBound: (system) => room.says[system] !== 'unbound',
    ask: (query) =>
      faults.at('registers.ask', async () => {
        const said = room.says[query.system]
        if (said === undefined || said === 'unbound' || said === 'outage') return { kind: 'outage', reason: 'down' }
        if (said === 'refused') return { kind: 'refused', refusal: refusePortal('register-refuses') }
        return said === 'absent' ? { kind: 'absent' } : { kind: 'found', value: { about: query.about, facts: said } }
      }),
  }
}
