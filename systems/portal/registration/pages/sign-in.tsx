import {
  oneTimeSignInPages,
  resetPages,
  SignInBy,
  signInPages,
  type AccountPages,
  type LoginForm,
  type SignInWay,
} from '@ruqsat/accounts/pages'
import { type BIN, type IIN, isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import { Details, errorAt, languageOf, LinkButton, localHref, Radios, sendPage, TextInput, useLanguage, rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { loginOf } from '../people/identity.ts'
import { PATHS, type Portal } from '../../deps.ts'
import { hrefWithReturn, returnPathOf, withReturn } from '../../common/http/return-path.ts'
import { refusalsAt, refusePortal } from '../../refusals.ts'
import { offeredStep, StepNote } from '../../common/parts/step-note.tsx'
import texts from '../texts.yaml'

// The act's sign-in: login and password are checked here; what is refused is the table's own notice. The session is ours. And the lost
// password, which asks for the same numbers.

type Typed = { readonly who: 'self' | 'firm'; readonly iin: string; readonly bin: string }

/** The login that these numbers make; or what is wrong with them, at their fields, and with what else was typed. */
function loginFrom(
  numbers: { readonly iin: IIN | Refusal; readonly bin: BIN | null | Refusal },
  faults: readonly Refusal[] = [],
): string | readonly Refusal[] {
  const { iin, bin } = numbers
  return isRefusal(iin) || isRefusal(bin) || faults.length > 0 ? [...refusalsAt(numbers), ...faults] : loginOf({ iin, bin })
}

const LOGIN: LoginForm<Typed> = {
  empty: { who: 'self', iin: '', bin: '' },
  read(form) {
    const typed: Typed = { who: form.text('who') === 'firm' ? 'firm' : 'self', iin: form.digits('iin'), bin: form.digits('bin') }
    // A slip of the finger in a number is said at once and counts as no wrong password.
    const numbers = { bin: typed.who === 'firm' ? parseBIN(typed.bin) : null, iin: parseIIN(typed.iin) }
    const empty = form.secret('password') === '' ? [refusePortal('field-empty', { field: 'password' })] : []
    return { typed, login: loginFrom(numbers, empty) }
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

/** An IIN, and a BIN where the person is registered for an organisation. */
const LOST: LoginForm<Omit<Typed, 'who'>> = {
  empty: { iin: '', bin: '' },
  read(form) {
    const typed = { iin: form.digits('iin'), bin: form.digits('bin') }
    return { typed, login: loginFrom({ iin: parseIIN(typed.iin), bin: typed.bin === '' ? null : parseBIN(typed.bin) }) }
  },
  fields: (typed, errors) => (
    <>
      <TextInput
        name="iin"
        label={texts.reset.iin}
        inputmode="numeric"
        autocomplete="username"
        width={20}
        value={typed.iin}
        error={errorAt(errors, 'iin')}
      />
      <TextInput
        name="bin"
        label={texts.reset.bin}
        hint={texts.reset.binHint}
        optional
        inputmode="numeric"
        width={20}
        value={typed.bin}
        error={errorAt(errors, 'bin')}
      />
    </>
  ),
}

export function signInPage(app: FastifyInstance, portal: Portal): void {
  const pages: AccountPages = { accounts: portal.accounts, paths: PATHS, href: hrefWithReturn, send: sendPage }
  resetPages(app, pages, { login: LOST, limit: rateLimit('reset'), texts: texts.reset })
  const next = (request: FastifyRequest) => returnPathOf(request) || localHref(languageOf(request), PATHS.cabinet)
  const oneTime = { path: PATHS.signInByCode, login: LOST, limit: rateLimit('reset'), texts: texts.oneTime, next }
  oneTimeSignInPages(app, pages, oneTime)
  signInPages(app, pages, {
    login: LOGIN,
    limit: rateLimit('sign-in'),
    button: texts.signIn.signIn,
    isSignedIn: async (request) => (await portal.person(request)) !== null,
    next,
    signedOut: PATHS.home,
    inWordsOfTheForm,
    async around(request, wasRefused) {
      const action = wasRefused ? 'noticeSignInRefused' : 'signIn'
      const step = offeredStep(await portal.offers(), portal.deps.channels, action, returnPathOf(request))
      return {
        title: wasRefused ? texts.signIn.refused : texts.signIn.title,
        errorTitle: texts.signIn.refused,
        before: step && <StepNote {...step} />,
        after: <OtherWays returnPath={returnPathOf(request)} ways={portal.deps.signInWays ?? []} />,
      }
    },
  })
}

/** The form asks for an IIN and perhaps a BIN; of a login it knows nothing. */
function inWordsOfTheForm(refusal: Refusal, { who }: Typed): Refusal {
  if (refusal.code !== 'sign-in-refused') return refusal
  return refusePortal(who === 'firm' ? 'firm-sign-in-refused' : 'person-sign-in-refused')
}

function OtherWays({ returnPath, ways }: { readonly returnPath: string; readonly ways: readonly SignInWay[] }) {
  const language = useLanguage()
  const at = (path: string) => withReturn(localHref(language, path), returnPath)
  return (
    <>
      <SignInBy ways={ways} back={returnPath} />
      <p class="muted">{texts.signIn.lock}</p>
      <ul>
        <li>
          <a href={at(PATHS.signInByCode)}>{texts.signIn.byCode}</a>
        </li>
        <li>
          <a href={at(PATHS.reset)}>{texts.signIn.forgot}</a>
        </li>
        <li>
          <a href={at(PATHS.register)}>{texts.signIn.register}</a>
        </li>
      </ul>
      <Details summary={texts.signIn.key}>
        <p>{texts.signIn.keyText}</p>
        <LinkButton kind="secondary" href={withReturn(localHref(language, PATHS.keys), at(PATHS.signIn))} text={texts.signIn.key} />
      </Details>
    </>
  )
}
