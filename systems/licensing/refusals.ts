import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'

/** Every "no" of this room that is neither the engine's nor the trust room's. Codes are frozen. */
export const refusals = {
  'licensing.case-not-found': {
    text: {
      kk: 'Мұндай сұрау салу табылмады немесе ол сізге көрсетілмейді.',
      ru: 'Такой запрос не найден или вам не показывается.',
      en: 'There is no such request, or it is not yours to see.',
    },
    remedy: { kk: 'Нөмірін тексеріңіз.', ru: 'Проверьте номер.', en: 'Check the number.' },
  },
  'licensing.document-not-found': {
    text: {
      kk: 'Мұндай құжат табылмады немесе ол сізге көрсетілмейді.',
      ru: 'Такой документ не найден или вам не показывается.',
      en: 'There is no such document, or it is not yours to see.',
    },
    remedy: { kk: 'Құжатты істің бетінен ашыңыз.', ru: 'Откройте документ со страницы дела.', en: 'Open it from the page of the case.' },
  },
  'licensing.attachment-digest-wrong': {
    text: {
      kk: 'Файл жолда өзгерген: оның бақылау қосындысы сәйкес келмейді.',
      ru: 'Файл изменился в пути: контрольная сумма не совпадает.',
      en: 'The file changed on its way: its digest does not match.',
    },
    remedy: { kk: 'Файлды қайта тіркеңіз.', ru: 'Приложите файл ещё раз.', en: 'Attach the file again.' },
  },
  'licensing.attachment-too-large': {
    text: {
      kk: 'Файл тым үлкен: ең көбі {mebibytes} МБ.',
      ru: 'Файл слишком большой: не больше {mebibytes} МБ.',
      en: 'The file is too large: {mebibytes} MB at most.',
    },
    remedy: { kk: 'Файлды қысып немесе бөліп тіркеңіз.', ru: 'Сожмите файл или разделите его.', en: 'Compress the file or split it.' },
  },
  'licensing.attachment-missing': {
    text: {
      kk: 'Сұрау салуда аталған файл келген жоқ: {name}.',
      ru: 'Файл, названный в запросе, не поступил: {name}.',
      en: 'A file that the request names has not arrived: {name}.',
    },
    remedy: {
      kk: 'Файлды қайта тіркеп, сұрау салуға қайта қол қойыңыз.',
      ru: 'Приложите файл снова и подпишите запрос ещё раз.',
      en: 'Attach the file again and sign the request anew.',
    },
  },
  'licensing.request-unreadable': {
    text: {
      kk: 'Қол қойылған сұрау салуды оқу мүмкін болмады.',
      ru: 'Подписанный запрос не удалось прочитать.',
      en: 'The signed request could not be read.',
    },
    remedy: {
      kk: 'Сұрау салуды қайта ашып, қайта қол қойыңыз.',
      ru: 'Откройте запрос заново и подпишите ещё раз.',
      en: 'Open the request again and sign it anew.',
    },
  },
  'licensing.request-differs': {
    text: {
      kk: 'Қол қойылған мазмұн жіберілген деректерге сәйкес келмейді: {what}.',
      ru: 'Подписанное содержание не совпадает с присланными данными: {what}.',
      en: 'What was signed is not what was sent: {what}.',
    },
    remedy: {
      kk: 'Сұрау салуды қайта ашып, тексеріп, қайта қол қойыңыз.',
      ru: 'Откройте запрос, проверьте его и подпишите ещё раз.',
      en: 'Open the request, check it and sign it anew.',
    },
  },
  'licensing.service-not-offered': {
    text: {
      kk: 'Бұл қызметтің мұндай редакциясы қазір көрсетілмейді.',
      ru: 'Услуга в этой редакции сейчас не оказывается.',
      en: 'The service is not offered in this edition now.',
    },
    remedy: {
      kk: 'Сұрау салуды қайта ашыңыз: ол қазіргі редакция бойынша тексеріледі.',
      ru: 'Откройте запрос заново: он будет проверен по действующей редакции.',
      en: 'Open the request again: it will be checked against the edition in force.',
    },
  },
  'licensing.applicant-not-admitted': {
    text: {
      kk: 'Бұл қызметті мұндай өтініш берушілер ала алмайды.',
      ru: 'Такие заявители не могут получить эту услугу.',
      en: 'Applicants of this kind cannot get this service.',
    },
    remedy: {
      kk: 'Қызметтің бетінен оны кім ала алатынын қараңыз.',
      ru: 'Посмотрите на странице услуги, кто может подать запрос.',
      en: 'See on the page of the service who may apply.',
    },
  },
  'licensing.payment-missing': {
    text: { kk: 'Алым төленген жоқ.', ru: 'Сбор не уплачен.', en: 'The fee is not paid.' },
    remedy: {
      kk: 'Алымды төлеп, сұрау салуды қайта жіберіңіз.',
      ru: 'Уплатите сбор и отправьте запрос снова.',
      en: 'Pay the fee and send the request again.',
    },
  },
  'licensing.payment-wrong': {
    text: {
      kk: 'Төлем басқа сомаға жасалған: {paid} орнына {expected} теңге керек.',
      ru: 'Оплата на другую сумму: нужно {expected} тенге, а не {paid}.',
      en: 'The payment is for another sum: {expected} tenge was due, not {paid}.',
    },
    remedy: {
      kk: 'Қолдау қызметіне хабарласыңыз: ақшаңыз тіркелген.',
      ru: 'Обратитесь в поддержку: ваши деньги учтены.',
      en: 'Ask for help: your money is on record.',
    },
  },
  'licensing.payment-used': {
    text: {
      kk: 'Бұл төлем басқа сұрау салуға жұмсалған.',
      ru: 'Этот платёж уже отнесён к другому запросу.',
      en: 'This payment already belongs to another request.',
    },
    remedy: {
      kk: 'Қызмет тарихын қараңыз: сұрау салу тіркелген болуы мүмкін.',
      ru: 'Посмотрите историю услуг: запрос мог быть зарегистрирован.',
      en: 'Look at the service history: the request may be registered.',
    },
  },
  'licensing.revocation-unreachable': {
    text: {
      kk: 'Тіркеу куәлігінің кері қайтарылмағанын қазір тексеру мүмкін емес. Бұл бас тарту емес: ештеңе жоғалған жоқ.',
      ru: 'Сейчас нельзя проверить, не отозвано ли свидетельство. Это не отказ: ничего не потеряно.',
      en: 'Whether the certificate is revoked cannot be checked now. This is no refusal: nothing is lost.',
    },
    remedy: {
      kk: 'Қайта қол қоюдың қажеті жоқ: тексеру қызметі жауап бергенде осы қолтаңбаның өзі тексеріледі.',
      ru: 'Подписывать заново не нужно: когда служба проверки ответит, будет проверена эта же подпись.',
      en: 'You need not sign again: this same signature is checked when the service answers.',
    },
  },
  'licensing.result-incomplete': {
    text: {
      kk: 'Құжатқа қол қоюға болмайды: {what}',
      ru: 'Документ подписывать нельзя: {what}',
      en: 'The document cannot be signed: {what}',
    },
    remedy: {
      kk: 'Оны орындаушыға себебін көрсетіп қайтарыңыз.',
      ru: 'Верните его исполнителю с указанием причины.',
      en: 'Return it to the officer with the reason.',
    },
  },
  'licensing.signer-differs': {
    text: {
      kk: 'Бұл құжат басқа басшының қол қоюына дайындалған.',
      ru: 'Этот документ подготовлен для подписи другого руководителя.',
      en: 'This document was prepared for another head to sign.',
    },
    remedy: {
      kk: 'Құжатты өз атыңызға қайта дайындаңыз.',
      ru: 'Подготовьте документ заново на своё имя.',
      en: 'Prepare the document again in your own name.',
    },
  },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type LicensingRefusalCode = keyof typeof refusals

export function refuseLicensing(code: LicensingRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return refuse(refusals, code, details)
}
