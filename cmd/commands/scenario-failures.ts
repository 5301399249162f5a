// A scenario that does not go as it says, in the reader's language.
import { fillString, quoted, type Language } from '@ruqsat/foundation'
import type { Said, ScenarioFailure } from '@ruqsat/scenarios'
import texts from '../texts.yaml'

/** One line for a terminal, behind the file's name: line, what the scenario says, what came of it, what to do. */
export function failureLine({ line, text, expected, found }: ScenarioFailure, language: Language): string {
  const words = ({ code, value }: Said) => fillString(texts.scenarioFailures.said[code][language], { value })
  const sentence = fillString(texts.scenarioFailures.expectedFoundMendTheScenario[language], {
    expected: words(expected),
    found: words(found),
  })
  return `${line}: ${quoted(text, language)}: ${sentence}`
}
