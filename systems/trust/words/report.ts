import type { LocalText } from '@ruqsat/foundation'
import type { CheckLine, CheckName, FileReport, SignerInfo } from '../contract.ts'

// What a report on a file says in words: the one home of these sentences, for the verification page and for `npx ruqsat verify`. What each check
// found is in `findings.ts`.

export type VerdictWords = { readonly title: LocalText; readonly meaning: LocalText }

const VERDICTS: Readonly<Record<FileReport['kind'], VerdictWords>> = {
  valid: {
    title: { kk: 'Қолтаңба дұрыс', ru: 'Подпись верна', en: 'The signature is valid' },
    meaning: {
      kk: 'Қол қойылған мазмұн содан бері өзгермеген, куәлік сол кезде жарамды болған.',
      ru: 'Подписанное с тех пор не менялось, свидетельство тогда действовало.',
      en: 'What was signed has not changed since, and the certificate was valid then.',
    },
  },
  refused: {
    title: { kk: 'Қолтаңба дұрыс емес', ru: 'Подпись неверна', en: 'The signature is not valid' },
    meaning: {
      kk: 'Бұл файлға сенуге болмайды. Неге екені төменде жазылған.',
      ru: 'Этому файлу нельзя доверять. Почему — ниже.',
      en: 'Do not rely on this file. The reason is below.',
    },
  },
  waiting: {
    title: { kk: 'Қазір толық тексеру мүмкін емес', ru: 'Полностью проверить сейчас нельзя', en: 'It cannot be checked fully now' },
    meaning: {
      kk: 'Куәліктің кері қайтарылғанын айтатын қызмет жауап бермейді. Кейінірек қайталаңыз.',
      ru: 'Служба, которая знает об отзыве, не отвечает. Повторите позже.',
      en: 'The service that knows about revocation does not answer. Try again later.',
    },
  },
  undecided: {
    title: {
      kk: 'Қолтаңба туралы шешім шығару мүмкін емес',
      ru: 'О подписи нельзя сказать ничего определённого',
      en: 'The signature cannot be decided',
    },
    meaning: {
      kk: 'Қолтаңбада қате табылған жоқ, бірақ оның дұрыстығы да дәлелденген жоқ. Неге екені төменде жазылған.',
      ru: 'Ошибки в подписи не найдено, но и верность её не доказана. Почему — ниже.',
      en: 'No fault was found in it, but it is not proved either. The reason is below.',
    },
  },
  unsigned: {
    title: { kk: 'Файлда қолтаңба жоқ', ru: 'В файле нет подписи', en: 'The file carries no signature' },
    meaning: {
      kk: 'Бұл біз берген құжат емес немесе оның басқа көшірмесі.',
      ru: 'Это не наш документ или его другая копия.',
      en: 'It is no document of ours, or another copy of one.',
    },
  },
}

const UNREADABLE: VerdictWords = {
  title: { kk: 'Файлды тексеру мүмкін емес', ru: 'Файл проверить нельзя', en: 'The file cannot be checked' },
  meaning: {
    kk: 'Бұл PDF құжат та, қол қойылған сұрау салу да емес.',
    ru: 'Это не документ PDF и не подписанный запрос.',
    en: 'It is neither a PDF document nor a signed request.',
  },
}

/** What the whole report comes to, and what that means for whoever holds the file. */
export function verdictWords({ format, kind }: Pick<FileReport, 'format' | 'kind'>): VerdictWords {
  return format === 'unknown' ? UNREADABLE : VERDICTS[kind]
}

/** How one check ended. */
export const CHECK_OUTCOMES: Readonly<Record<CheckLine['outcome'], LocalText>> = {
  passed: { kk: 'өтті', ru: 'пройдено', en: 'passed' },
  failed: { kk: 'өтпеді', ru: 'не пройдено', en: 'failed' },
  unknown: { kk: 'тексерілмеді', ru: 'не проверено', en: 'not checked' },
}

const CHECKS = {
  format: { kk: 'Файл пішімі', ru: 'Формат файла', en: 'Format of the file' },
  'package format': { kk: 'Топтама пішімі', ru: 'Формат пакета', en: 'Format of the package' },
  'signature format': { kk: 'Қолтаңба пішімі', ru: 'Формат подписи', en: 'Format of the signature' },
  content: { kk: 'Мазмұны өзгермеген', ru: 'Содержание не изменено', en: 'Content unchanged' },
  authority: { kk: 'Куәландырушы орталық', ru: 'Удостоверяющий центр', en: 'Certification authority' },
  validity: { kk: 'Куәліктің мерзімі', ru: 'Срок свидетельства', en: 'Validity of the certificate' },
  purpose: { kk: 'Кілттің мақсаты', ru: 'Назначение ключа', en: 'Purpose of the key' },
  revocation: { kk: 'Кері қайтарылмаған', ru: 'Не отозвано', en: 'Not revoked' },
  time: { kk: 'Қол қойылған уақыттың дәлелі', ru: 'Доказательство времени подписания', en: 'Proof of the time of signing' },
  coverage: { kk: 'Қолтаңба қамтитын бөлік', ru: 'Что охватывает подпись', en: 'What the signature covers' },
  structure: { kk: 'Файл құрылымы', ru: 'Структура файла', en: 'Structure of the file' },
  attachments: { kk: 'Тіркелген құжаттар', ru: 'Приложения', en: 'Attachments' },
} as const satisfies Readonly<Record<CheckName, LocalText>>

/** The name of a check in words; of several signatures each line says which, of an attachment its file name. */
export function checkName({ name, signature, attachment }: Pick<CheckLine, 'name' | 'signature' | 'attachment'>): LocalText {
  if (attachment !== null) return { kk: `Тіркелген құжат: ${attachment}`, ru: `Приложение: ${attachment}`, en: `Attachment: ${attachment}` }
  const { kk, ru, en } = CHECKS[name]
  if (signature === null) return { kk, ru, en }
  return { kk: `${signature}-қолтаңба. ${kk}`, ru: `Подпись ${signature}. ${ru}`, en: `Signature ${signature}. ${en}` }
}

/** Surname, name and patronymic, as the certificate gives them. */
export function signerName({ name, patronymic }: Pick<SignerInfo, 'name' | 'patronymic'>): string {
  return [name, patronymic].filter(Boolean).join(' ')
}

/** For which time the signature was judged, `{at}`, and whose word that time is. No time stamp proves what a file says of itself. */
export const JUDGED_FOR: Readonly<Record<NonNullable<FileReport['judgedFor']>['statedBy'], LocalText>> = {
  asker: {
    kk: 'Қолтаңба сіз сұраған уақытқа тексерілді: {at}.',
    ru: 'Подпись проверена на момент, о котором вы спросили: {at}.',
    en: 'The signature was judged for the time that you asked about: {at}.',
  },
  signature: {
    kk: 'Қолтаңба оның өзінде көрсетілген уақытқа тексерілді: {at}. Бұл уақытты дәлелдейтін уақыт белгісі жоқ, оны тек қол қоюшы айтады.',
    ru: 'Подпись проверена на момент, указанный в ней самой: {at}. Метки времени, которая это доказала бы, нет: время называет только подписавший.',
    en: 'The signature was judged for the time that it states itself: {at}. No time stamp proves that time: only the signer says it.',
  },
  nobody: {
    kk: 'Қолтаңбада уақыт көрсетілмеген, сондықтан ол қазіргі уақытқа тексерілді: {at}.',
    ru: 'В подписи время не указано, поэтому она проверена на настоящий момент: {at}.',
    en: 'The signature states no time, so it was judged for the present: {at}.',
  },
}
