import type { ApplicantKind } from '../../package/model.ts'
import { mentions, registersAsked, type Mention } from './asked.ts'
import { shareVariant, systemWithId, type Context, type Raw } from './context.ts'
import texts from '../../texts.yaml'

// Registers and identifiers against those who may apply.

type Register = { readonly system: string; readonly kind: ApplicantKind; readonly identifier: 'iin' | 'bin' }

/** Whom each declared register knows, and by which identifier. */
function registersOf({ regulation: { systems = [] } }: Context): readonly Register[] {
  return systems.flatMap(({ id, register }) => (register === null ? [] : [{ system: id, kind: register.of, identifier: register.by }]))
}

export function undefinedSystems(context: Context): readonly Raw[] {
  const defined = new Set<string>(
    context.regulation.abbreviations
      .filter((each) => each.defined)
      .flatMap((each) => (each.system === null ? each.covers : [each.system, ...each.covers])),
  )
  if (!context.regulation.abbreviations.some((each) => each.defined && each.system !== null)) return []
  return registersAsked(context)
    .filter((mention) => !defined.has(mention.system))
    .map((mention) => ({
      code: 'system-not-defined',
      subject: mention.system,
      source: mention.source,
      facts: { system: systemWithId(mention.system, context) },
    }))
}

/** Whether a register knows only people who may not apply. */
export function isOfOthers(system: string, context: Context): boolean {
  const register = registersOf(context).find((each) => each.system === system)
  return register !== undefined && !applies(context, register.kind)
}

export function registersOfOthers(context: Context): readonly Raw[] {
  const found = mentions(context).filter((mention) => isOfOthers(mention.system, context))
  return found
    .filter((mention) => !saidByTable(mention, found, context))
    .map((mention) => ({
      code: 'register-not-for-applicants',
      subject: `${mention.place}/${mention.system}`,
      source: mention.source,
      facts: { where: mention.place, system: systemWithId(mention.system, context) },
    }))
}

/** A transcript repeats what the executed steps of its own tables name already. */
function saidByTable(mention: Mention, found: readonly Mention[], context: Context): boolean {
  const transcript = context.regulation.transcripts.find((each) => each.id === mention.place)
  if (transcript === undefined) return false
  const tables = context.tables.filter((table) => table.of === transcript.of && shareVariant(table, transcript)).map((table) => table.name)
  return found.some((other) => other.system === mention.system && tables.includes(other.place))
}

export function registersNeverAsked(context: Context): readonly Raw[] {
  const asked = registersAsked(context)
  const named = new Set(mentions(context).map((mention) => mention.system))
  const registers = registersOf(context)
  if (!asked.some((mention) => registers.some((register) => register.system === mention.system))) return []
  return registers
    .filter((register) => applies(context, register.kind) && !named.has(register.system))
    .map((register) => ({
      code: 'register-never-asked',
      subject: register.system,
      source: asked[0]!.source,
      facts: { system: systemWithId(register.system, context) },
    }))
}

type Comparison = { readonly compares: readonly string[]; readonly source: Raw['source'] }

/** Every kind of applicant has an identifier, and the certificate must be compared with it. What is written counts before what is executed. */
export function identifiersNotCompared(context: Context): readonly Raw[] {
  return registersOf(context)
    .filter((register) => applies(context, register.kind))
    .flatMap(({ identifier }): Raw[] => {
      const without = comparisons(context).find((each) => !each.compares.includes(identifier))
      return without === undefined
        ? []
        : [{ code: 'identifier-not-compared', subject: identifier, source: without.source, facts: { identifier: IDENTIFIERS[identifier] } }]
    })
}

const IDENTIFIERS = texts.registers.identifiers

function comparisons(context: Context): readonly Comparison[] {
  const checks = context.tables.flatMap((table) => table.steps.filter((step) => step.action === 'checkCertificate'))
  const written = context.regulation.transcripts
    .flatMap((transcript) => transcript.rows)
    .filter((row) => checks.some((step) => step.id === row.step))
  return [...written, ...checks].flatMap((each) => (each.compares ? [{ compares: each.compares, source: each.source }] : []))
}

function applies(context: Context, kind: ApplicantKind): boolean {
  return context.regulation.applicants.some((applicant) => applicant.kind === kind)
}
