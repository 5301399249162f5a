// Every source anywhere cites this act or a law of the list, and a place that is in it.
import {
  ACT_PARTS,
  fillText,
  PASSAGE_KEYS,
  passagesOf,
  passageText,
  type LocalText,
  type Passage,
  type Passages,
  type Source,
} from '@ruqsat/foundation'
import { anyOf, NOTHING } from '../package/errors.ts'
import type { CitedLaw, Regulation } from '../package/model.ts'
import { hasPassage, itemsOfLaw, nearestTo } from '../package/passages.ts'
import { NO_PROCEDURE } from '../package/stand-ins.ts'
import texts from '../texts.yaml'
import { isWhole } from '../time/editions.ts'
import { idsOf, objectsIn, problem, strangers, type Problem } from './problem.ts'

export function sourceProblems(regulation: Regulation): readonly Problem[] {
  const { abbreviations, act, items, variants } = regulation
  const sources = objectsIn(regulation).filter(
    (each): each is Source => 'act' in each && 'certainty' in each && each.act !== NO_PROCEDURE.source.act,
  )
  const touched = act.history.flatMap((note) => [...note.items, ...note.changes]).filter((each) => !isWhole(each))
  return [
    ...sources.flatMap((source) => problemsOf(regulation, source)),
    ...[...abbreviations.flatMap(({ forms }) => forms), ...touched].flatMap((own) => placeProblems(regulation, own)),
    ...items.flatMap((each) => strangers('unknown-reference', each, 'variant', idsOf(variants), [each.variant])),
  ]
}

function problemsOf(regulation: Regulation, source: Source): readonly Problem[] {
  const law = regulation.laws.find(({ id }) => id === source.act)
  if (law !== undefined || source.act === regulation.id) return placeProblems(regulation, source, law)
  return strangers('unknown-law', source, 'act', [regulation.id, ...idsOf(regulation.laws)], [source.act])
}

function placeProblems(regulation: Regulation, owner: Passages, law: CitedLaw | null = null): readonly Problem[] {
  const passages = passagesOf(owner)
  const isEmpty = passages.length === 0 || passages.some((each) => Object.keys(each).length === 0)
  if (isEmpty) return [problem('missing-place', owner, 'act', anyOf(PASSAGE_KEYS), NOTHING)]
  return passages
    .filter((passage) => !hasPassage(regulation, law, passage))
    .map((passage) => {
      const at = owner.also?.includes(passage) ? passage : owner
      return problem('unknown-item', at, keyOf(passage), expectedOf(regulation, passage, law), passageText(passage))
    })
}

function keyOf(passage: Passage): keyof Passage {
  return PASSAGE_KEYS.findLast((key) => key !== 'variant' && passage[key] !== undefined) ?? 'variant'
}

function expectedOf(regulation: Regulation, passage: Passage, law: CitedLaw | null): LocalText {
  const items = itemsOfLaw(regulation, law)
  if (items !== null) return fillText(texts.sources.placeOfItems, { places: nearestTo(passage, items).join('; ') })
  const named = [...Object.keys(law?.parts ?? {}), ...ACT_PARTS]
  return anyOf(law?.numbering === undefined ? named : [law.numbering === 'articles' ? '25(2) 1)' : '9 2)', ...named])
}
