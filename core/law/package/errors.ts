import { fillText, type Language, type LocalText } from '@ruqsat/foundation'

/** A place in a package's file; lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number }

/** Why a package is refused: where, by which paragraph where the place has one, what was expected, what was found, what to do. */
export type PackageError = Place & {
  readonly kind: 'packageError'
  readonly code: PackageErrorCode
  readonly item: string | null
  readonly expected: LocalText
  readonly found: LocalText
  readonly remedy: LocalText
}

const REMEDIES = {
  'yaml-syntax': t(
    'Жолдың жазылуын түзетіңіз: шегініс, тырнақша, қос нүкте.',
    'Исправьте запись строки: отступ, кавычки, двоеточие.',
    'Mend how the line is written: indentation, quotes, colon.',
  ),
  'wrong-encoding': t(
    'Файлды UTF-8 кодтауымен қайта сақтаңыз.',
    'Сохраните файл заново в кодировке UTF-8.',
    'Save the file again as UTF-8.',
  ),
  'yaml-alias': t('Мәтінді осы жерде толық жазыңыз.', 'Запишите значение здесь полностью.', 'Write the value out in full here.'),
  'duplicate-key': t('Екеуінің бірін алып тастаңыз.', 'Уберите одно из двух.', 'Remove one of the two.'),
  'unknown-key': t(
    'Бұл атауды алып тастаңыз немесе тізімдегі атаумен ауыстырыңыз.',
    'Уберите это имя или замените именем из списка.',
    'Remove this name or use one of the list.',
  ),
  'missing-key': t('Жетіспейтін жолды қосыңыз.', 'Добавьте недостающую строку.', 'Add the missing line.'),
  'wrong-type': t(
    'Мәнді күтілетін түрде жазыңыз; мәтін болса, тырнақшаға алыңыз.',
    'Запишите значение нужного вида; если это текст, возьмите его в кавычки.',
    'Write the value in the expected form; put a text in quotes.',
  ),
  'wrong-value': t('Күтілетін мәндердің бірін жазыңыз.', 'Запишите одно из ожидаемых значений.', 'Write one of the expected values.'),
  'empty-text': t(
    'Мәтінді жазыңыз: үш тілдің бәрі керек.',
    'Напишите текст: нужны все три языка.',
    'Write the text: all three languages are needed.',
  ),
  'empty-list': t('Кемінде бір жол қосыңыз.', 'Добавьте хотя бы одну строку.', 'Add at least one row.'),
  'unknown-file': t(
    'Файлды өз орнына көшіріңіз немесе топтамадан алып тастаңыз.',
    'Перенесите файл на его место или уберите из пакета.',
    'Move the file to its place or take it out of the package.',
  ),
  'missing-file': t('Осы файлды жасаңыз.', 'Создайте этот файл.', 'Make this file.'),
  'duplicate-id': t('Біреуіне басқа белгі беріңіз.', 'Дайте одному из них другое обозначение.', 'Give one of them another id.'),
  'unknown-next': t(
    'Осы кестедегі қадамды немесе «end» деп жазыңыз.',
    'Укажите шаг этой таблицы или «end».',
    'Name a step of this table, or `end`.',
  ),
  'missing-outcome': t(
    'Осы нәтижеден кейін не болатынын жазыңыз.',
    'Запишите, что следует за этим исходом.',
    'Write what follows this outcome.',
  ),
  'extra-outcome': t(
    'Бұл нәтижені алып тастаңыз: мұндай іс-қимыл оны бермейді.',
    'Уберите этот исход: такое действие его не даёт.',
    'Remove this outcome: the action never gives it.',
  ),
  'outcome-not-timed': t(
    '«within» тек осы нәтижесі бар жолға жазылады; басқасының уақыты — қадамның уақыты.',
    '«within» пишется только в строке с таким исходом; у остальных время — это время шага.',
    'Only a row with such an outcome may have `within`; the time of the others is the time of the step.',
  ),
  'outcome-time-too-long': t(
    'Қадамның уақытынан аспайтын мерзімді жазыңыз немесе «within» бөлігін алып тастаңыз.',
    'Запишите срок не длиннее времени шага или уберите «within».',
    'Write a time no longer than that of the step, or remove `within`.',
  ),
  'unknown-unit': t(
    'units.yaml тізіміндегі бірлікті жазыңыз немесе сонда қосыңыз.',
    'Укажите единицу из units.yaml или добавьте её туда.',
    'Name a unit of units.yaml, or add it there.',
  ),
  'unknown-law': t(
    'Осы актінің белгісін немесе «laws» тізіміндегі заңды жазыңыз.',
    'Укажите этот акт или закон из списка «laws».',
    'Name this act or a law listed under `laws`.',
  ),
  'unknown-reference': t('Бар белгіні жазыңыз.', 'Укажите существующее обозначение.', 'Name one that exists.'),
  'action-not-here': t(
    'Бұл іс-қимылды өз кестесіне көшіріңіз.',
    'Перенесите это действие в его таблицу.',
    'Move this action to the table where it belongs.',
  ),
  'wrong-shape': t(
    '«shape» мәнін іс-қимылға сай жазыңыз.',
    'Приведите «shape» в соответствие с действием.',
    'Make `shape` agree with the action.',
  ),
  'wrong-return': t(
    '«returnTo» тек қол қою мен келісуде жазылады және жол осында әкелетін бұрынғы қадамды атайды.',
    '«returnTo» пишется только у подписания и согласования и называет более ранний шаг, от которого путь ведёт сюда.',
    'Only signing and approving may have `returnTo`, and it names an earlier step from which the way leads here.',
  ),
  'parallel-not-offered': t(
    'Қатар тармақтарды бірінен соң бірі етіп жазыңыз немесе нұсқаны ұсынбаңыз: орындаушы бөлік оларды әзірге білмейді.',
    'Запишите ветви одну за другой или не предлагайте вариант: исполнение параллельных ветвей пока не умеет.',
    'Write the branches one after another, or do not offer the variant: parallel branches are drawn and checked, not executed yet.',
  ),
  'portal-not-walkable': t(
    'Қадамдарды осы ретке келтіріңіз немесе арнаны ұсынбаңыз.',
    'Приведите шаги к такому порядку или не предлагайте канал.',
    'Bring the steps into such an order, or do not offer the channel.',
  ),
  'unknown-template': t(
    'Үлгі файлын «templates» қалтасына салыңыз.',
    'Положите файл шаблона в папку «templates».',
    'Put the template file into `templates`.',
  ),
  'not-an-applicant': t(
    '«applicants» тізіміндегі өтініш берушіні жазыңыз.',
    'Укажите заявителя из списка «applicants».',
    'Name a kind listed under `applicants`.',
  ),
  'unit-without-role': t(
    'units.yaml файлында осы бірлікке «role» жазыңыз.',
    'Укажите «role» этой единицы в units.yaml.',
    'Give this unit a `role` in units.yaml.',
  ),
  'role-on-system': t(
    'Жүйе мен өтініш берушіде «role» болмайды.',
    'У системы и заявителя нет «role».',
    'A system or the applicant has no `role`.',
  ),
  'fee-without-payment': t(
    'Төлем қадамын қосыңыз немесе «fee» бөлігін алып тастаңыз.',
    'Добавьте шаг оплаты или уберите «fee».',
    'Add a `pay` step or remove `fee`.',
  ),
  'payment-without-fee': t(
    'Нұсқаға «fee» қосыңыз немесе төлем қадамын алып тастаңыз.',
    'Добавьте «fee» в вариант или уберите шаг оплаты.',
    'Add `fee` to the variant or remove the `pay` step.',
  ),
  'impossible-date': t('Күнтізбеде бар күнді жазыңыз.', 'Запишите день, который есть в календаре.', 'Write a day that exists.'),
  'contradiction-impossible': t(
    'Өрістің түріне сай бір ғана шарт жазыңыз.',
    'Запишите ровно одно условие, подходящее виду поля.',
    'Write exactly one condition that fits the kind of the field.',
  ),
  'impossible-range': t(
    'Ең азы ең көбінен аспасын.',
    'Наименьшее не должно превышать наибольшее.',
    'Let the least be no more than the greatest.',
  ),
  'notice-without-number': t(
    'Осы тілдердегі мәтінге {number} қосыңыз: ол қай сұрау салу екенін айтады.',
    'Добавьте {number} в текст на этих языках: он называет запрос.',
    'Add {number} to the text in these languages: it says which request is meant.',
  ),
  'hours-impossible': t(
    'Уақыттарды рет-ретімен жазыңыз: үзіліс жұмыс уақытының ішінде болсын.',
    'Запишите часы по порядку: перерыв — внутри рабочего времени.',
    'Write the times in order: a break lies within the opening hours.',
  ),
  'office-closed': t(
    'Күнтізбедегі әр жұмыс күнге ашылу және жабылу уақытын жазыңыз.',
    'Запишите часы работы для каждого рабочего дня календаря.',
    'Write opening hours for every working day of the calendar.',
  ),
  'registration-not-reached': t(
    'Тіркеуге апаратын жолды жазыңыз немесе арнаны ұсынбаңыз (offered: false).',
    'Запишите путь к регистрации или не предлагайте канал (offered: false).',
    'Write a way to the registration, or do not offer the channel (offered: false).',
  ),
  'payment-not-checked': t(
    '«pay» мен «checkPayment» тіркеуден бұрын тұрсын: әйтпесе ақша алынады да, сұрау салу тіркелмейді.',
    'Поставьте «pay» и «checkPayment» до регистрации: иначе деньги возьмут, а запрос не зарегистрируют.',
    'Put `pay` and `checkPayment` before the registration: else the money is taken and the request cannot be registered.',
  ),
  'payment-not-asked': t(
    '«checkPayment» қадамынан бұрын «pay» қадамын қойыңыз.',
    'Поставьте шаг «pay» до «checkPayment».',
    'Put a `pay` step before `checkPayment`.',
  ),
  'cannot-be-run': t(
    'Осы қадамды немесе мерзімін түзетіңіз: іс осы жерден әрі жүрмейді.',
    'Исправьте этот шаг или его срок: дальше дело не идёт.',
    'Mend this step or its time: a case goes no further here.',
  ),
  'cannot-be-checked': t(
    'Осы бөлікті жұмыс істейтін актімен салыстырыңыз; себебін таппасаңыз, файлды бағдарлама авторларына жіберіңіз.',
    'Сравните это место с действующим пакетом; если причины не видно, пошлите файл авторам программы.',
    'Compare this part with a package that works; where no cause is seen, send the file to the authors of the program.',
  ),
  'place-without-case': t(
    'Орынға септік атауын қосыңыз: «{due:dative} дейін» 15 желтоқсанға дейін болып шығады.',
    'Назовите падеж места: «{due:dative} дейін» станет «15 желтоқсанға дейін».',
    'Name the case at the place: “{due:dative} дейін” is written as “15 желтоқсанға дейін”.',
  ),
  'left-to-fill-in': t(
    'Мәтінді жазыңыз немесе нұсқаны әзірге ұсынбаңыз (offered: false).',
    'Напишите текст или пока не предлагайте вариант (offered: false).',
    'Write the text, or do not offer the variant yet (offered: false).',
  ),
} as const satisfies Record<string, LocalText>
export type PackageErrorCode = keyof typeof REMEDIES
export const PACKAGE_ERROR_CODES = Object.keys(REMEDIES) as readonly PackageErrorCode[]

export function t(kk: string, ru: string, en: string): LocalText {
  return { kk, ru, en }
}

/** `found` is a word of the file itself where it is a string. */
export function packageError(
  code: PackageErrorCode,
  place: Place,
  item: string | null,
  expected: LocalText,
  found: LocalText | string,
): PackageError {
  const shown = typeof found === 'string' ? t(found, found, found) : found
  return {
    kind: 'packageError',
    code,
    file: place.file,
    line: place.line,
    column: place.column,
    item,
    expected,
    found: shown,
    remedy: REMEDIES[code],
  }
}

const SENTENCE = t(
  '{place}: күтілгені: {expected}; табылғаны: {found}. {remedy}',
  '{place}: ожидалось: {expected}; найдено: {found}. {remedy}',
  '{place}: expected {expected}; found {found}. {remedy}',
)

/** One line for a terminal or a log: place, paragraph, expected, found, what to do. */
export function formatPackageError(error: PackageError, language: Language): string {
  const place = `${error.file}:${error.line}:${error.column}${error.item === null ? '' : ` (${error.item})`} [${error.code}]`
  return fillText(SENTENCE, { place, expected: error.expected[language], found: error.found[language], remedy: error.remedy[language] })[
    language
  ]
}

export const NOTHING: LocalText = t('ештеңе', 'ничего', 'nothing')

/** `a, b or c`, shortened where the list is long, so that a message stays readable. */
export function anyOf(words: readonly string[]): LocalText {
  const each = [...new Set(words)]
  const shown = each.length > 30 ? [...each.slice(0, 30), '…'] : each
  const joined = shown.join(', ')
  if (each.length === 0) return NOTHING
  if (each.length === 1) return t(joined, joined, joined)
  return t(`мыналардың бірі: ${joined}`, `одно из: ${joined}`, `one of: ${joined}`)
}
