// The house's own words on results, and what is said where one may not be signed yet.
import type { LocalText } from '@ruqsat/foundation'

export const RESULT_LABELS: Readonly<Record<string, LocalText>> = {
  number: { kk: 'Нөмірі', ru: 'Номер', en: 'Number' },
  issuedOn: { kk: 'Берілген күні', ru: 'Дата выдачи', en: 'Date of issue' },
  refusedOn: { kk: 'Күні', ru: 'Дата', en: 'Date' },
  holder: { kk: 'Лицензиат', ru: 'Лицензиат', en: 'Licensee' },
  applicant: { kk: 'Өтініш беруші', ru: 'Заявитель', en: 'Applicant' },
  IIN: { kk: 'ЖСН', ru: 'ИИН', en: 'IIN' },
  BIN: { kk: 'БСН', ru: 'БИН', en: 'BIN' },
  address: { kk: 'Мекенжайы', ru: 'Адрес', en: 'Address' },
  activity: { kk: 'Қызмет түрі', ru: 'Вид деятельности', en: 'Activity' },
  act: { kk: 'Негізі', ru: 'Основание', en: 'Legal basis' },
  request: { kk: 'Сұрау салу', ru: 'Запрос', en: 'Request' },
  grounds: { kk: 'Бас тарту негіздері', ru: 'Основания отказа', en: 'Grounds of refusal' },
  remedy: { kk: 'Не істеуге болады', ru: 'Что можно сделать', en: 'What you can do' },
  explanation: { kk: 'Анықталған мән-жайлар', ru: 'Установленные обстоятельства', en: 'Facts found' },
  complaint: { kk: 'Шағымдану тәртібі', ru: 'Порядок обжалования', en: 'How to complain' },
  opinion: { kk: 'Мүдделі органның қорытындысы', ru: 'Заключение заинтересованного органа', en: 'Opinion of the interested body' },
  source: { kk: 'Дереккөз', ru: 'Источник', en: 'Source' },
}

export const SIGNATURE_NOTE: LocalText = {
  kk: 'Электрондық цифрлық қолтаңба осы файлдың ішінде. Түпнұсқалығын мына мекенжай бойынша немесе QR арқылы тексеруге болады.',
  ru: 'Электронная цифровая подпись находится внутри этого файла. Подлинность проверяется по адресу или по QR.',
  en: 'The electronic digital signature is inside this file. Check it at the address or by the QR code.',
}

export const OPINIONS = {
  agrees: { kk: 'келісім берді', ru: 'согласие дано', en: 'agreed' },
  objects: { kk: 'қарсы болды', ru: 'возражает', en: 'objected' },
} satisfies Record<string, LocalText>

export const LINTS = {
  noNumber: { kk: 'Құжаттың нөмірі жоқ.', ru: 'У документа нет номера.', en: 'The document has no number.' },
  refusalWithNumber: {
    kk: 'Бас тартуға лицензия нөмірі берілген.',
    ru: 'Отказу присвоен номер лицензии.',
    en: 'A refusal carries a licence number.',
  },
  noGround: { kk: 'Бас тарту негізі көрсетілмеген.', ru: 'Не указано основание отказа.', en: 'No ground of refusal is given.' },
  noExplanation: { kk: 'Негіздің түсіндірмесі жоқ.', ru: 'Нет пояснения к основанию.', en: 'The ground is not explained.' },
  noStateLanguage: {
    kk: 'Түсіндірме қазақ тілінде жазылмаған.',
    ru: 'Пояснения нет на казахском языке.',
    en: 'The explanation is not written in Kazakh.',
  },
  noStateLanguageOpinion: {
    kk: 'Мүдделі органның негіздемесі қазақ тілінде жазылмаған.',
    ru: 'Обоснования заинтересованного органа нет на казахском языке.',
    en: 'The reasons of the interested body are not written in Kazakh.',
  },
  assumedGround: {
    kk: 'Бас тарту негізі болжам ғана: оны орган растамаған.',
    ru: 'Основание отказа только предположено: орган его не подтвердил.',
    en: 'A ground is only assumed: no department has confirmed it.',
  },
  assumedComplaint: {
    kk: 'Шағымдану тәртібі болжам ғана: топтамада оның дереккөзі жоқ.',
    ru: 'Порядок обжалования только предположен: в пакете нет его источника.',
    en: 'How to complain is only assumed: the package gives no source for it.',
  },
  noIdentifier: { kk: 'ЖСН немесе БСН жоқ.', ru: 'Нет ИИН или БИН.', en: 'The IIN or BIN is missing.' },
  noName: { kk: 'Аты-жөні немесе атауы жоқ.', ru: 'Нет имени или наименования.', en: 'A name is missing.' },
} satisfies Record<string, LocalText>
