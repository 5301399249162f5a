import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '@ruqsat/database'
import { type Answer, checkDigit, Fault, isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import type { LegalEntity, PowerOfAttorney, RegisterPerson } from '../contract.ts'
import { sameKey } from '../core/ask.ts'
import type { FactsSource, RegisterSource } from '../core/source.ts'
import { refuseRegister } from '../refusals.ts'
import {
  findFacts,
  findLegalEntity,
  findPerson,
  findPower,
  keepLegalEntity,
  keepPerson,
  keepPower,
  replaceFacts,
} from '../store/twin-rows.ts'

/** What the sandbox's switch can make of the registers. `wrong` answers about somebody else, `refusing` says that we may not ask. */
export type TwinMode = 'ok' | 'slow' | 'wrong' | 'down' | 'refusing'

/** Slow enough to be felt, short enough to be no outage. */
const SLOW_MS = 4_000
const SERIALS = 10_000

/** Registers of a fictional republic, in our own database, that fail as real ones do. */
export function twinSource(database: Database, mode: () => Promise<TwinMode> | TwinMode): RegisterSource {
  return {
    person: async (iin) =>
      answer(await mode(), await findPerson(database.sql, iin), (person) => ({ ...person, iin: another(iin, parseIIN) })),
    legalEntity: async (bin) =>
      answer(await mode(), await findLegalEntity(database.sql, bin), (entity) => ({ ...entity, bin: another(bin, parseBIN) })),
    powerOfAttorney: async (number) =>
      answer(await mode(), await findPower(database.sql, sameKey(number)), (power) => ({ ...power, number: `${power.number}-0` })),
  }
}

/** Any register that a package declares, answering by the sample rows of the packages; what a row does not say is empty. */
export function twinOf(database: Database, mode: () => Promise<TwinMode> | TwinMode): (system: string) => FactsSource {
  return (system) => ({
    async ask({ about, facts }) {
      const row = await findFacts(database.sql, system, sameKey(about))
      const whole = row && { ...row, facts: { ...Object.fromEntries(facts.map((fact) => [fact, ''])), ...row.facts } }
      return answer(await mode(), whole, (found) => ({ ...found, about: `${found.about}-0` }))
    },
  })
}

/** What the twins of all declared registers know from now on. One transaction. */
export async function populateFacts(
  database: Database,
  rows: readonly { readonly system: string; readonly about: string; readonly facts: Readonly<Record<string, string>> }[],
): Promise<void> {
  await database.sql.begin((tx) =>
    replaceFacts(
      tx,
      rows.map((row) => ({ ...row, key: sameKey(row.about) })),
    ),
  )
}

/** Somebody else's number: the next serial that has a check digit. */
function another<T extends string>(number: T, parse: (text: string) => T | Refusal): T {
  const [head, serial] = [number.slice(0, 7), Number(number.slice(7, 11))]
  for (let next = serial + 1; next < serial + SERIALS; next++) {
    const eleven = `${head}${String(next % SERIALS).padStart(4, '0')}`
    const read = parse(`${eleven}${checkDigit(eleven) ?? 0}`)
    if (!isRefusal(read)) return read
  }
  throw new Fault('Expected another number with a check digit but found none')
}

async function answer<T>(mode: TwinMode, row: T | null, distort: (value: T) => T): Promise<Answer<T>> {
  if (mode === 'down') throw new Fault('Expected the register to answer but it is switched off in the sandbox', { retry: 'later' })
  if (mode === 'refusing') return { kind: 'refused', refusal: refuseRegister('register-access-denied') }
  if (mode === 'slow') await pause(SLOW_MS)
  if (row === null) return { kind: 'absent' }
  return { kind: 'found', value: mode === 'wrong' ? distort(row) : row }
}

/** Puts powers of attorney into the twin; the same again changes nothing. One transaction. */
export async function populatePowers(database: Database, powers: readonly PowerOfAttorney[]): Promise<void> {
  await database.sql.begin(async (tx) => {
    for (const power of powers) await keepPower(tx, sameKey(power.number), power)
  })
}

/** Puts people and firms into the twin; the same again changes nothing. One transaction. */
export async function populateTwin(database: Database, people: readonly RegisterPerson[], entities: readonly LegalEntity[]): Promise<void> {
  await database.sql.begin(async (tx) => {
    for (const person of people) await keepPerson(tx, person)
    for (const entity of entities) await keepLegalEntity(tx, entity)
  })
}
