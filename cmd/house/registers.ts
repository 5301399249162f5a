// Which adapter answers for each register that the packages declare, by this installation's own configuration; nothing here knows a register.
import { readFile } from 'node:fs/promises'
import { Fault, fillText, type LocalDate, type LocalText } from '@ruqsat/foundation'
import type { Settings } from '@ruqsat/installation'
import {
  registerRowsOf,
  systemName,
  unboundRegisters,
  type RegisterBinding,
  type RegisterFact,
  type RegisterRow,
  type Regulation,
  type Unbound,
} from '@ruqsat/law'
import { sampleFact } from '@ruqsat/scenarios'
import type { BoundRegisters, PeopleSystems } from '@ruqsat/registers'
import { SUBSCRIBERS } from '@ruqsat/portal'
import type { SandboxPerson } from '@ruqsat/sandbox'
import { readBindings, type Regulations } from '@ruqsat/regulations'
import texts from '../texts.yaml'

type Bindings = Readonly<Record<string, RegisterBinding>>

/** Throws a Fault for a file that cannot be read, and for a twin in production. */
export async function bindRegisters(
  { mode, registers: file }: Pick<Settings, 'mode' | 'registers'>,
  regulations: Pick<Regulations, 'editions'>,
): Promise<BoundRegisters> {
  const bindings = file === null ? ownBindings(mode, regulations) : await readBindings(file)
  const twins = Object.entries(bindings).filter(([, { adapter }]) => mode === 'production' && adapter === 'sandbox')
  if (twins.length > 0)
    throw new Fault(`Expected registers of their own in production but ${file} binds twins: ${twins.map(([system]) => system).join(', ')}`)
  const bound = Object.entries(bindings).map(async ([system, binding]) => [system, { binding, key: await keyOf(binding) }] as const)
  return Object.fromEntries(await Promise.all(bound))
}

/** The sandbox has a twin of whatever a package declares: of people and firms the house's own, of all else the rows of the package. */
function ownBindings(mode: Settings['mode'], { editions }: Pick<Regulations, 'editions'>): Bindings {
  const declared = editions.flatMap(({ regulation: { systems = [] } }) => systems)
  if (mode === 'production') return {}
  const adapters = { individual: 'persons', legalEntity: 'firms' } as const
  const twins = declared.map(({ id, register }) => [id, { adapter: register === null ? 'sandbox' : adapters[register.of] }] as const)
  return { ...Object.fromEntries(twins), [SUBSCRIBERS.system]: { adapter: 'sandbox' } }
}

/** Which of the declared registers are those of people, of firms and of powers of attorney; the first that a package declares. */
export function peopleSystems({ editions }: Pick<Regulations, 'editions'>): PeopleSystems {
  const declared = editions.flatMap(({ regulation: { systems = [] } }) => systems)
  const of = (kind: 'individual' | 'legalEntity') => declared.find(({ register }) => register?.of === kind)?.id ?? null
  const powersOfAttorney = declared.find(({ holds }) => holds === 'powersOfAttorney')?.id ?? null
  return { individual: of('individual'), legalEntity: of('legalEntity'), powersOfAttorney }
}

async function keyOf(binding: RegisterBinding): Promise<string | null> {
  if (binding.adapter !== 'http' || binding.keyFile === undefined) return null
  const key = (await readFile(binding.keyFile, 'utf8')).trim()
  if (key === '' || /[^\x20-\x7e]/.test(key)) throw new Fault(`Expected one line with a key in ${binding.keyFile} but found none`)
  return key
}

/** What the twins of the sandbox know: the sample rows of all packages. */
export function sampleRows({ packages }: Pick<Regulations, 'packages'>) {
  return packages.flatMap(({ edition, files }) => registerRowsOf(files, edition.regulation).rows)
}

/**
 * What twins know of everybody in the sandbox where a package asks a register about who applies: something made up, which keeps nobody from
 * going on. Where the package has a row about them, that counts.
 */
export function rowsOfEverybody(
  regulations: Pick<Regulations, 'packages'>,
  people: readonly Pick<SandboxPerson, 'iin' | 'organisation'>[],
  today: LocalDate,
): readonly RegisterRow[] {
  const known = new Set(sampleRows(regulations).map(({ system, about }) => `${system} ${about}`))
  const everybody = [...new Set(people.flatMap(({ iin, organisation }) => [iin, ...(organisation === null ? [] : [organisation.bin])]))]
  const asked = regulations.packages.flatMap(({ edition }) => edition.regulation.variants.flatMap(({ registers = [] }) => registers))
  const questions = asked.filter(({ by }) => by.known === 'applicant.identifier')
  const rows = questions.flatMap(({ system, answers }) =>
    everybody
      .filter((about) => !known.has(`${system} ${about}`))
      .map((about) => ({ system, about, facts: Object.fromEntries(answers.map((fact) => [fact.id, madeUp(fact, about, today)])) })),
  )
  // Several variants ask one register for more or less of the same.
  const merged = Map.groupBy(rows, ({ system, about }) => `${system} ${about}`)
  return [...merged.values()].map((same) => ({ ...same[0]!, facts: Object.assign({}, ...same.map(({ facts }) => facts)) }))
}

/** A number of its own for each of them; what is compared with who applies is who applies. */
function madeUp(fact: RegisterFact, about: string, today: LocalDate): string {
  const { equals, type } = fact
  if (equals !== undefined) return equals.known === 'applicant.identifier' ? about : ''
  return type.kind === 'text' && type.pattern === undefined ? `№ ${about.slice(-4)}`.slice(0, type.maxLength) : sampleFact(fact, today)
}

/** What the twin of subscriber numbers knows: everybody in the sandbox has their own telephone. */
export function subscriberRows(people: readonly Pick<SandboxPerson, 'iin' | 'phone'>[]) {
  return people.map(({ iin, phone }) => ({ system: SUBSCRIBERS.system, about: phone, facts: { [SUBSCRIBERS.fact]: iin } }))
}

/** One line for whoever installs: which act, which register, which setting. */
export function unboundLines(offered: readonly Regulation[], bound: BoundRegisters): readonly LocalText[] {
  const all = offered.flatMap((regulation) =>
    unboundRegisters(regulation, (system) => Object.hasOwn(bound, system)).map((each) => line(each, regulation)),
  )
  return [...new Map(all.map((each) => [each.en, each])).values()]
}

function line({ regulation: id, variant, view, register }: Unbound, regulation: Regulation): LocalText {
  return fillText(texts.unbound.register, { service: `${id} ${variant} (${view})`, register, name: systemName(register, regulation) })
}
