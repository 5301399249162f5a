// A scenario that does not go as it says, in the reader's language.
import { fillString, quoted, type Language, type LocalText } from '@ruqsat/foundation'
import type { Said, SaidCode, ScenarioFailure } from '@ruqsat/scenarios'
import texts from '../texts.yaml'

const SAID: Readonly<Record<SaidCode, LocalText>> = texts.scenarioFailures.said

const SENTENCE: LocalText = texts.scenarioFailures.expectedFoundMendTheScenario

/** One line for a terminal, behind the file's name: line, what the scenario says, what came of it, what to do. */
export function failureLine({ line, text, expected, found }: ScenarioFailure, language: Language): string {
  const words = ({ code, value }: Said) => fillString(SAID[code][language], { value })
  const sentence = fillString(SENTENCE[language], { expected: words(expected), found: words(found) })
  return `${line}: ${quoted(text, language)}: ${sentence}`
}
