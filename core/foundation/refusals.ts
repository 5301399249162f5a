// Refusals are facts until somebody reads them. A room declares the words of its codes once, next to its other texts; here they are kept in
// one catalogue, and whoever shows a refusal asks it for the sentences, with what the reader knows: names behind ids, the clock on their wall.
import { Fault, type RefusalFact, type Facts, type Refusal } from './errors.ts'
import { formatTenge } from './money.ts'
import type { Source } from './source.ts'
import { fillText, inAll, type Language, type LocalText } from './texts.ts'
import type { Instant } from './time.ts'
import texts from './values/texts.yaml'

/** What is wrong, and what the person can do. */
export type RefusalWords = { readonly text: LocalText; readonly remedy: LocalText }

/** `operator`: where whoever runs the installation has to act, what is missing and what to add. For logs and staff, never on a citizen's page. */
export type RefusalRow = RefusalWords & { readonly source?: Source; readonly operator?: RefusalWords }

export type RefusalDetails = Pick<Refusal, 'field' | 'facts' | 'source'>

const CATALOGUE = new Map<string, RefusalRow>()

/** Enters the rows of a room into the catalogue, under `prefix` and their key, and gives the function that makes its refusals. */
export function refusalsOf<Rows extends Readonly<Record<string, RefusalRow>>>(prefix: string, rows: Rows) {
  for (const [key, row] of Object.entries(rows)) {
    const code = prefix + key
    const known = CATALOGUE.get(code)
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(row))
      throw new Fault(`Expected one room to have words for the refusal '${code}' but two have`)
    CATALOGUE.set(code, row)
  }
  return (key: keyof Rows & string, details: RefusalDetails = {}): Refusal => {
    const source = details.source ?? rows[key]!.source
    return { kind: 'refusal', code: prefix + key, ...details, ...(source && { source }) }
  }
}

/** What the edge knows of who reads. Without it an id stays an id, and an instant is written in UTC. */
export type RefusalReader = {
  readonly official?: (id: string) => string | undefined
  readonly instant?: (at: Instant, language: Language) => string
}

export type Sentences = RefusalWords & { readonly operator?: RefusalWords }

/** A refusal at the edge that has been put into words for its reader. */
export type SaidRefusal = Refusal & Sentences

export function said(refusal: Refusal, reader: RefusalReader): SaidRefusal {
  return { ...refusal, ...wordsOf(refusal, reader) }
}

/** The sentences of a refusal, its facts in the words of people; what is said already stays as it is. */
export function wordsOf(refusal: Refusal | SaidRefusal, reader: RefusalReader = {}): Sentences {
  if ('text' in refusal) return refusal
  const row = CATALOGUE.get(refusal.code)
  if (row === undefined) return unknownCode(refusal)
  const facts = Object.fromEntries(Object.entries(refusal.facts ?? {}).map(([name, fact]) => [name, inWords(fact, reader)]))
  const filled = ({ text, remedy }: RefusalWords): RefusalWords => ({ text: fillText(text, facts), remedy: fillText(remedy, facts) })
  return { ...filled(row), ...(row.operator && { operator: filled(row.operator) }) }
}

/** Another program may know codes that this one does not: a newer release of a remote room. Its code is what people can name then. */
function unknownCode({ code }: Refusal): Sentences {
  const { text, remedy } = texts.unknownCode
  return { text: fillText(text, { code }), remedy: fillText(remedy, { code }) }
}

/** Whether the person can do nothing but wait for whoever runs the installation. */
export function isForOperator({ code }: Refusal): boolean {
  return CATALOGUE.get(code)?.operator !== undefined
}

function inWords(fact: RefusalFact, reader: RefusalReader): string | number | LocalText {
  if (typeof fact !== 'object' || !('kind' in fact)) return fact
  switch (fact.kind) {
    case 'official':
      return reader.official?.(fact.id) ?? fact.id
    case 'instant':
      return inAll((language) => reader.instant?.(fact.at, language) ?? fact.at)
    case 'money':
      return formatTenge(fact.tiyn)
    case 'typed':
      return fact.text
    case 'refusal':
      return wordsOf(fact.refusal, reader).text
  }
}

/** The ids of officials that the facts name. */
export function officialsIn(facts: Facts = {}): readonly string[] {
  return Object.values(facts).flatMap((fact) => (typeof fact === 'object' && 'kind' in fact && fact.kind === 'official' ? [fact.id] : []))
}
