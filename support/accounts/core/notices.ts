import { fillText, type LocalText } from '@ruqsat/foundation'
import { local } from '@ruqsat/web'

const RESET = local(
  'Құпиясөзді қалпына келтіру коды: {code}. {minutes} минут жарамды. Оны ешкімге айтпаңыз.',
  'Код для восстановления пароля: {code}. Действует {minutes} минут. Никому его не сообщайте.',
  'Code to reset your password: {code}. Valid for {minutes} minutes. Tell it to nobody.',
)

const CONTACT = local(
  'Растау коды: {code}. {minutes} минут жарамды. Оны ешкімге айтпаңыз.',
  'Код подтверждения: {code}. Действует {minutes} минут. Никому его не сообщайте.',
  'Confirmation code: {code}. Valid for {minutes} minutes. Tell it to nobody.',
)

/** What the owner of an account is told, short enough for one SMS in Cyrillic where it can be. */
export const NOTICES = {
  reset: (code: string, minutes: number): LocalText => fillText(RESET, { code, minutes }),
  contact: (code: string, minutes: number): LocalText => fillText(CONTACT, { code, minutes }),
  changed: local(
    'Құпиясөзіңіз өзгертілді. Бұл сіз болмасаңыз, оны бірден қалпына келтіріңіз.',
    'Ваш пароль изменён. Если это были не вы, сразу восстановите его.',
    'Your password was changed. If it was not you, reset it at once.',
  ),
  locked: local(
    'Құпиясөз бірнеше рет қате енгізілді, кіру уақытша жабылды.',
    'Пароль несколько раз введён неверно, вход временно закрыт.',
    'The password was wrong several times; sign-in is closed for a while.',
  ),
} as const
