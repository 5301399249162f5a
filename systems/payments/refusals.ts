import type { LocalText, RefusalRow } from '@ruqsat/foundation'

/** Codes are frozen once released; a retired code stays reserved. */
export const refusals = {
  'order-not-found': {
    text: {
      kk: 'Мұндай төлем тапсырысы табылмады.',
      ru: 'Такой заказ на оплату не найден.',
      en: 'There is no such payment order.',
    },
    remedy: {
      kk: 'Порталдағы сұрау салуыңызға қайтып, төлемді сол жерден қайта бастаңыз.',
      ru: 'Вернитесь к своему запросу на портале и начните оплату оттуда.',
      en: 'Go back to your request on the portal and start the payment from there.',
    },
  },
  'order-already-paid': {
    text: {
      kk: 'Бұл алым төленіп қойған.',
      ru: 'Этот сбор уже оплачен.',
      en: 'This fee has been paid already.',
    },
    remedy: {
      kk: 'Қайта төлемеңіз. Порталға оралып, сұрау салуды жалғастырыңыз.',
      ru: 'Не платите второй раз. Вернитесь на портал и продолжите запрос.',
      en: 'Do not pay again. Return to the portal and go on with your request.',
    },
  },
  'order-outcome-unknown': {
    text: {
      kk: 'Банк алдыңғы төлемнің нәтижесін әлі хабарлаған жоқ.',
      ru: 'Банк ещё не сообщил, чем закончился предыдущий платёж.',
      en: 'The bank has not told yet how the previous payment ended.',
    },
    remedy: {
      kk: 'Екі рет төлеп қоймау үшін біраз күтіп, нәтижені қайта тексеріңіз.',
      ru: 'Чтобы не заплатить дважды, немного подождите и проверьте результат ещё раз.',
      en: 'Wait a little and check again, so that you do not pay twice.',
    },
  },
  'bank-unreachable': {
    text: {
      kk: 'Банк қазір жауап бермейді. Ақшаңыз алынған жоқ.',
      ru: 'Банк сейчас не отвечает. Деньги не списаны.',
      en: 'The bank does not answer now. No money was taken.',
    },
    remedy: {
      kk: 'Бірнеше минуттан кейін қайталап көріңіз. Сұрау салуыңыздың жобасы сақталды.',
      ru: 'Повторите через несколько минут. Черновик запроса сохранён.',
      en: 'Try again in a few minutes. The draft of your request is kept.',
    },
  },
  'amount-not-payable': {
    text: {
      kk: 'Төленетін сома дұрыс емес: {amountTiyn} тиын.',
      ru: 'Сумма к оплате указана неверно: {amountTiyn} тиын.',
      en: 'The sum to pay is wrong: {amountTiyn} tiyn.',
    },
    remedy: {
      kk: 'Сұрау салуға қайтып оралыңыз; қате қайталанса, порталдың қолдау қызметіне хабарлаңыз.',
      ru: 'Вернитесь к запросу; если ошибка повторится, сообщите в службу поддержки портала.',
      en: 'Go back to your request; if it happens again, tell the portal’s support.',
    },
  },
  'order-refunded': {
    text: {
      kk: 'Бұл тапсырыстың ақшасы төлеушіге қайтарылады.',
      ru: 'Деньги по этому заказу возвращаются плательщику.',
      en: 'The money of this order goes back to the payer.',
    },
    remedy: {
      kk: 'Қызмет керек болса, порталдағы сұрау салуды қайта ашып, жаңадан төлеңіз.',
      ru: 'Если услуга нужна, снова откройте запрос на портале и оплатите заново.',
      en: 'If you want the service, open the request on the portal again and pay anew.',
    },
  },
  'receipt-not-found': {
    text: {
      kk: 'Салыстырып тексеру тізімінде мұндай түсім жоқ немесе ол реттелген.',
      ru: 'В списке сверки нет такого поступления или оно уже урегулировано.',
      en: 'The reconciliation list has no such receipt, or it is settled already.',
    },
    remedy: {
      kk: 'Тізімді жаңартып, түсімнің нөмірін тексеріңіз.',
      ru: 'Обновите список и проверьте номер поступления.',
      en: 'Reload the list and check the receipt’s id.',
    },
  },
} as const satisfies Record<string, RefusalRow>

export type PaymentRefusalCode = keyof typeof refusals

/** Why a bank declined, in the payer's words; the codes are those of the bank's wire. */
export const declineReasons = {
  'insufficient-funds': {
    kk: 'Картада қаражат жеткіліксіз. Басқа картамен төлеңіз немесе картаны толықтырыңыз.',
    ru: 'На карте недостаточно средств. Оплатите другой картой или пополните эту.',
    en: 'There is not enough money on the card. Pay with another card or top this one up.',
  },
  'lost-card': {
    kk: 'Карта жоғалған деп белгіленген. Басқа картамен төлеңіз немесе банкіңізге хабарласыңыз.',
    ru: 'Карта отмечена как утерянная. Оплатите другой картой или обратитесь в свой банк.',
    en: 'The card is reported lost. Pay with another card or contact your bank.',
  },
  'wrong-code': {
    kk: 'SMS-код дұрыс енгізілмеді. Төлемді қайта бастаңыз.',
    ru: 'Код из SMS введён неверно. Начните оплату заново.',
    en: 'The code from the SMS was wrong. Start the payment again.',
  },
  'expired-card': {
    kk: 'Картаның мерзімі өтіп кеткен. Басқа картамен төлеңіз.',
    ru: 'Срок действия карты истёк. Оплатите другой картой.',
    en: 'The card has expired. Pay with another card.',
  },
  other: {
    kk: 'Банк төлемді қабылдамады. Басқа картамен төлеңіз немесе банкіңізге хабарласыңыз.',
    ru: 'Банк отклонил платёж. Оплатите другой картой или обратитесь в свой банк.',
    en: 'The bank declined the payment. Pay with another card or contact your bank.',
  },
} as const satisfies Record<string, LocalText>

/** Why a bank did not return money, in the payer's words; the codes are those of the bank's wire. */
export const refundDeclines = {
  'card-closed': {
    kk: 'Банк ақшаны картаға қайтара алмады: карта жабық. Банкіңізге хабарласыңыз да, қайталап көріңіз.',
    ru: 'Банк не смог вернуть деньги на карту: карта закрыта. Обратитесь в свой банк и повторите.',
    en: 'The bank could not return the money to the card: it is closed. Contact your bank and try again.',
  },
  other: {
    kk: 'Банк ақшаны қайтармады. Біраздан кейін қайталап көріңіз немесе банкіңізге хабарласыңыз.',
    ru: 'Банк не вернул деньги. Повторите позже или обратитесь в свой банк.',
    en: 'The bank did not return the money. Try again later or contact your bank.',
  },
} as const satisfies Record<string, LocalText>

export const notices = {
  otherSum: {
    kk: 'Банк {expected} ₸ орнына {taken} ₸ алды (банк нөмірі: {reference}). Бұл төлем есепке алынбады, ол картаңызға өзі қайтарылады. Алымды дұрыс сомада төлеңіз.',
    ru: 'Банк списал {taken} ₸ вместо {expected} ₸ (номер в банке: {reference}). Этот платёж не зачтён и сам вернётся на вашу карту. Оплатите сбор в правильной сумме.',
    en: 'The bank took {taken} ₸ instead of {expected} ₸ (bank reference: {reference}). That payment does not count and goes back to your card by itself. Please pay the right sum.',
  },
  overpaid: {
    kk: 'Алым екі рет төленген. Артық төленген {overpaid} ₸ картаңызға өзі қайтарылады; сұрау салуыңызға бұл әсер етпейді.',
    ru: 'Сбор оплачен дважды. Лишние {overpaid} ₸ сами вернутся на вашу карту; на ваш запрос это не влияет.',
    en: 'The fee was paid twice. The extra {overpaid} ₸ goes back to your card by itself; your request is not affected.',
  },
} as const satisfies Record<string, LocalText>
