import { Fault, type Language, type LocalDate, type LocalTime } from '@ruqsat/foundation'
import { createContext, useContext } from 'hono/jsx'
import type { FormState, Typed } from './form-state.ts'
import type { Text } from './language.ts'

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
  /** The addresses that searches and filters of this page ask, as they are drawn: what is typed in these is kept by the browser alone. */
  readonly searches?: string[]
  /** What was typed into a form and not sent. */
  typedIn?(form: string): Typed | null
  /** The token that each form of this page carries. Asking for it sets the anonymous form cookie where there is no signed-in session. */
  csrfToken(): string
}

export const ViewContext = createContext<PageView | null>(null)

/** For components, while they are drawn; after an `await` there is no page any more. */
export function useView(): PageView {
  const view = useContext(ViewContext)
  if (view === null) throw new Fault('Expected a component of a page but no page is being drawn')
  return view
}

export const useLanguage = (): Language => useView().language

/** The text in one language; in a component, the page's. */
export function say(text: Text, language: Language = useLanguage()): string {
  return typeof text === 'string' ? text : text[language]
}

/** As `say` in the page's language. */
export function useSay(): (text: Text) => string {
  const language = useLanguage()
  return (text) => say(text, language)
}
