import type { Json, LocalText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import type { FormValues } from '../page/form-values.ts'
import type { FormRules } from './posted.ts'
import type { PolicyOptions } from './security-headers.ts'
import type { LegalTimeView, NavigationItem, Visitor } from '../language/view.ts'

/** Small data that follows one browser. Written back when the answer is sent. */
export interface WebSession {
  /** The id of a signed-in session; null while nobody is signed in. CSRF tokens are bound to it. Not the cookie's secret. */
  readonly boundTo: string | null
  /** Whose session it is; null while nobody is signed in. Limits of rate count people by it. */
  readonly accountId: string | null
  get(key: string): Json | undefined
  /** Keep it small (a step, a return path, a message): it is a row, read with every request. */
  set(key: string, value: Json): void
  remove(key: string): void
}

/** What is the same on all pages of one system: its name and where its header leads. */
export type SitePart = {
  readonly name: LocalText
  /** The system's own start page, without the language: `/` or `/work`. */
  readonly home: string
  /** Paths without the language; none: no such link in the header. */
  readonly signIn?: string
  /** Posted to, with a CSRF token. */
  readonly signOut?: string
  /** Where the visitor's name leads: the cabinet. */
  readonly cabinet?: string
  /** Links under the header; hrefs complete, with the language. */
  readonly navigation?: (request: FastifyRequest) => readonly NavigationItem[]
  /** Links of the footer; hrefs complete, with the language. */
  readonly footer?: (request: FastifyRequest) => readonly NavigationItem[]
}

export type Asset = { readonly body: Buffer | string; readonly mediaType: string }

export type FontSubset = 'cyrillic-ext' | 'cyrillic' | 'latin' | 'latin-ext'

/** Addresses of what every page needs. */
export type SiteFiles = {
  readonly stylesheet: string
  readonly favicon: string
  readonly keepTyping: string
  readonly fonts: Readonly<Record<FontSubset, string>>
}

export type Site = {
  /** `http://localhost:8080`, without a slash at the end. */
  readonly origin: string
  readonly sandbox: boolean
  /** Where the banner of a sandbox leads, without the language; null where this site has no such page. */
  readonly sandboxPath: string | null
  readonly secret: Buffer
  readonly policy: PolicyOptions
  readonly files: SiteFiles
  readonly uploads: UploadLimits
  readonly legalTime: (() => LegalTimeView | Promise<LegalTimeView>) | null
  /** What `/robots.txt` says: beginnings of paths, without the language, that are private; and paths of site maps. */
  readonly search: { readonly closed: Set<string>; readonly maps: Set<string> }
  /** Makes an immutable, hashed address for a file: `addAsset('map.svg', ...)` -> `/assets/map.1f3c9a2b7d.svg`. */
  addAsset(name: string, asset: Asset): string
  /** Bundles a browser script (TypeScript, its imports with it) and gives its address, for `scripts` of a page. */
  addIsland(entry: URL): Promise<string>
  /** Adds a line to `/health`. `check` returns true where the part works; throws or false where not. */
  addHealthCheck(name: string, check: () => Promise<boolean>): void
  /** Adds sentences to `/health` that fail nothing: what an operator has to see to before it does. */
  addHealthWarning(warning: () => Promise<readonly string[]>): void
  /** Listens on the host and port given; returns the address, e.g. with the port that was free. */
  listen(): Promise<string>
}

export type UploadLimits = {
  readonly fileBytes: number
  readonly totalBytes: number
  readonly files: number
}

export type FileRules = {
  /** The handler asks `isTooLarge` of each file and says so at its field. Otherwise a file over the limit ends in the site's own page. */
  readonly tellsTooLarge: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly site: Site
  }
  interface FastifyRequest {
    /** The name and links of the system whose page this is. */
    part: SitePart
    /** The session; a Fault where no session plugin serves this route. */
    readonly session: WebSession
    sessionOrNull: WebSession | null
    visitor: Visitor | null
    formValues: FormValues | null
    /** The legal time that this request's page shows. */
    legalTimeShown: LegalTimeView | null
  }
  interface FastifyContextConfig {
    /** `false`: the route takes posts that no form of ours made (a bank's call); it checks them itself. */
    csrf?: false
    /** The answer is a stream that a bad line takes minutes to carry. */
    isLong?: true
    /** The route takes longer forms than `USUAL_FORM`: `LONG_FORM`, or its own limits. */
    form?: Partial<FormRules>
    /** The route takes files: the site's limits, or its own. */
    files?: true | Partial<UploadLimits & FileRules>
  }
}
