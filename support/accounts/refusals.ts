import type { RefusalRow } from '@ruqsat/foundation'
import { local } from '@ruqsat/web'

/** Every no of this room: what is wrong, and what the person can do. */
export const ACCOUNT_REFUSALS = {
  'sign-in-refused': {
    text: local('Логин немесе құпиясөз қате', 'Неверный логин или пароль', 'The login or the password is wrong'),
    remedy: local(
      'Екеуін де тексеріп, қайта енгізіңіз. Құпиясөзді ұмытсаңыз, оны қалпына келтіріңіз.',
      'Проверьте то и другое и введите снова. Если забыли пароль, восстановите его.',
      'Check both and enter them again. If you forgot the password, reset it.',
    ),
  },
  'sign-in-locked': {
    text: local(
      'Құпиясөз бірнеше рет қате енгізілді, кіру уақытша жабылды',
      'Пароль несколько раз введён неверно, вход временно закрыт',
      'The password was wrong several times; sign-in is closed for a while',
    ),
    remedy: local(
      '{minutes} мин {seconds} с өткен соң қайталаңыз немесе құпиясөзді қалпына келтіріңіз.',
      'Повторите через {minutes} мин {seconds} с или восстановите пароль.',
      'Try again in {minutes} min {seconds} s, or reset the password.',
    ),
  },
  'account-blocked': {
    text: local('Бұл есептік жазба бұғатталған', 'Эта учётная запись заблокирована', 'This account is blocked'),
    remedy: local('Қолдау қызметіне хабарласыңыз.', 'Обратитесь в службу поддержки.', 'Contact the support service.'),
  },
  'login-taken': {
    text: local('Бұл логин тіркелген', 'Этот логин уже зарегистрирован', 'This login is already registered'),
    remedy: local('Кіріңіз немесе құпиясөзді қалпына келтіріңіз.', 'Войдите или восстановите пароль.', 'Sign in, or reset the password.'),
  },
  'login-unusable': {
    text: local('Логин жарамсыз', 'Логин не подходит', 'The login cannot be used'),
    remedy: local(
      'ЖСН не БСН (12 цифр) немесе 3–64 латын әрпі, цифр, нүкте, сызықша енгізіңіз.',
      'Введите ИИН или БИН (12 цифр) либо 3–64 латинские буквы, цифры, точки, дефисы.',
      'Enter an IIN or BIN (12 digits), or 3 to 64 Latin letters, digits, dots and hyphens.',
    ),
  },
  'password-short': {
    text: local('Құпиясөз тым қысқа', 'Пароль слишком короткий', 'The password is too short'),
    remedy: local('Кемінде {length} таңба енгізіңіз.', 'Введите не меньше {length} символов.', 'Enter at least {length} characters.'),
  },
  'password-long': {
    text: local('Құпиясөз тым ұзын', 'Пароль слишком длинный', 'The password is too long'),
    remedy: local('Ең көбі {length} таңба болсын.', 'Введите не больше {length} символов.', 'Enter at most {length} characters.'),
  },
  'password-is-login': {
    text: local('Құпиясөзде логин тұр', 'Пароль содержит логин', 'The password contains the login'),
    remedy: local('Логині жоқ құпиясөз ойлап табыңыз.', 'Придумайте пароль без логина.', 'Choose a password without the login in it.'),
  },
  'password-common': {
    text: local('Бұл құпиясөзді табу оңай', 'Этот пароль легко угадать', 'This password is easy to guess'),
    remedy: local(
      'Байланысы жоқ бірнеше сөзден тұратын құпиясөз ойлап табыңыз.',
      'Придумайте пароль из нескольких не связанных слов.',
      'Choose a password of several words that do not belong together.',
    ),
  },
  'old-password-wrong': {
    text: local('Қазіргі құпиясөз қате', 'Текущий пароль неверен', 'The present password is wrong'),
    remedy: local('Қайта енгізіңіз.', 'Введите его снова.', 'Enter it again.'),
  },
  'password-same': {
    text: local('Жаңа құпиясөз бұрынғыдай', 'Новый пароль совпадает с прежним', 'The new password is the same as the old one'),
    remedy: local('Басқа құпиясөз ойлап табыңыз.', 'Придумайте другой пароль.', 'Choose another password.'),
  },
  'reset-code-wrong': {
    text: local('Код қате немесе мерзімі өткен', 'Код неверен или устарел', 'The code is wrong or has run out'),
    remedy: local(
      'Соңғы хабарламадағы кодты енгізіңіз немесе жаңасын сұраңыз.',
      'Введите код из последнего сообщения или запросите новый.',
      'Enter the code from the latest message, or ask for a new one.',
    ),
  },
  'contact-code-wrong': {
    text: local('Код қате немесе мерзімі өткен', 'Код неверен или устарел', 'The code is wrong or has run out'),
    remedy: local(
      'Соңғы хабарламадағы кодты енгізіңіз немесе жаңасын сұраңыз.',
      'Введите код из последнего сообщения или запросите новый.',
      'Enter the code from the latest message, or ask for a new one.',
    ),
  },
  'contact-codes-too-many': {
    text: local('Код тым жиі сұралды', 'Код запрашивали слишком часто', 'Too many codes were asked for'),
    remedy: local(
      'Соңғы хабарламадағы кодты енгізіңіз немесе бір сағаттан кейін қайталаңыз.',
      'Введите код из последнего сообщения или повторите через час.',
      'Enter the code from the latest message, or try again in an hour.',
    ),
  },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type AccountRefusalCode = keyof typeof ACCOUNT_REFUSALS
