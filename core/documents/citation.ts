import { fillString, inAll, passagesOf, type LocalText, type NamedLaw, type Source } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import texts from './texts.yaml'
import { passagesOnceWritten } from './passages-once-written.ts'
import { isNumbered, passageWords, type CitationScene } from './passage-words.ts'

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
  const law = lawOf(regulation, source)
  const variants = regulation?.variants ?? []
  const passages = passagesOf(source).flatMap((passage) => passagesOnceWritten(passage, variants) ?? passage)
  const isOwned = passages.length > 0 && law.ofName !== undefined && passages.every((passage) => isNumbered(passage, law.numbering))
  return inAll((language) => {
    const scene: CitationScene = { numbering: law.numbering, parts: law.parts ?? {}, variants, language, isOwned }
    const words = passages.map((passage, place) => passageWords(passage, scene, passages[place - 1]))
    return isOwned
      ? fillString(OF_LAW[language], { law: law.ofName![language], place: words.join(', ') })
      : [law.name[language], ...(words.length > 0 ? [words.join('; ')] : [])].join(', ')
  })
}

function lawOf(regulation: Regulation | null, source: Source): NamedLaw {
  if (source.act === regulation?.id) return OWN
  return regulation?.laws.find(({ id }) => id === source.act) ?? source.law ?? { name: inAll(() => source.act) }
}

const OWN: NamedLaw = { name: texts.citation.sameAct, numbering: 'own' }
const { assumed: ASSUMED, ofLaw: OF_LAW } = texts.citation
