// What papers of a case have in common: people, authority, grounds, written texts, the way of complaint; and what must hold of them before a signature.
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import {
  dayInWords,
  Fault,
  formatDate,
  inAll,
  isRefusal,
  parseBIN,
  parseIIN,
  type Instant,
  type Language,
  type LocalText,
} from '@ruqsat/foundation'
import { usableSource, type Confirmation, type Ground, type Regulation } from '@ruqsat/law'
import { citation } from './citation.ts'
import type { PaperInput } from './paper-input.ts'
import { STATE_LANGUAGE } from './paper.ts'
import { LINTS } from './result-words.ts'

/**
 * A text of the document: Kazakh, and next to it the language of the document's second column. Russian is always there, for templates of
 * old editions.
 */
export type Pair = LocalText

/** What somebody wrote, each time with its language, the state language first. */
export type LanguageText = { readonly language: Language; readonly text: string }

export function dayIn(instant: Instant, zone: ZoneRules): Pair {
  const { date } = toLocal(instant, zone)
  return inAll((language) => formatDate(date, language))
}

/** The same day in words, as official papers say it next to the signature. */
export function dayWordsIn(instant: Instant, zone: ZoneRules): Pair {
  const { date } = toLocal(instant, zone)
  return inAll((language) => dayInWords(date, language))
}

export function holderRow({ name, iin, bin, address }: PaperInput['holder']) {
  return { name, identifierName: bin === null ? ('IIN' as const) : ('BIN' as const), identifier: bin ?? iin ?? '', address }
}

export function authorityRow({ authority: { name, address, phone } }: Regulation) {
  return { name, address, phone }
}

/** The state language first, then the language of the request where that is another, then what nobody had to write. */
export function written(
  text: string,
  inStateLanguage: string | undefined,
  language: Language,
  also?: LanguageText,
): readonly LanguageText[] {
  const own = text.trim() === '' ? [] : [{ language, text }]
  const stated = inStateLanguage === undefined || inStateLanguage.trim() === '' ? [] : [{ language: STATE_LANGUAGE, text: inStateLanguage }]
  const others = also === undefined || also.text.trim() === '' || also.language === language ? [] : [also]
  return [...(language === STATE_LANGUAGE ? [] : stated), ...own, ...others]
}

export function isInStateLanguage(texts: readonly LanguageText[]): boolean {
  return texts.length === 0 || texts.some(({ language }) => language === STATE_LANGUAGE)
}

export function complaintRow(regulation: Regulation): {
  readonly place: Pair
  readonly term: Pair
  readonly source: Pair
  readonly termSource: Pair | null
} {
  const { place, term, source, termSource } = regulation.complaint
  return {
    place,
    term,
    source: citation(regulation, { ...source, certainty: 'stated' }),
    termSource: termSource === undefined ? null : citation(regulation, { ...termSource, certainty: 'stated' }),
  }
}

type Law = { readonly regulation: Regulation; readonly confirmations: readonly Confirmation[] }

/** Grounds of a closed list, by their ids, each with its remedy and the place that is answered for. */
export function groundRows(
  ids: readonly string[],
  list: readonly Ground[],
  { regulation, confirmations }: Law,
): readonly { readonly text: Pair; readonly remedy: Pair; readonly source: Pair }[] {
  return ids.map((id) => {
    const ground = list.find((each) => each.id === id)
    if (ground === undefined) throw new Fault(`Expected the ground '${id}' in its list but it has none`)
    const source = usableSource(regulation, ground, confirmations) ?? ground.source
    return { text: ground.text, remedy: ground.remedy, source: citation(regulation, { ...source, certainty: 'stated' }) }
  })
}

/** Facts that the paper may not rest on, by what they are: nothing that is only assumed is signed. */
export function assumedIn(
  ids: readonly string[],
  list: readonly Ground[],
  { regulation, confirmations }: Law,
): readonly ('ground' | 'complaint')[] {
  const grounds = list.filter(({ id }) => ids.includes(id))
  const { source, termSource } = regulation.complaint
  const isAssumed = [source, termSource].some((each) => each?.certainty === 'assumed')
  return [
    ...(grounds.some((ground) => usableSource(regulation, ground, confirmations) === null) ? (['ground'] as const) : []),
    ...(isAssumed ? (['complaint'] as const) : []),
  ]
}

type Refusing = {
  readonly grounds: ReturnType<typeof groundRows>
  readonly explanations: readonly LanguageText[]
  readonly assumed: ReturnType<typeof assumedIn>
}

/** Of a paper that refuses something. */
export function lintRefusing({ grounds, explanations, assumed }: Refusing): readonly LocalText[] {
  return broken([
    [grounds.length === 0, LINTS.noGround],
    [explanations.length === 0, LINTS.noExplanation],
    [!isInStateLanguage(explanations), LINTS.noStateLanguage],
    [assumed.includes('ground'), LINTS.assumedGround],
    [assumed.includes('complaint'), LINTS.assumedComplaint],
  ])
}

/** Whose it is, and who signs. */
export function lintPeople({
  holder,
  signer,
}: {
  readonly holder: ReturnType<typeof holderRow>
  readonly signer: { readonly name: string }
}) {
  return broken([
    [isRefusal(parseIIN(holder.identifier)) && isRefusal(parseBIN(holder.identifier)), LINTS.noIdentifier],
    [holder.name.trim() === '' || signer.name.trim() === '', LINTS.noName],
  ])
}

export function broken(rules: readonly (readonly [isBroken: boolean, LocalText])[]): readonly LocalText[] {
  return rules.flatMap(([isBroken, text]) => (isBroken ? [text] : []))
}
