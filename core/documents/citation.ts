import { inAll, type Language, type LocalText, type Source } from '@ruqsat/foundation'
import type { CitedLaw, Regulation } from '@ruqsat/law'
import { placeIn, type Numbering } from './place-in-act.ts'
import texts from './texts.yaml'

/**
 * Where a fact comes from, as a reader of each language cites it: "Регламент, подп. 14) п. 8", "ст. 32 Закона «О разрешениях и уведомлениях»",
 * "«Рұқсаттар және хабарламалар туралы» Заңның 32-бабы". With the mark "assumed" where the fact is not confirmed. Without a regulation only laws that name
 * themselves are named.
 */
export function citation(regulation: Regulation | null, source: Source): LocalText {
  const place = placeOfSource(regulation, source)
  if (source.certainty !== 'assumed') return place
  return inAll((language) => `${place[language]} (${ASSUMED[language]})`)
}

function placeOfSource(regulation: Regulation | null, source: Source): LocalText {
  const law = regulation?.laws.find((each) => each.id === source.act)
  const own = source.act === regulation?.id
  const name = own ? SAME_ACT : (law?.name ?? source.law ?? inAll(() => source.act))
  const variants = regulation?.variants ?? []
  const numbering: Numbering = own ? 'points' : (law?.numbering ?? 'unknown')
  return inAll((language) => {
    if (source.place !== undefined) return `${name[language]}, ${source.place[language]}`
    const ofName = source.place === undefined && law?.ofName
    const owned = ofName ? placeIn(source.item, { numbering, variants, language, owned: true }) : null
    if (ofName && owned !== null) return joined(ofName, owned, language)
    return `${name[language]}, ${placeIn(source.item, { numbering, variants, language, owned: false }) ?? source.item}`
  })
}

/** Kazakh names the act before its part, the other languages after it. */
function joined(ofName: NonNullable<CitedLaw['ofName']>, place: string, language: Language): string {
  if (language === 'kk') return `${ofName.kk} ${place}`
  return language === 'ru' ? `${place} ${ofName.ru}` : `${place} of ${ofName.en}`
}

const SAME_ACT: LocalText = texts.citation.sameAct
const ASSUMED: LocalText = texts.citation.assumed
