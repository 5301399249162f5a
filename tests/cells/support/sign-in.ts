// Staff at the door of their room: a wrong password, then the right one.
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import type { Page } from '../../driver/index.ts'
import type { Watched } from './screen.ts'

const NOTICE: Readonly<Record<Language, string>> = {
  kk: 'Логин немесе құпиясөз қате',
  ru: 'Неверный логин или пароль',
  en: 'The login or the password is wrong',
}

export type Tried = { readonly language: Language; readonly notice: string; readonly refused: string; readonly home: string }

/**
 * A person of the staff in each language at the sign-in page of a room (`/work`): what the page says of a wrong password, what it should say,
 * and the path where the right one leads.
 */
export async function tryPasswords(
  { sandbox, screens }: Pick<Watched, 'sandbox' | 'screens'>,
  id: string,
  room: string,
): Promise<readonly Tried[]> {
  const { login, password } = sandbox.persona(id)
  const enter = (page: Page, typed: string) =>
    page.forms
      .find(({ fields }) => fields.some(({ kind }) => kind === 'password'))!
      .set('login', login)
      .set('password', typed)
      .submit()
  const tried: Tried[] = []
  for (const language of LANGUAGES) {
    const stranger = screens.screen({ width: 1280, language })
    const refused = await enter(await stranger.open(`${sandbox.origin}/${language}${room}/sign-in`), 'білмеймін-ғой')
    const inside = await enter(refused, password)
    tried.push({ language, notice: NOTICE[language], refused: refused.text, home: inside.path })
    stranger.close()
  }
  return tried
}
