import type { RefusalRow } from '@ruqsat/foundation'

/** Codes are frozen once released; a retired code stays reserved: `iin-malformed`, `iin-check-digit`, `bin-malformed`, `bin-check-digit` are refused by the types of foundation now. */
export const refusals = {
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
