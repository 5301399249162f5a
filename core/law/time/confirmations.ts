// What a department itself confirms of a package that only assumes: a ground of refusal that no available text states is not chosen, and
// not signed, before.
import { Fault, LANGUAGES, parseSource, type LocalDate, type LocalText, type Source } from '@ruqsat/foundation'
import type { Ground, Regulation } from '../package/model.ts'

/** Who confirmed a ground, when, and the place of the law that states it. */
export type Confirmation = {
  readonly regulation: string
  readonly ground: string
  readonly by: LocalText
  readonly on: LocalDate
  readonly source: Source
}

export function confirmationOf(regulation: Regulation, groundId: string, confirmations: readonly Confirmation[]): Confirmation | null {
  return confirmations.find((each) => each.regulation === regulation.id && each.ground === groundId) ?? null
}

/** The source by which a ground may be used: its own where a text states it, else the department's; null while it is only assumed. */
export function usableSource(regulation: Regulation, ground: Ground, confirmations: readonly Confirmation[]): Source | null {
  if (ground.source.certainty !== 'assumed') return ground.source
  return confirmationOf(regulation, ground.id, confirmations)?.source ?? null
}

/**
 * Reads the file of confirmations, already parsed: `confirmations:` is a list of `by` (three languages), `on` (a day) and `grounds`, each with regulation,
 * ground and source (act, item). Throws a Fault that names the place.
 */
export function parseConfirmations(value: unknown): readonly Confirmation[] {
  return listAt(recordAt(value, 'the file'), 'confirmations', 'the file').flatMap((entry, place) => {
    const where = `confirmations, entry ${place + 1}`
    const { by, on, ...rest } = recordAt(entry, where)
    if (!isText(by)) throw new Fault(`Expected 'by' in ${LANGUAGES.join(', ')} in ${where} but it is not there`)
    if (typeof on !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(on)) throw new Fault(`Expected 'on' to be a day like 2026-12-01 in ${where}`)
    return listAt(rest, 'grounds', where).map((ground, row): Confirmation => ({
      by,
      on,
      ...readGround(ground, `${where}, ground ${row + 1}`),
    }))
  })
}

function readGround(value: unknown, where: string): Pick<Confirmation, 'regulation' | 'ground' | 'source'> {
  const { regulation, ground, source } = recordAt(value, where)
  if (![regulation, ground].every((each) => typeof each === 'string' && each !== ''))
    throw new Fault(`Expected regulation, ground and source { act, item } in ${where} but one is missing`)
  const place = `${where}, source`
  return {
    regulation: regulation as string,
    ground: ground as string,
    source: parseSource({ ...recordAt(source, place), certainty: 'found' }, place),
  }
}

function recordAt(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault(`Expected names with values in ${where}`)
  return value as Readonly<Record<string, unknown>>
}

function listAt(value: Readonly<Record<string, unknown>>, name: string, where: string): readonly unknown[] {
  const list = value[name]
  if (!Array.isArray(list)) throw new Fault(`Expected a list '${name}' in ${where}`)
  return list
}

function isText(value: unknown): value is LocalText {
  const texts = (value ?? {}) as Record<string, unknown>
  return LANGUAGES.every((language) => typeof texts[language] === 'string' && texts[language].trim() !== '')
}

/** Confirmations that name nothing of this installation: a misspelt id would silently confirm nothing. */
export function strayConfirmations(regulations: readonly Regulation[], confirmations: readonly Confirmation[]): readonly Confirmation[] {
  return confirmations.filter(({ regulation: id, ground, source }) => {
    const regulation = regulations.find((each) => each.id === id)
    if (regulation === undefined) return false
    const knowsGround = regulation.variants.some(({ grounds }) => grounds.some((each) => each.id === ground))
    return !knowsGround || !(source.act === id || regulation.laws.some((law) => law.id === source.act))
  })
}
