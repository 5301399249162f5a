// The grammar of places in acts: `8 14)`, `5, issue, 3)`, `25(2)`, `616(4), row 2.3`, `12; annex 6`, put into the words of a language.
import type { Language } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'
import { wordsOfPlace } from './parts-of-acts.ts'

/** What the numbers of an act count; `unknown` leaves them as they are. */
export type Numbering = 'points' | 'articles' | 'unknown'

type Scene = {
  readonly numbering: Numbering
  readonly variants: readonly Pick<Variant, 'id' | 'name'>[]
  readonly language: Language
  /** Whether the act's name comes with it in the genitive: Kazakh then says "32-бабы" instead of "32-бап". */
  readonly owned: boolean
}

/** Number of the point or article, its paragraph in brackets, its subparagraphs, and what follows after a comma. */
const NUMBERED = /^(\d+(?:-\d+)?)(?:\((\d+(?:-\d+)?)\))?(?: (\d+(?:-\d+)?\)(?:(?:-|, )\d+(?:-\d+)?\))*))?(?:, (.+))?$/
const SUBPARAGRAPHS = /^\d+(?:-\d+)?\)(?:(?:-|, )\d+(?:-\d+)?\))*$/

type Numbered = { readonly number: string; readonly paragraph: string | null; readonly subs: string | null; readonly tail: string | null }

/** The place in words; null where the act's name owns it and numbers alone do not give it. */
export function placeIn(item: string, scene: Scene): string | null {
  const said = item.split('; ').map((segment) => segmentIn(segment, scene))
  if (said.includes(null)) return null
  return said.join(scene.owned ? ', ' : '; ')
}

function segmentIn(segment: string, scene: Scene): string | null {
  const numbered = scene.numbering === 'unknown' ? null : readNumbered(segment, scene)
  if (numbered !== null) return say(numbered, scene)
  return scene.owned ? null : plain(segment, scene)
}

/** `5, issue, 3)`: the subparagraph comes after the name of the variant that divides the point. */
function readNumbered(segment: string, { variants, language }: Scene): Numbered | null {
  const [, number, paragraph = null, subs = null, rest = null] = NUMBERED.exec(segment) ?? []
  if (number === undefined) return null
  if (rest === null) return { number, paragraph, subs, tail: null }
  const [first = '', ...others] = rest.split(', ')
  const variant = variants.find(({ id }) => id === first)
  const name = variant === undefined ? null : variant.name[language].toLowerCase()
  const more = others.join(', ')
  if (name !== null && subs === null && (more === '' || SUBPARAGRAPHS.test(more)))
    return { number, paragraph, subs: more === '' ? null : more, tail: `(${name})` }
  return { number, paragraph, subs, tail: rest }
}

function say({ number, paragraph, subs, tail }: Numbered, scene: Scene): string {
  const { language, numbering, owned } = scene
  const place = SAY[language](
    { number, paragraph, subs: subs?.replaceAll('-', '–').replaceAll('––', '–') ?? null },
    numbering === 'articles',
    owned,
  )
  if (tail === null) return place
  if (tail.startsWith('(')) return `${place} ${tail}`
  const more = plain(tail, scene)
  return language === 'ru' && owned ? `${more} ${place}` : `${place}, ${more}`
}

type Parts = Omit<Numbered, 'tail'>

const isSeveral = (subs: string) => /\).*\)/.test(subs)

/** From the outermost part to the innermost: each but the last is in the genitive, the last possessed where something comes before it. */
function sayKazakh({ number, paragraph, subs }: Parts, isArticle: boolean, owned: boolean): string {
  const levels = [
    isArticle ? { text: `${number}-`, ...ARTICLE } : { text: `${number}-`, ...POINT },
    ...(paragraph === null ? [] : [{ text: `${paragraph}-`, ...POINT }]),
    ...(subs === null ? [] : [{ text: `${subs} `, ...(isSeveral(subs) ? SUBPOINTS : SUBPOINT) }]),
  ]
  return levels
    .map(({ text, bare, bareOf, own, ownOf }, place) => {
      const isPossessed = owned || place > 0
      const isLast = place === levels.length - 1
      return text + (isLast ? (isPossessed ? own : bare) : isPossessed ? ownOf : bareOf)
    })
    .join(' ')
}

const ARTICLE = { bare: 'бап', bareOf: 'баптың', own: 'бабы', ownOf: 'бабының' }
const POINT = { bare: 'тармақ', bareOf: 'тармақтың', own: 'тармағы', ownOf: 'тармағының' }
const SUBPOINT = { bare: 'тармақша', bareOf: 'тармақшаның', own: 'тармақшасы', ownOf: 'тармақшасының' }
const SUBPOINTS = { bare: 'тармақшалар', bareOf: 'тармақшалардың', own: 'тармақшалары', ownOf: 'тармақшаларының' }

/** From the innermost part to the outermost. */
function sayRussian({ number, paragraph, subs }: Parts, isArticle: boolean): string {
  const parts = [
    ...(subs === null ? [] : [`подп. ${subs}`]),
    ...(paragraph === null ? [] : [`п. ${paragraph}`]),
    isArticle ? `ст. ${number}` : `п. ${number}`,
  ]
  return parts.join(' ')
}

function sayEnglish({ number, paragraph, subs }: Parts, isArticle: boolean): string {
  const whole = `${isArticle ? 'art.' : 'para'} ${number}${paragraph === null ? '' : `(${paragraph})`}`
  return subs === null ? whole : `${whole}, ${isSeveral(subs) ? 'subparas' : 'subpara'} ${subs}`
}

const SAY = { kk: sayKazakh, ru: sayRussian, en: sayEnglish } satisfies Record<
  Language,
  (parts: Parts, isArticle: boolean, owned: boolean) => string
>

/** What has no number of its own, word by word; a number at the beginning is still a point where the act counts points. */
function plain(segment: string, { variants, language }: Scene): string {
  let text = wordsOfPlace(segment, language)
  for (const variant of variants) text = text.replace(new RegExp(`\\b${variant.id}\\b`, 'g'), variant.name[language].toLowerCase())
  return text
}
