// A case that does not go as it says, in the reader's language: what the engine found is data or one of these phrases.
import { quoted, type Language, type LocalText } from '@ruqsat/foundation'
import type { CaseFailure } from './run.ts'

const t = (kk: string, ru: string, en: string): LocalText => ({ kk, ru, en })

/** Phrases of `run.ts`, each by its beginning; what follows is data. */
const PHRASES: readonly { readonly phrase: string; readonly text: LocalText }[] = [
  {
    phrase: 'the deed to succeed, or a line `then: refused`',
    text: t(
      'іс-әрекет орындалады немесе «then: refused» жолы тұрады',
      'действие выполняется или стоит строка «then: refused»',
      'the deed to succeed, or a line `then: refused`',
    ),
  },
  { phrase: 'it was refused: ', text: t('қабылданбады: ', 'отклонено: ', 'it was refused: ') },
  { phrase: 'no such due date', text: t('мұндай мерзім жоқ', 'такого срока нет', 'no such due date') },
  { phrase: 'a refusal', text: t('іс-әрекет қабылданбайды', 'действие отклоняется', 'a refusal') },
  { phrase: 'accepted', text: t('қабылданды', 'принято', 'accepted') },
  { phrase: 'its end', text: t('кестенің соңы', 'конец таблицы', 'its end') },
  {
    phrase: "a case that begins 'not yet registered'",
    text: t(
      "'not yet registered' деп басталатын жағдай",
      "случай, который начинается с 'not yet registered'",
      "a case that begins 'not yet registered'",
    ),
  },
  {
    phrase: "a case that begins 'registered TIME'",
    text: t(
      "'registered TIME' деп басталатын жағдай",
      "случай, который начинается с 'registered TIME'",
      "a case that begins 'registered TIME'",
    ),
  },
  { phrase: 'one that is registered', text: t('тіркелген сұрау салу', 'запрос уже зарегистрирован', 'one that is registered') },
  { phrase: 'the channel to stand at ', text: t('арна тұрған қадам: ', 'шаг, на котором стоит канал: ', 'the channel to stand at ') },
  {
    phrase: "'answers yes' or 'answers no'",
    text: t("'answers yes' немесе 'answers no'", "'answers yes' или 'answers no'", "'answers yes' or 'answers no'"),
  },
  { phrase: 'nowhere', text: t('еш жерде', 'нигде', 'nowhere') },
]

const SENTENCE: LocalText = t(
  'күтілгені: {expected}; табылғаны: {found}. Жағдайды немесе қадамдарды түзетіңіз: екеуі актіге сай болуы керек.',
  'ожидалось: {expected}; найдено: {found}. Исправьте случай или шаги: и то и другое должно отвечать акту.',
  'expected {expected}; found {found}. Mend the case or the steps: both must be as the act says.',
)

/** One line for a terminal, behind the file's name: line, what the case says, what came of it, what to do. */
export function caseFailureLine({ line, text, expected, found }: CaseFailure, language: Language): string {
  const sentence = SENTENCE[language]
    .replace('{expected}', () => words(expected, language))
    .replace('{found}', () => words(found, language))
  return `${line}: ${quoted(text, language)}: ${sentence}`
}

function words(said: string, language: Language): string {
  const known = PHRASES.find(({ phrase }) => said.startsWith(phrase))
  return known === undefined ? said : known.text[language] + said.slice(known.phrase.length)
}
