import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '@ruqsat/database'
import { type Answer, Fault } from '@ruqsat/foundation'
import { OWN_REGISTERS, type LegalEntity, type PowerOfAttorney, type RegisterFacts, type RegisterPerson } from '../contract.ts'
import { sameKey } from '../core/ask.ts'
import type { HistoryRow } from '../core/import.ts'
import { plainFacts } from '../core/known.ts'
import type { FactsSource } from '../core/source.ts'
import { refuseRegister } from '../refusals.ts'
import { factsAsOf, factsNaming, findFacts, hasHistory, keepHistory, replaceFacts } from '../store/rows.ts'

/**
 * What the sandbox's switch can make of the registers. `wrong` answers about somebody else, `refusing` says that we may not ask, `losing` loses
 * every second answer.
 */
export type TwinMode = 'ok' | 'slow' | 'wrong' | 'down' | 'refusing' | 'losing' | { readonly slowMs: number }

/** Slow enough to be felt, short enough to be no outage. */
const SLOW_MS = 4_000

/**
 * A register that is kept in this database, with its history: by what was imported or populated, else by the rows of the packages, which hold
 * on every day. What a row does not say is empty.
 */
export function keptRegister(database: Database, register: string): FactsSource {
  const { sql } = database
  return {
    async ask({ about, facts, asOf, lists }) {
      if (lists === true) return { kind: 'found', value: listed(about, await factsNaming(sql, register, sameKey(about))) }
      const key = sameKey(about)
      const said =
        (await factsAsOf(sql, register, key, asOf ?? null)) ??
        ((await hasHistory(sql, register, key)) ? null : await findFacts(sql, register, key))
      if (said === null || said.facts === null) return { kind: 'absent' }
      const empty = Object.fromEntries(facts.map((fact) => [fact, '']))
      return { kind: 'found', value: { about: said.about, facts: { ...empty, ...said.facts } } }
    },
  }
}

/** As one answer: how many there are, and the facts of each after its place. */
function listed(about: string, rows: Awaited<ReturnType<typeof factsNaming>>): RegisterFacts {
  const facts = rows.flatMap((row, place) =>
    Object.entries({ ...row.facts, number: row.about }).map(([name, value]) => [`${place + 1}.${name}`, value] as const),
  )
  return { about, facts: { count: String(rows.length), ...Object.fromEntries(facts) } }
}

/** The same of a fictional republic: it fails as real ones do. */
export function twinOf(database: Database, mode: () => Promise<TwinMode> | TwinMode): (register: string) => FactsSource {
  return (register) => {
    const kept = keptRegister(database, register)
    return { ask: async (query) => failing(await mode(), () => kept.ask(query)) }
  }
}

let asked = 0

async function failing(mode: TwinMode, ask: () => Promise<Answer<RegisterFacts>>): Promise<Answer<RegisterFacts>> {
  if (mode === 'down') throw new Fault('Expected the register to answer but it is switched off in the sandbox', { retry: 'later' })
  if (mode === 'refusing') return { kind: 'refused', refusal: refuseRegister('register-access-denied') }
  if (mode === 'slow') await pause(SLOW_MS)
  if (typeof mode === 'object') await pause(mode.slowMs, undefined, { ref: false })
  const answer = await ask()
  if (mode === 'losing' && asked++ % 2 === 0)
    throw new Fault('Expected the register to answer but the sandbox lost its answer on the way', { retry: 'later' })
  return mode === 'wrong' && answer.kind === 'found'
    ? { kind: 'found', value: { ...answer.value, about: `${answer.value.about}-0` } }
    : answer
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

/** Puts powers of attorney into the twin, with the day of their revocation; the same again changes nothing. One transaction. */
export async function populatePowers(database: Database, powers: readonly PowerOfAttorney[]): Promise<void> {
  await database.sql.begin((tx) => keepHistory(tx, OWN_REGISTERS.powersOfAttorney, powers.flatMap(powerRows)))
}

/** A power as it was given, and as it is since it was revoked. */
export function powerRows(power: PowerOfAttorney): readonly HistoryRow[] {
  const { number, givenOn, revokedOn } = power
  const at = (from: string, facts: PowerOfAttorney): HistoryRow => ({ key: sameKey(number), about: number, from, facts: plainFacts(facts) })
  if (revokedOn === null) return [at(givenOn, power)]
  return [...(revokedOn > givenOn ? [at(givenOn, { ...power, revokedOn: null })] : []), at(revokedOn, power)]
}

/** Puts people and firms into the twin; the same again changes nothing. One transaction. */
export async function populateTwin(database: Database, people: readonly RegisterPerson[], entities: readonly LegalEntity[]): Promise<void> {
  const persons = people.map((person) => ({ key: person.iin, about: person.iin, from: person.bornOn, facts: plainFacts(person) }))
  const firms = entities.map((firm) => ({ key: firm.bin, about: firm.bin, from: firm.registeredOn, facts: plainFacts(firm) }))
  await database.sql.begin(async (tx) => {
    await keepHistory(tx, OWN_REGISTERS.individual, persons)
    await keepHistory(tx, OWN_REGISTERS.legalEntity, firms)
  })
}
