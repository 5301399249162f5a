import type { Draw, Sex } from './numbers.ts'

export type PersonName = { readonly surname: string; readonly givenName: string; readonly patronymic: string }

/** Common names, mixed by chance: that somebody has exactly this one would be chance too. */
const GIVEN: Readonly<Record<Sex, readonly string[]>> = {
  female: ['Айнұр', 'Ботагөз', 'Гүлмира', 'Жанар', 'Камила', 'Меруерт', 'Перизат', 'Раушан', 'Сандуғаш', 'Шолпан'],
  male: ['Азамат', 'Бауыржан', 'Ғалымжан', 'Ерболат', 'Жасұлан', 'Қуаныш', 'Мұрат', 'Нұржан', 'Рүстем', 'Саян'],
}
const SURNAMES = ['Әлібек', 'Байжан', 'Досжан', 'Есен', 'Жүніс', 'Қасым', 'Мұқан', 'Омар', 'Сапар', 'Тәжібай', 'Шәріп', 'Ысқақ']
const FATHERS = ['Айдар', 'Болат', 'Дәурен', 'Ербол', 'Жомарт', 'Қайрат', 'Марат', 'Нұрлан', 'Серік', 'Талғат']

/** A full name for somebody whom no list of ours knows; the same for the same id and seed. */
export function drawName(draw: Draw, personId: string, sex: Sex): PersonName {
  const pick = (what: string, from: readonly string[]) => from[draw(`${what} ${personId}`, from.length)]!
  return {
    surname: pick('surname', SURNAMES),
    givenName: pick('given name', GIVEN[sex]),
    patronymic: `${pick('father', FATHERS)}${sex === 'female' ? 'қызы' : 'ұлы'}`,
  }
}
