import { type Refusal, type RefusalRow, refuse } from '../errors.ts'

const row = (kk: string, ru: string, en: string, remedyKk: string, remedyRu: string, remedyEn: string): RefusalRow => ({
  text: { kk, ru, en },
  remedy: { kk: remedyKk, ru: remedyRu, en: remedyEn },
})

const MAIL_REMEDY = [
  'Мысалы: aty@mysal.kz, артық белгісіз.',
  'Например: imya@primer.kz, без лишних знаков.',
  'For example: name@example.kz, with nothing around it.',
] as const
const PHONE_REMEDY = [
  '+7 7XX XXX XX XX түрінде жазыңыз. Шетел нөмірін «+» белгісінен бастаңыз.',
  'Запишите так: +7 7XX XXX XX XX. Номер другой страны начните со знака «+».',
  'Write it as +7 7XX XXX XX XX. Begin a number of another country with “+”.',
] as const

const DAY_REMEDY = [
  'Күнін, айын және жылын жазыңыз, мысалы 01.10.2014.',
  'Впишите день, месяц и год, например 01.10.2014.',
  'Type the day, month and year, e.g. 01.10.2014.',
] as const

const IIN_REMEDY = [
  'Жеке куәліктегі 12 цифрды жазыңыз.',
  'Впишите 12 цифр из удостоверения личности.',
  'Type the 12 digits of the identity card.',
] as const
const BIN_REMEDY = [
  'Тіркеу құжатындағы 12 цифрды жазыңыз.',
  'Впишите 12 цифр из документа о регистрации.',
  'Type the 12 digits of the registration document.',
] as const

/** What can be wrong with a value of one of the house's types, whichever door it comes through. Their public codes are `value.<code>`. */
export const VALUE_REFUSALS = {
  'mail-no-at': row(
    'Электрондық пошта мекенжайында «@» белгісі жоқ.',
    'В адресе электронной почты нет знака «@».',
    'The e-mail address has no “@”.',
    ...MAIL_REMEDY,
  ),
  'mail-sign': row(
    'Электрондық пошта мекенжайында «{sign}»{code} белгісі болмайды.',
    'В адресе электронной почты не бывает знака «{sign}»{code}.',
    'An e-mail address has no sign “{sign}”{code}.',
    'Ол белгіні өшіріңіз немесе латын әрпімен жазыңыз, мысалы aty@mysal.kz.',
    'Уберите его или впишите латинскую букву, например imya@primer.kz.',
    'Take it out, or type the Latin letter, e.g. name@example.kz.',
  ),
  'mail-space': row(
    'Электрондық пошта мекенжайында бос орын бар.',
    'В адресе электронной почты есть пробел.',
    'The e-mail address has a space in it.',
    ...MAIL_REMEDY,
  ),
  'mail-dot': row(
    'Электрондық пошта мекенжайында артық нүкте бар.',
    'В адресе электронной почты лишняя точка.',
    'The e-mail address has a full stop too many.',
    ...MAIL_REMEDY,
  ),
  'mail-malformed': row(
    'Электрондық пошта мекенжайы дұрыс емес.',
    'Адрес электронной почты неверный.',
    'The e-mail address is wrong.',
    ...MAIL_REMEDY,
  ),
  'phone-sign': row(
    'Телефон нөмірінде «{sign}»{code} белгісі болмайды.',
    'В номере телефона не бывает знака «{sign}»{code}.',
    'A telephone number has no sign “{sign}”{code}.',
    ...PHONE_REMEDY,
  ),
  'phone-malformed': row('Телефон нөмірі дұрыс емес.', 'Номер телефона неверный.', 'The phone number is wrong.', ...PHONE_REMEDY),
  'phone-landline': row(
    'Бұл қалалық телефон: оған SMS келмейді.',
    'Это городской телефон: SMS на него не приходят.',
    'This is a landline: it gets no text messages.',
    'Ұялы телефон нөмірін жазыңыз, мысалы +7 701 123 45 67.',
    'Впишите мобильный, например +7 701 123 45 67.',
    'Type a mobile number, e.g. +7 701 123 45 67.',
  ),
  'day-sign': row(
    'Күнде «{sign}»{code} белгісі болмайды.',
    'В дате не бывает знака «{sign}»{code}.',
    'A date has no sign “{sign}”{code}.',
    ...DAY_REMEDY,
  ),
  'day-malformed': row('Бұл күнге ұқсамайды.', 'Это не похоже на дату.', 'This does not look like a date.', ...DAY_REMEDY),
  'day-none': row(
    'Күнтізбеде мұндай күн жоқ.',
    'Такого дня нет в календаре.',
    'The calendar has no such day.',
    'Алдымен күнін, сосын айын тексеріңіз, мысалы 01.10.2014.',
    'Проверьте: сначала день, потом месяц, например 01.10.2014.',
    'Check it: the day first, then the month, e.g. 01.10.2014.',
  ),
  'day-year-short': row(
    'Жылы толық жазылмаған: {year}.',
    'Год записан не полностью: {year}.',
    'The year is not written in full: {year}.',
    'Жылын төрт цифрмен жазыңыз, мысалы 2014.',
    'Впишите год четырьмя цифрами, например 2014.',
    'Write the year with four digits, e.g. 2014.',
  ),
  'day-year-implausible': row(
    '{year} жыл болуы мүмкін емес.',
    'Такого года не может быть: {year}.',
    'The year {year} cannot be right.',
    '{earliest} және {latest} аралығындағы жылды жазыңыз.',
    'Впишите год от {earliest} до {latest}.',
    'Type a year from {earliest} to {latest}.',
  ),
  'iin-sign': row(
    'ЖСН тек цифрдан тұрады, «{sign}»{code} белгісі болмайды.',
    'В ИИНе только цифры, знака «{sign}»{code} не бывает.',
    'An IIN has digits only, no sign “{sign}”{code}.',
    ...IIN_REMEDY,
  ),
  'iin-length': row(
    'ЖСН-де 12 цифр болады, ал жазылғаны: {count}.',
    'В ИИНе 12 цифр, а вписано: {count}.',
    'An IIN has 12 digits; typed: {count}.',
    ...IIN_REMEDY,
  ),
  'iin-check-digit': row(
    'ЖСН қате: бақылау цифры сәйкес емес.',
    'ИИН неверный: не сходится контрольная цифра.',
    'The IIN is wrong: its check digit does not fit.',
    ...IIN_REMEDY,
  ),
  'bin-sign': row(
    'БСН тек цифрдан тұрады, «{sign}»{code} белгісі болмайды.',
    'В БИНе только цифры, знака «{sign}»{code} не бывает.',
    'A BIN has digits only, no sign “{sign}”{code}.',
    ...BIN_REMEDY,
  ),
  'bin-length': row(
    'БСН-де 12 цифр болады, ал жазылғаны: {count}.',
    'В БИНе 12 цифр, а вписано: {count}.',
    'A BIN has 12 digits; typed: {count}.',
    ...BIN_REMEDY,
  ),
  'bin-check-digit': row(
    'БСН қате: бақылау цифры сәйкес емес.',
    'БИН неверный: не сходится контрольная цифра.',
    'The BIN is wrong: its check digit does not fit.',
    ...BIN_REMEDY,
  ),
  'licence-number': row(
    'Бұл лицензия нөміріне ұқсамайды.',
    'Это не похоже на номер лицензии.',
    'This does not look like a licence number.',
    'Құжаттағыдай жазыңыз, мысалы KZ03ABC00000001.',
    'Впишите как в документе, например KZ03ABC00000001.',
    'Copy it from the document, e.g. KZ03ABC00000001.',
  ),
  'request-number': row(
    'Бұл сұрау салу нөміріне ұқсамайды.',
    'Это не похоже на номер запроса.',
    'This does not look like a request number.',
    'Қолхаттағыдай жазыңыз, мысалы AA-2026-000004.',
    'Впишите как в расписке, например AA-2026-000004.',
    'Copy it from the receipt, e.g. AA-2026-000004.',
  ),
  'name-empty': row(
    'Атауы жазылмаған.',
    'Имя или название не указано.',
    'There is no name.',
    'Атын толық жазыңыз.',
    'Впишите его полностью.',
    'Write it in full.',
  ),
  'name-long': row(
    'Атауы тым ұзын: {most} таңбадан асады.',
    'Имя или название слишком длинное: больше {most} знаков.',
    'The name is too long: more than {most} signs.',
    'Тізілімдегі атауын жазыңыз.',
    'Впишите то, что стоит в реестре.',
    'Write what the register says.',
  ),
  'iin-is-bin': row(
    'Бұл БСН, ЖСН емес.',
    'Это БИН, а не ИИН.',
    'This is a BIN, not an IIN.',
    'Жеке куәліктегі өз ЖСН-іңізді жазыңыз.',
    'Впишите свой ИИН из удостоверения личности.',
    'Type your own IIN from the identity card.',
  ),
  'iin-no-birth-date': row(
    'Бұл ЖСН емес: басында туған күн жоқ.',
    'Это не ИИН: он начинается не с даты рождения.',
    'This is no IIN: it does not begin with a date of birth.',
    ...IIN_REMEDY,
  ),
  'bin-is-iin': row(
    'Бұл ЖСН, БСН емес.',
    'Это ИИН, а не БИН.',
    'This is an IIN, not a BIN.',
    'Ұйымның БСН-ін тіркеу құжатынан жазыңыз.',
    'Впишите БИН организации из документа о регистрации.',
    'Type the BIN of the organisation from its registration document.',
  ),
  'bin-impossible': row(
    'Бұл БСН емес: құрылымы сәйкес емес.',
    'Это не БИН: у него другое строение.',
    'This is no BIN: it is built otherwise.',
    ...BIN_REMEDY,
  ),
  'sign-not-printable': row(
    '«{sign}»{code} белгісін құжатқа басып шығару мүмкін емес: «{place}».',
    'Знак «{sign}»{code} нельзя напечатать в документе: «{place}».',
    'The sign “{sign}”{code} cannot be printed in a document: “{place}”.',
    'Оның орнына сөз немесе басқа белгі жазыңыз.',
    'Впишите вместо него слово или другой знак.',
    'Put a word or another sign in its place.',
  ),
} satisfies Record<string, RefusalRow>

export type ValueRefusalCode = keyof typeof VALUE_REFUSALS

export function refuseValue(code: ValueRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return { ...refuse(VALUE_REFUSALS, code, details), code: `value.${code}` }
}
