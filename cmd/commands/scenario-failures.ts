// A scenario that does not go as it says, in the reader's language.
import { fillString, quoted, wordsOf, type Language } from '@ruqsat/foundation'
import type { Said, ScenarioFailure } from '@ruqsat/scenarios'
import texts from '../texts.yaml'

/** One line for a terminal, behind the file's name: line, what the scenario says, what came of it, what to do. */
export function failureLine({ line, text, expected, found }: ScenarioFailure, language: Language): string {
  // A code is for the scenario; the sentence is what a person would have read.
  const named = ({ value, refusal }: Said) => (refusal === undefined ? value : `${value} (${wordsOf(refusal).text[language]})`)
  const words = (each: Said) => fillString(texts.scenarioFailures.said[each.code][language], { value: named(each) })
  const sentence = fillString(texts.scenarioFailures.expectedFoundMendTheScenario[language], {
    expected: words(expected),
    found: words(found),
  })
  return `${line}: ${quoted(text, language)}: ${sentence}`
}
