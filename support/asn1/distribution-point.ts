import { comparableName, directoryKey, type GeneralName, readGeneralNames } from './general-name.ts'
import { readRelativeName } from './name.ts'
import { Cursor, type Element, readAll, readNamedBits } from './read.ts'

/** What a distribution point is called (RFC 5280 4.2.1.13, 5.2.5): whole names, or one step below the name of the list's issuer. */
export type DistributionPointName =
  | { readonly kind: 'full'; readonly names: readonly GeneralName[] }
  | { readonly kind: 'relative'; readonly step: string }

/** Where lists about a certificate are, which reasons they state, and who issues them where that is another authority. */
export type DistributionPoint = {
  readonly name: DistributionPointName | null
  /** Reason flags; null for all. */
  readonly reasons: ReadonlySet<number> | null
  /** Names of the list's issuer; empty where it is the certificate's own. */
  readonly issuers: readonly GeneralName[]
}

/** cRLDistributionPoints. Throws Malformed. */
export function readDistributionPoint(element: Element): DistributionPoint {
  return readAll(element, (cursor) => ({
    name: cursor.optionalAs(0xa0, readDistributionPointName),
    reasons: cursor.optionalAs(0x81, (bits) => readNamedBits(bits, 0x81)),
    issuers: cursor.optionalAs(0xa2, readGeneralNames) ?? [],
  }))
}

/** The name within its explicit tag. */
export function readDistributionPointName(element: Element): DistributionPointName {
  const cursor = new Cursor(element)
  const relative = cursor.optionalAs(0xa1, (step) => readRelativeName(step))
  const name: DistributionPointName =
    relative === null ? { kind: 'full', names: readGeneralNames(cursor.next(0xa0)) } : { kind: 'relative', step: relative }
  cursor.finish()
  return name
}

/** Every name of a point in a form for comparison; one step is written after the name of the list's issuer. */
export function pointKeys(name: DistributionPointName, issuer: readonly string[]): string[] {
  return name.kind === 'full' ? name.names.map(comparableName) : [directoryKey([...issuer, name.step])]
}

/** The addresses of full names; other forms of distribution point have none. */
export function urlsOfPoint({ name }: DistributionPoint): string[] {
  return name?.kind === 'full' ? name.names.filter(({ form }) => form === 'uri').map(({ text }) => text) : []
}
