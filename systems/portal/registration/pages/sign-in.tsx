import { signInPages, type LoginForm } from '@ruqsat/accounts/pages'
import { isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import { Details, errorAt, languageOf, LinkButton, localHref, Radios, TextInput, useLanguage, useSay } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { loginOf } from '../people/identity.ts'
import { PATHS, type Portal } from '../../deps.ts'
import { SIGN_IN_LIMIT } from '../../common/http/limits.ts'
import { returnPathOf, withReturn } from '../../common/http/return-path.ts'
import { refusePortal } from '../../refusals.ts'
import { offeredStep, StepNote } from '../../common/parts/step-note.tsx'
import texts from '../texts.yaml'
import { accountPagesOf } from './account-pages.ts'

// The act's sign-in: login and password are checked here; what is refused is the table's own notice. The session is ours.

type Typed = { readonly who: 'self' | 'firm'; readonly iin: string; readonly bin: string }

const LOGIN: LoginForm<Typed> = {
  empty: { who: 'self', iin: '', bin: '' },
  read(form) {
    const typed: Typed = { who: form.text('who') === 'firm' ? 'firm' : 'self', iin: form.digits('iin'), bin: form.digits('bin') }
    const isEmpty = form.secret('password') === ''
    // A slip of the finger in a number is said at once and counts as no wrong password.
    const [iin, bin] = [parseIIN(typed.iin), typed.who === 'firm' ? parseBIN(typed.bin) : null]
    if (!isRefusal(iin) && !isRefusal(bin) && !isEmpty) return { typed, login: loginOf({ iin, bin }) }
    const login = [
      ...(isRefusal(bin) ? [{ ...bin, field: 'bin' }] : []),
      ...(isRefusal(iin) ? [{ ...iin, field: 'iin' }] : []),
      ...(isEmpty ? [refusePortal('field-empty', { field: 'password' })] : []),
    ]
    return { typed, login }
  },
  fields(typed, errors) {
    const bin = (
      <TextInput name="bin" label={texts.signIn.bin} inputmode="numeric" width={20} value={typed.bin} error={errorAt(errors, 'bin')} />
    )
    return (
      <>
        <Radios
          name="who"
          legend={texts.signIn.who}
          value={typed.who}
          options={[
            { value: 'self', text: texts.signIn.self },
            { value: 'firm', text: texts.signIn.firm, more: bin },
          ]}
        />
        <TextInput
          name="iin"
          label={texts.signIn.iin}
          hint={texts.signIn.iinHint}
          inputmode="numeric"
          autocomplete="username"
          width={20}
          value={typed.iin}
          error={errorAt(errors, 'iin')}
        />
      </>
    )
  },
}

export function signInPage(app: FastifyInstance, portal: Portal): void {
  signInPages(app, accountPagesOf(portal), {
    login: LOGIN,
    limit: SIGN_IN_LIMIT,
    button: texts.signIn.signIn,
    isSignedIn: async (request) => (await portal.person(request)) !== null,
    next: afterSignIn,
    signedOut: PATHS.home,
    inWordsOfTheForm,
    async around(request, wasRefused) {
      const step = offeredStep(await portal.offers(), wasRefused ? 'noticeSignInRefused' : 'signIn')
      return {
        title: wasRefused ? texts.signIn.refused : texts.signIn.title,
        errorTitle: texts.signIn.refused,
        before: step && <StepNote {...step} />,
        after: <OtherWays returnPath={returnPathOf(request)} />,
      }
    },
  })
}

/** The form asks for an IIN and perhaps a BIN; of a login it knows nothing. */
function inWordsOfTheForm(refusal: Refusal, { who }: Typed): Refusal {
  if (refusal.code !== 'sign-in-refused') return refusal
  return refusePortal(who === 'firm' ? 'firm-sign-in-refused' : 'person-sign-in-refused')
}

function afterSignIn(request: FastifyRequest): string {
  const returnPath = returnPathOf(request)
  return returnPath === '' ? localHref(languageOf(request), PATHS.cabinet) : returnPath
}

function OtherWays({ returnPath }: { readonly returnPath: string }) {
  const say = useSay()
  const language = useLanguage()
  const at = (path: string) => withReturn(localHref(language, path), returnPath)
  return (
    <>
      <p class="muted">{say(texts.signIn.lock)}</p>
      <ul>
        <li>
          <a href={at(PATHS.reset)}>{say(texts.signIn.forgot)}</a>
        </li>
        <li>
          <a href={at(PATHS.register)}>{say(texts.signIn.register)}</a>
        </li>
      </ul>
      <Details summary={texts.signIn.key}>
        <p>{say(texts.signIn.keyText)}</p>
        <LinkButton kind="secondary" href={withReturn(localHref(language, PATHS.keys), at(PATHS.signIn))} text={texts.signIn.key} />
      </Details>
    </>
  )
}
