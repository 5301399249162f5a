import { passagesOf, sourceText, type LocalText, type Source } from '@ruqsat/foundation'
import type { CitedLaw } from '../../package/model.ts'
import type { Context, Raw } from './context.ts'
import texts from '../../texts.yaml'

// How sure a source says that we are, against what it cites: the act itself, this package's reading of it, or another law.

const WORDS = texts.certaintyRules

type Kind = 'own' | 'reading' | 'law'

/** What a certainty must be by what is cited; a child of a model cites the model as it cites itself. */
export function certainties(context: Context): readonly Raw[] {
  return [...wrongByCited(context), ...assumedWords(context), ...laws(context)]
}

const differs = (subject: string, source: Source, there: LocalText): Raw => ({
  code: 'certainty-differs',
  subject,
  source,
  facts: { here: `${source.act} ${sourceText(source)} (${source.certainty})`, there },
})

const placeOf = (source: Source) => `${source.act}/${sourceText(source)}/${source.certainty}`

function sourcesOf({ regulation }: Context): readonly Source[] {
  const all = ownObjects(regulation).filter((each): each is Source => 'act' in each && 'certainty' in each)
  return all.filter(({ act }) => kindOf(act, regulation) !== null)
}

/** What the general law says is its own affair. */
function ownObjects(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null || 'inherited' in value) return []
  return [value, ...Object.values(value).flatMap(ownObjects)]
}

function kindOf(act: string, { id, laws: known, model }: Context['regulation']): Kind | null {
  if (act === id || act === model?.id) return 'own'
  const law = known.find((each) => each.id === act)
  return law === undefined ? null : law.numbering === 'own' ? 'reading' : 'law'
}

/** The act's own text is never "another source", another law never states for the act, and a reading of ours is never certain. */
function wrongByCited(context: Context): readonly Raw[] {
  const wrong: Readonly<Record<Kind, readonly Source['certainty'][]>> = { own: ['found'], law: ['stated'], reading: ['stated', 'found'] }
  return sourcesOf(context).flatMap((source) => {
    const kind = kindOf(source.act, context.regulation)!
    return wrong[kind].includes(source.certainty) ? [differs(placeOf(source), source, WORDS[kind])] : []
  })
}

/** What the act's own words are kept as is said by the act; a decision about it is always ours. */
function assumedWords({ regulation }: Context): readonly Raw[] {
  const { abbreviations, act, readings, transcripts } = regulation
  const { gaps, annexes, duties, conditions, lists, stated, nature, unitList, legend } = act
  const own = [...gaps, ...annexes, ...duties, ...conditions, ...lists, ...stated, ...abbreviations, nature, unitList, legend]
  const words = [...own, ...transcripts, ...transcripts.flatMap(({ rows }) => rows)].flatMap((each) => (each === null ? [] : [each.source]))
  return [
    ...words
      .filter(({ act: cited, certainty }) => certainty !== 'stated' || kindOf(cited, regulation) !== 'own')
      .map((source) => differs(placeOf(source), source, WORDS.words)),
    ...readings
      .filter(({ source }) => source.certainty !== 'assumed' || kindOf(source.act, regulation) === 'law')
      .map(({ code, subject, source }) => differs(`${code} ${subject}`, source, WORDS.decided)),
  ]
}

/** A law was read or it was not: where one is cited both ways, each place of the rarer way is named. */
function laws(context: Context): readonly Raw[] {
  const { regulation } = context
  const cited = Map.groupBy(
    sourcesOf(context).filter(({ act }) => kindOf(act, regulation) === 'law'),
    ({ act }) => act,
  )
  return [...cited.values()].flatMap((sources) => {
    const [found, assumed] = (['found', 'assumed'] as const).map((certainty) => sources.filter((each) => each.certainty === certainty))
    const rarer = found!.length < assumed!.length ? found! : assumed!
    return rarer.length === sources.length || rarer.length === 0 ? [] : rarer.map((source) => differs(placeOf(source), source, WORDS.both))
  })
}

/** A law whose numbers are cited says which of them are known, so that a slip in one does not pass for another. */
export function unlistedPlaces(context: Context): readonly Raw[] {
  const unlisted = (law: CitedLaw) =>
    law.items === undefined && !('inherited' in law) && law.numbering !== undefined && law.numbering !== 'own'
  const sources = sourcesOf(context)
  return context.regulation.laws.filter(unlisted).flatMap((law): readonly Raw[] => {
    const citing = sources.filter(({ act }) => act === law.id)
    const places = [
      ...new Set(citing.flatMap((source) => passagesOf(source)).flatMap(({ item, annex }) => [item ?? [], annex ?? []].flat())),
    ]
    if (places.length === 0) return []
    return [{ code: 'law-without-items', subject: law.id, source: citing[0]!, facts: { law: law.name, places: places.join('; ') } }]
  })
}
