import type { LocalText } from '@ruqsat/foundation'
import { TextInput } from '@ruqsat/web'
import type { LoginForm } from './account-pages.tsx'
import type { ResetTexts } from './reset.tsx'
import texts from './texts.yaml'

/** The login of people whom an authority registers: a name that it gave them. */
export const NAME_LOGIN: LoginForm<string> = {
  empty: '',
  read(form) {
    const login = form.text('login')
    return { typed: login, login }
  },
  fields: (typed) => (
    <TextInput name="login" label={texts.nameLogin.login} value={typed} width={20} autocomplete="username" spellcheck={false} />
  ),
}

export const NAME_LOGIN_RESET: ResetTexts = texts.nameLogin.reset

/** The text of the way to a lost password. */
export const FORGOTTEN: LocalText = texts.nameLogin.forgotten
