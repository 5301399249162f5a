import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'

/** Why a document could not be set in type. Codes are frozen. */
export const refusals = {
  'typesetting.template-broken': {
    text: {
      kk: 'Құжатты дайындау мүмкін болмады: «{template}» үлгісінде қате бар.',
      ru: 'Документ не удалось подготовить: в шаблоне «{template}» ошибка.',
      en: 'The document could not be prepared: the template “{template}” has an error.',
    },
    remedy: {
      kk: 'Іс сақталды. Жүйе әкімшісіне үлгінің атауын хабарлаңыз, үлгі түзетілген соң қайта басыңыз.',
      ru: 'Дело сохранено. Сообщите администратору системы название шаблона; когда его исправят, нажмите ещё раз.',
      en: 'The case is kept. Give the name of the template to the administrator; press again when it is mended.',
    },
  },
  'typesetting.template-endless': {
    text: {
      kk: 'Құжатты дайындау тоқтатылды: «{template}» үлгісі {seconds} секундта аяқталмады.',
      ru: 'Подготовка документа остановлена: шаблон «{template}» не закончил работу за {seconds} с.',
      en: 'Preparing the document was stopped: the template “{template}” did not finish within {seconds} s.',
    },
    remedy: {
      kk: 'Іс сақталды. Бір минуттан кейін қайта басыңыз; қайталанса, жүйе әкімшісіне үлгінің атауын хабарлаңыз.',
      ru: 'Дело сохранено. Нажмите ещё раз через минуту; если повторится, сообщите администратору системы название шаблона.',
      en: 'The case is kept. Press again in a minute; if it happens again, give the name of the template to the administrator.',
    },
  },
  'typesetting.template-too-large': {
    text: {
      kk: 'Құжатты дайындау тоқтатылды: «{template}» үлгісі тым көп жад алды.',
      ru: 'Подготовка документа остановлена: шаблон «{template}» занял слишком много памяти.',
      en: 'Preparing the document was stopped: the template “{template}” took too much memory.',
    },
    remedy: {
      kk: 'Іс сақталды. Бір минуттан кейін қайта басыңыз; қайталанса, жүйе әкімшісіне үлгінің атауын хабарлаңыз.',
      ru: 'Дело сохранено. Нажмите ещё раз через минуту; если повторится, сообщите администратору системы название шаблона.',
      en: 'The case is kept. Press again in a minute; if it happens again, give the name of the template to the administrator.',
    },
  },
  'typesetting.sign-not-printable': {
    text: {
      kk: '«{sign}» белгісін құжатқа басып шығару мүмкін емес: «{place}».',
      ru: 'Знак «{sign}» нельзя напечатать в документе: «{place}».',
      en: 'The sign “{sign}” cannot be printed in the document: “{place}”.',
    },
    remedy: {
      kk: 'Бұл мәтінді жазған қызметкер белгіні сөзбен алмастырсын: жобаны оған қайтарыңыз.',
      ru: 'Пусть тот, кто писал этот текст, заменит знак словом: верните ему проект.',
      en: 'Whoever wrote this text should put a word in its place: return the draft to them.',
    },
  },
  'typesetting.busy': {
    text: {
      kk: 'Қазір тым көп құжат дайындалып жатыр.',
      ru: 'Сейчас готовится слишком много документов.',
      en: 'Too many documents are being prepared right now.',
    },
    remedy: { kk: 'Бір минуттан кейін қайта басыңыз.', ru: 'Нажмите ещё раз через минуту.', en: 'Press again in a minute.' },
  },
} as const satisfies Record<string, RefusalRow>

export function refuseTypesetting(code: keyof typeof refusals, facts?: Readonly<Record<string, string | number>>): Refusal {
  return refuse(refusals, code, facts && { facts })
}
