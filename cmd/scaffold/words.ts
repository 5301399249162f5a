import { inAll, type Language, LANGUAGES, type LocalText, type Passage } from '@ruqsat/foundation'
import { FILL_IN } from '@ruqsat/law'

/** What the writer of a new package decides before the first file: everything else is filled in by hand. */
export type PackagePlan = {
  /** Short id of the regulation, as addresses and sources have it. */
  readonly id: string
  readonly variants: readonly string[]
  readonly channels: readonly string[]
  /** Channels among them that the general law does not declare. */
  readonly own?: readonly OwnChannel[]
  /** Where `regulations/schema/` lies, as a file of the package's own folder would write it: `../schema`. */
  readonly schemas: string
  /** In which the comments are written; English where nobody says. */
  readonly language?: Language
}

export const CHANNELS = ['portal', 'desk', 'centre'] as const
export type PackageChannel = (typeof CHANNELS)[number]

/** A channel of the act's own: an electronic one is walked by people themselves, as the portal is; a counter is a desk. */
export type OwnChannel = { readonly id: string; readonly kind: 'electronic' | 'counter' }

/** The known channel whose table a channel begins with. */
export function channelLike({ own = [] }: Pick<PackagePlan, 'own'>, channel: string): PackageChannel {
  const kind = own.find(({ id }) => id === channel)?.kind
  return kind === undefined ? (channel as PackageChannel) : kind === 'electronic' ? 'portal' : 'desk'
}

export type NewFile = { readonly path: string; readonly text: string }

/** Lines of a comment, in the language of who fills the file in. */
export function comment({ language = 'en' }: Pick<PackagePlan, 'language'>, said: LocalText, indent = ''): string {
  return said[language]
    .split('\n')
    .map((line) => `${indent}# ${line}`)
    .join('\n')
}

/** The line by which editors complete and check a file, `depth` folders below the package. */
export function schemaLine({ schemas }: PackagePlan, kind: string, depth = 0): string {
  return `# yaml-language-server: $schema=${'../'.repeat(depth)}${schemas}/${kind}.json`
}

/** A text that nobody has written yet, in three languages, each saying what belongs there. */
export function fillIn(what: LocalText): string {
  return text(inAll((language) => `${FILL_IN[language]}: ${what[language]}`))
}

export function text(each: LocalText): string {
  return `{ ${LANGUAGES.map((language) => `${language}: '${each[language]}'`).join(', ')} }`
}

/** The source of a fact; everything in a new package is assumed until somebody has read it. */
export function source(plan: PackagePlan, passage: Passage): string {
  return `{ act: ${plan.id}, ${placeOf(passage)}, certainty: assumed }`
}

/** A place in the act as YAML. */
export function placeOf(passage: Passage): string {
  return Object.entries(passage)
    .map(([key, value]) => `${key}: ${/^\d/.test(value) ? `'${value}'` : value}`)
    .join(', ')
}
