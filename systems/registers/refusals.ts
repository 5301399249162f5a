import type { RefusalRow } from '@ruqsat/foundation'

/** Codes are frozen once released; a retired code stays reserved. */
export const refusals = {
  'iin-malformed': {
    text: {
      kk: 'ЖСН 12 цифрдан тұруы керек.',
      ru: 'ИИН должен состоять из 12 цифр.',
      en: 'An IIN has 12 digits.',
    },
    remedy: {
      kk: 'Жеке куәліктегі 12 цифрды тексеріп, қайта енгізіңіз.',
      ru: 'Сверьте 12 цифр с удостоверением личности и введите заново.',
      en: 'Check the 12 digits against the identity card and enter them again.',
    },
  },
  'iin-check-digit': {
    text: {
      kk: 'ЖСН-нің бақылау цифры сәйкес келмейді: бір цифры қате жазылған.',
      ru: 'Контрольная цифра ИИН не сходится: в одной из цифр ошибка.',
      en: 'The check digit of the IIN does not fit: one of the digits is wrong.',
    },
    remedy: {
      kk: 'Жеке куәліктегі 12 цифрды тексеріп, қайта енгізіңіз.',
      ru: 'Сверьте 12 цифр с удостоверением личности и введите заново.',
      en: 'Check the 12 digits against the identity card and enter them again.',
    },
  },
  'bin-malformed': {
    text: {
      kk: 'БСН 12 цифрдан тұруы керек, бұл нөмір БСН-ге ұқсамайды.',
      ru: 'БИН должен состоять из 12 цифр; этот номер не похож на БИН.',
      en: 'A BIN has 12 digits; this number does not look like one.',
    },
    remedy: {
      kk: 'Тіркеу құжатындағы 12 цифрды тексеріп, қайта енгізіңіз.',
      ru: 'Сверьте 12 цифр с документом о регистрации и введите заново.',
      en: 'Check the 12 digits against the registration document and enter them again.',
    },
  },
  'bin-check-digit': {
    text: {
      kk: 'БСН-нің бақылау цифры сәйкес келмейді: бір цифры қате жазылған.',
      ru: 'Контрольная цифра БИН не сходится: в одной из цифр ошибка.',
      en: 'The check digit of the BIN does not fit: one of the digits is wrong.',
    },
    remedy: {
      kk: 'Тіркеу құжатындағы 12 цифрды тексеріп, қайта енгізіңіз.',
      ru: 'Сверьте 12 цифр с документом о регистрации и введите заново.',
      en: 'Check the 12 digits against the registration document and enter them again.',
    },
  },
  'register-access-denied': {
    text: {
      kk: 'Тіркелім бұл сұрауға жауап беруден бас тартты.',
      ru: 'Регистр отказался отвечать на этот запрос.',
      en: 'The register refused to answer this request.',
    },
    remedy: {
      kk: 'Жүйе әкімшісіне хабарлаңыз: сұрау жіберу құқығын тексеру керек.',
      ru: 'Сообщите администратору системы: нужно проверить право на запрос.',
      en: 'Tell the administrator of the system: the right to ask has to be checked.',
    },
  },
} as const satisfies Record<string, RefusalRow>
