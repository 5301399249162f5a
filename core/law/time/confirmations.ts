// What a department itself confirms of a package that only assumes: a ground of refusal that no available text states is not chosen, and
// not signed, before.
import { z } from 'zod'
import { passagesOf, type Source } from '@ruqsat/foundation'
import type { Ground, Regulation } from '../package/model.ts'
import { hasPassage } from '../package/passages.ts'
import { readShape, type Read } from '../package/read.ts'
import { citation, date, id, text, type Data } from '../package/shape.ts'
import { readYaml, type PackageFile } from '../package/yaml.ts'

const confirmer = z.strictObject({
  by: text,
  on: date,
  grounds: z.array(z.strictObject({ regulation: id, ground: id, source: citation })),
})

/** Who confirmed a ground, when, and the place of the law that states it. */
export type Confirmation = Omit<Data<typeof confirmer>, 'grounds'> & Data<typeof confirmer>['grounds'][number]

/** Reads the file of confirmations, or says line by line what was expected. */
export function parseConfirmations({ path, text: written }: PackageFile): Read<readonly Confirmation[]> {
  const tree = readYaml(path, written)
  if ('kind' in tree) return tree
  const read = readShape(z.strictObject({ confirmations: z.array(confirmer) }), tree, new WeakMap())
  if (read.kind === 'broken') return read
  return {
    kind: 'read',
    value: read.value.confirmations.flatMap(({ grounds, ...who }) => grounds.map((ground) => ({ ...who, ...ground }))),
  }
}

export function confirmationOf(regulation: Regulation, groundId: string, confirmations: readonly Confirmation[]): Confirmation | null {
  return confirmations.find((each) => each.regulation === regulation.id && each.ground === groundId) ?? null
}

/** The source by which a ground may be used: its own where a text states it, else the department's; null while it is only assumed. */
export function usableSource(regulation: Regulation, ground: Ground, confirmations: readonly Confirmation[]): Source | null {
  if (ground.source.certainty !== 'assumed') return ground.source
  return confirmationOf(regulation, ground.id, confirmations)?.source ?? null
}

/** Confirmations that name nothing of this installation: a misspelt id would silently confirm nothing. */
export function strayConfirmations(regulations: readonly Regulation[], confirmations: readonly Confirmation[]): readonly Confirmation[] {
  return confirmations.filter(({ regulation: id, ground, source }) => {
    const regulation = regulations.find((each) => each.id === id)
    if (regulation === undefined) return false
    const knowsGround = regulation.variants.some(({ grounds, nonAcceptance }) =>
      [...grounds, ...(nonAcceptance?.grounds ?? [])].some((each) => each.id === ground),
    )
    const law = source.act === id ? null : regulation.laws.find((each) => each.id === source.act)
    return !knowsGround || law === undefined || !passagesOf(source).every((passage) => hasPassage(regulation, law, passage))
  })
}
