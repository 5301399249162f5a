import type { LocalText } from '@ruqsat/foundation'
import { languageOf, localHref, rateLimit, sendPage, TextInput, useLanguage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Child } from 'hono/jsx'
import type { AccountPages, LoginForm } from './account-pages.tsx'
import { resetPages, type ResetTexts } from './reset.tsx'
import { signInPages, type SignIn } from './sign-in.tsx'
import texts from './texts.yaml'

/** The login of people whom an authority registers: a name that it gave them. */
const NAME_LOGIN: LoginForm<string> = {
  empty: '',
  read(form) {
    const login = form.text('login')
    return { typed: login, login }
  },
  fields: (typed) => (
    <TextInput name="login" label={texts.nameLogin.login} value={typed} width={20} autocomplete="username" spellcheck={false} />
  ),
}

const NAME_LOGIN_RESET: ResetTexts = texts.nameLogin.reset

/** Passwords are guessed from one address no faster than this; the lock-out of the login comes on top. */
const LIMIT = rateLimit('sign-in')

export type NameSignIn = Pick<AccountPages, 'accounts' | 'paths'> &
  Partial<Pick<AccountPages, 'send'>> &
  Pick<SignIn<string>, 'isSignedIn' | 'next' | 'admit'> & {
    readonly texts: { readonly title: LocalText; readonly lead: LocalText; readonly button: LocalText }
    /** Other ways than the password, over and under the one to a lost password. */
    readonly over?: () => Child
    readonly under?: () => Child
  }

/** Sign-in and a lost password for people with a login by name; a fault of the form is shown at the login. */
export function nameSignInPages(app: FastifyInstance, room: NameSignIn): void {
  const { accounts, paths, send = sendPage, isSignedIn, next, admit } = room
  const pages: AccountPages = { accounts, paths, href: (request, path) => localHref(languageOf(request), path), send }
  signInPages(app, pages, {
    login: NAME_LOGIN,
    limit: LIMIT,
    button: room.texts.button,
    isSignedIn,
    next,
    signedOut: paths.signIn,
    admit,
    inWordsOfTheForm: (refusal) => ({ ...refusal, field: refusal.field ?? 'login' }),
    around: async () => ({ title: room.texts.title, before: <p>{room.texts.lead}</p>, after: <Ways room={room} /> }),
  })
  resetPages(app, pages, { login: NAME_LOGIN, limit: LIMIT, texts: NAME_LOGIN_RESET })
}

function Ways({ room: { paths, over, under } }: { readonly room: NameSignIn }) {
  return (
    <>
      {over?.()}
      <p>
        <a href={localHref(useLanguage(), paths.reset)}>{texts.nameLogin.forgotten}</a>
      </p>
      {under?.()}
    </>
  )
}
