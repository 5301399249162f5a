import type { Language, LocalDate, LocalTime } from '@ruqsat/foundation'
import { createContext, useContext } from 'hono/jsx'
import type { FormState, Typed } from './form-state.ts'
import { say, type Text } from './language.ts'

/** Legal time as a header shows it. `moved`: it differs from the real one, and the page says so. */
export type LegalTimeView = { readonly date: LocalDate; readonly time: LocalTime; readonly moved: boolean }

/** Someone signed in, as far as a page's header must know. */
export type Visitor = { readonly displayName: string }

export type NavigationItem = { readonly href: string; readonly text: Text; readonly current?: boolean }

/** What every component may ask of the page that it is on. */
export type PageView = {
  readonly language: Language
  /** Path and query of this page, for the language switch. */
  readonly url: string
  readonly visitor: Visitor | null
  readonly sandbox: boolean
  /** The page of the fictional republic, without the language; the sandbox's banner leads there. */
  readonly sandboxHref?: string
  readonly legalTime: LegalTimeView | null
  /** What each field of this page is called, by its name in the form; fields put themselves in, an error summary names them by it. */
  readonly labels?: Map<string, Text>
  /** What has just happened at one place of this page; `<Told>` shows it there. */
  readonly told?: { readonly at: string; readonly text: Text } | null
  /** The forms of this page, in the order in which they are drawn; only where what is typed can be kept. */
  readonly forms?: FormState[]
  /** What was typed into a form and not sent. */
  typedIn?(form: string): Typed | null
  /** The token that each form of this page carries. Asking for it sets the anonymous form cookie where there is no signed-in session. */
  csrfToken(): string
}

const OUTSIDE_A_PAGE: PageView = {
  language: 'kk',
  url: '/kk',
  visitor: null,
  sandbox: false,
  legalTime: null,
  csrfToken: () => '',
}

export const ViewContext = createContext<PageView>(OUTSIDE_A_PAGE)

export function useView(): PageView {
  return useContext(ViewContext)
}

export function useLanguage(): Language {
  return useContext(ViewContext).language
}

/** Returns the function that says a text in the page's language. */
export function useSay(): (text: Text) => string {
  const { language } = useContext(ViewContext)
  return (text) => say(text, language)
}
