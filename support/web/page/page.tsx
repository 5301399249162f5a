import { LANGUAGES, type Language, formatDate, languageData } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import { Form } from '../components/form/form.tsx'
import { Notification } from '../components/notification/notification.tsx'
import { PhaseBanner } from '../components/phase-banner/phase-banner.tsx'
import type { Flash } from './flash.ts'
import { DisplayLink } from './display-link.tsx'
import type { FormState } from '../language/form-state.ts'
import { inOtherLanguage, localHref, type Text } from '../language/language.ts'
import { Leaving } from './leaving.tsx'
import { Mark } from './mark.tsx'
import { say, useView, ViewContext, type NavigationItem, type PageView } from '../language/view.ts'
import texts from './texts.yaml'

/** What one page says about itself. */
export type PageOptions = {
  /** For the window and for bookmarks; the h1 is in the body. */
  readonly title: Text
  /** What the page is about, for who finds it by a search. */
  readonly description?: Text
  /** One step back. Pages of a form use this instead of breadcrumbs. */
  readonly back?: { readonly href: string; readonly text?: Text }
  /** From the start page to the page above this one. */
  readonly breadcrumbs?: readonly { readonly href: string; readonly text: Text }[]
  /** `wide` for work lists and tables; default is a width that reads well. */
  readonly width?: 'reading' | 'wide'
  /** Addresses of islands (`site.addIsland`). */
  readonly scripts?: readonly string[]
  /** The page shows one of our own PDF files inside itself. */
  readonly embeds?: boolean
  /** The form came back with errors: the window’s title says so first, and the status is 422 where none is given. */
  readonly hasErrors?: boolean
  /** Meant for paper (a receipt): printed without the footer. The sandbox banner stays, so that nobody takes the paper for real. */
  readonly forPaper?: boolean
  readonly status?: number
}

/** What the site adds to every page. */
export type PageFrame = {
  readonly serviceName: Text
  readonly home: string
  readonly signIn?: string
  readonly signOut?: string
  readonly cabinet?: string
  readonly navigation: readonly NavigationItem[]
  readonly footer: readonly NavigationItem[]
  readonly stylesheet: string
  readonly favicon: string
  /** The script that keeps what is typed; only on pages with a form. */
  readonly keepTyping: string
  readonly preloads: readonly string[]
  readonly flash: Flash | null
  /** Classes of the root: how this reader chose to see the pages. */
  readonly display: string
}

export function Page({
  view,
  frame,
  options,
  children,
}: {
  readonly view: PageView
  readonly frame: PageFrame
  readonly options: PageOptions
  readonly children?: Child
}) {
  const title = `${options.hasErrors ? say(texts.page.error, view.language) : ''}${say(options.title, view.language)}`
  return (
    <ViewContext.Provider value={view}>
      <html lang={view.language} {...(frame.display !== '' && { class: frame.display })}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} – ${say(frame.serviceName, view.language)}`}</title>
          {options.description && <meta name="description" content={say(options.description, view.language)} />}
          <meta name="theme-color" content="#0b4650" />
          {frame.preloads.map((href) => (
            <link rel="preload" href={href} as="font" type="font/woff2" crossorigin="anonymous" />
          ))}
          <link rel="stylesheet" href={frame.stylesheet} />
          <link rel="icon" href={frame.favicon} type="image/svg+xml" />
          {options.scripts?.map((source) => (
            <script type="module" src={source}></script>
          ))}
        </head>
        <body class={options.forPaper ? 'page page--for-paper' : 'page'}>
          <header>
            <a class="skip-link" href="#main">
              {say(texts.page.skip, view.language)}
            </a>
            <Header frame={frame} />
            <Banner />
          </header>
          <div class={options.width === 'wide' ? 'container container--wide' : 'container'}>
            <Way options={options} />
            <main class="main" id="main" tabindex={-1}>
              {frame.flash && frame.flash.at === undefined && <Notification kind={frame.flash.kind} text={frame.flash.text} />}
              {children}
            </main>
          </div>
          <Footer frame={frame} />
          <KeepTyping view={view} source={frame.keepTyping} />
        </body>
      </html>
    </ViewContext.Provider>
  )
}

function Header({ frame }: { readonly frame: PageFrame }) {
  return (
    <div class="header">
      <div class="header__inner">
        <a class="header__name" href={localHref(useView().language, frame.home)}>
          <Mark />
          <span>{frame.serviceName}</span>
        </a>
        <LanguageSwitch />
        <Display />
        <SignInState frame={frame} />
      </div>
      {frame.navigation.length > 0 && (
        <nav class="header__navigation" aria-label={say(texts.page.menu)}>
          <ul class="header__links">
            {frame.navigation.map((item) => (
              <li>
                <a class="header__link" href={item.href} {...(item.current && { 'aria-current': 'page' })}>
                  {item.text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}

/**
 * Each language in its own words, so that a person who reads no other finds it. On a page with a form the links are buttons of that form: what
 * is typed goes along, without script. The header comes before the form, so it is drawn when the rest of the page has been.
 */
async function LanguageSwitch() {
  const view = useView()
  const label = say(texts.page.languages)
  await Promise.resolve()
  const form = formOf(view)
  return (
    <nav class="language-switch" aria-label={label}>
      {form && <DefaultButton form={form} />}
      <ul class="language-switch__list">
        {LANGUAGES.map((language) => (
          <li>
            <LanguageLink view={view} language={language} form={form} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

async function Display() {
  const view = useView()
  await Promise.resolve()
  return <DisplayLink view={view} form={formOf(view)} />
}

/** The form in which this page's typing happens: the first that has a field. */
function formOf(view: PageView): FormState | null {
  return view.forms?.find(({ fields }) => fields.size > 0) ?? null
}

/**
 * Enter in a field presses the first button of its form in the order of the page. These come before the form's own: so the first of all
 * sends
 * the form as its own would. Seen and reached by nobody; not `hidden`, which older Safari would not press.
 */
function DefaultButton({ form }: { readonly form: FormState }) {
  return <button class="visually-hidden" type="submit" form={form.id} tabindex={-1} aria-hidden="true"></button>
}

function LanguageLink({ view, language, form }: { readonly view: PageView; readonly language: Language; readonly form: FormState | null }) {
  const path = inOtherLanguage(view.url, language)
  const attributes = { class: 'language-switch__link', lang: language, ...(language === view.language && { 'aria-current': 'true' }) }
  return (
    <Leaving form={form} path={path} attributes={attributes} link={{ hreflang: language }}>
      <span class="language-switch__full">{languageData(language).name}</span>
      <span class="language-switch__short">{languageData(language).short}</span>
    </Leaving>
  )
}

async function KeepTyping({ view, source }: { readonly view: PageView; readonly source: string }) {
  await Promise.resolve()
  return formOf(view) === null && !view.searches?.length ? null : <script type="module" src={source}></script>
}

function SignInState({ frame }: { readonly frame: PageFrame }) {
  const { language, visitor } = useView()
  if (visitor === null)
    return frame.signIn === undefined ? null : (
      <div class="sign-in-state">
        <a class="sign-in-state__link" href={localHref(language, frame.signIn)}>
          {texts.page.signIn}
        </a>
      </div>
    )
  return (
    <div class="sign-in-state sign-in-state--signed-in">
      <span class="sign-in-state__name">
        <span class="visually-hidden">{texts.page.you} </span>
        {frame.cabinet === undefined ? visitor.displayName : <a href={localHref(language, frame.cabinet)}>{visitor.displayName}</a>}
      </span>
      {frame.signOut !== undefined && (
        <Form class="sign-in-state__form" action={localHref(language, frame.signOut)}>
          <button class="sign-in-state__out" type="submit">
            {texts.page.signOut}
          </button>
        </Form>
      )}
    </div>
  )
}

function Banner() {
  const { sandbox, sandboxHref, legalTime, language } = useView()
  if (!sandbox && !legalTime?.moved) return null
  return (
    <PhaseBanner tag={sandbox ? texts.page.sandboxTag : texts.page.notice}>
      {sandbox && say(texts.page.sandboxShort)}
      {sandbox && sandboxHref !== undefined && (
        <>
          {' '}
          <a class="phase-banner__link" href={localHref(language, sandboxHref)}>
            {texts.page.sandboxLink}
          </a>
          .
        </>
      )}
      {legalTime?.moved && (
        <span class="phase-banner__time">
          {' '}
          {texts.page.legalTime} ({texts.page.moved}):{' '}
          <time datetime={`${legalTime.date}T${legalTime.time}`}>
            {formatDate(legalTime.date, language)}, {legalTime.time}
          </time>
          .
        </span>
      )}
    </PhaseBanner>
  )
}

function Way({ options }: { readonly options: PageOptions }) {
  if (options.back)
    return (
      <nav aria-label={say(texts.page.path)}>
        <a class="back-link" href={options.back.href}>
          {options.back.text ?? texts.page.back}
        </a>
      </nav>
    )
  if (!options.breadcrumbs || options.breadcrumbs.length === 0) return null
  return (
    <nav class="breadcrumbs" aria-label={say(texts.page.path)}>
      <ol class="breadcrumbs__list">
        {options.breadcrumbs.map((crumb) => (
          <li class="breadcrumbs__item">
            <a href={crumb.href}>{crumb.text}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Footer({ frame }: { readonly frame: PageFrame }) {
  return (
    <footer class="footer">
      <div class="footer__inner">
        {frame.footer.length > 0 && (
          <ul class="footer__links">
            {frame.footer.map((item) => (
              <li>
                <a href={item.href}>{item.text}</a>
              </li>
            ))}
          </ul>
        )}
        <p>{texts.page.made}</p>
        {useView().sandbox && <p>{texts.page.sandbox}</p>}
      </div>
    </footer>
  )
}
