// A scenario that does not go as it says, in the reader's language.
import { fillString, quoted, type Language, type LocalText } from '@ruqsat/foundation'
import type { Said, SaidCode, ScenarioFailure } from '@ruqsat/scenarios'

const t = (kk: string, ru: string, en: string): LocalText => ({ kk, ru, en })

const SAID: Readonly<Record<SaidCode, LocalText>> = {
  is: t('{value}', '{value}', '{value}'),
  deedDone: t(
    'іс-әрекет орындалады немесе «then: refused» жолы тұрады',
    'действие выполняется или стоит строка «then: refused»',
    'the deed to succeed, or a line `then: refused`',
  ),
  deedRefused: t('қабылданбады: {value}', 'отклонено: {value}', 'it was refused: {value}'),
  refusal: t('іс-әрекет қабылданбайды', 'действие отклоняется', 'a refusal'),
  accepted: t('қабылданды', 'принято', 'accepted'),
  noDueDate: t('мұндай мерзім жоқ', 'такого срока нет', 'no such due date'),
  channelEnd: t('кестенің соңы', 'конец таблицы', 'its end'),
  nowhere: t('еш жерде', 'нигде', 'nowhere'),
  registered: t('тіркелген сұрау салу', 'запрос уже зарегистрирован', 'one that is registered'),
  notRegistered: t(
    '«not yet registered» деп басталатын сценарий',
    'сценарий, который начинается с «not yet registered»',
    'a scenario that begins `not yet registered`',
  ),
  channelAt: t('арна тұрған қадам: {value}', 'шаг, на котором стоит канал: {value}', 'the channel to be at {value}'),
  registersAt: t(
    '{value}, сұрау салу осында тіркеледі',
    '{value}, здесь запрос регистрируется',
    '{value}, where the request is registered',
  ),
  beginsRegistered: t(
    '«registered TIME» деп басталатын сценарий',
    'сценарий, который начинается с «registered TIME»',
    'a scenario that begins `registered TIME`',
  ),
  answer: t('«answers yes» немесе «answers no»', '«answers yes» или «answers no»', '`answers yes` or `answers no`'),
  done: t('«done»', '«done»', '`done`'),
}

const SENTENCE: LocalText = t(
  'күтілгені: {expected}; табылғаны: {found}. Сценарийді немесе қадамдарды түзетіңіз: екеуі актіге сай болуы керек.',
  'ожидалось: {expected}; найдено: {found}. Исправьте сценарий или шаги: и то и другое должно отвечать акту.',
  'expected {expected}; found {found}. Mend the scenario or the steps: both must be as the act says.',
)

/** One line for a terminal, behind the file's name: line, what the scenario says, what came of it, what to do. */
export function failureLine({ line, text, expected, found }: ScenarioFailure, language: Language): string {
  const words = ({ code, value }: Said) => fillString(SAID[code][language], { value })
  const sentence = fillString(SENTENCE[language], { expected: words(expected), found: words(found) })
  return `${line}: ${quoted(text, language)}: ${sentence}`
}
