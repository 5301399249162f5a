import type { Accounts, Account, PasswordCost } from '@ruqsat/accounts'
import type { SignInWay } from '@ruqsat/accounts/pages'
import type { CaseHost, Reader } from '@ruqsat/caseflow'
import type { ZoneRules } from '@ruqsat/clock'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { Diagram } from '@ruqsat/diagrams'
import type { BIN, Instant, Language, LocalDate, LocalText, Refusal } from '@ruqsat/foundation'
import type { Gateway } from '@ruqsat/gateway/contract'
import type { Job } from '@ruqsat/jobs'
import type { ClockTables, Edition, Offer, Regulation, Step } from '@ruqsat/law'
import type { PublicRegister } from '@ruqsat/licensing/contract'
import type { Messaging } from '@ruqsat/messaging/contract'
import type { Payments, PaymentFactReceiver } from '@ruqsat/payments/contract'
import type { HallBookings } from '@ruqsat/centre/contract'
import type { PackageDoor } from '@ruqsat/regional/contract'
import type { Registers } from '@ruqsat/registers/contract'
import type { IslandManifest } from '@ruqsat/signing'
import type { PhoneSigning } from '@ruqsat/signing/phone'
import type { Trust } from '@ruqsat/trust/contract'
import type { SecurityLog } from '@ruqsat/security'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Logger } from 'pino'
import type { ApplicationIntake } from './contract.ts'
import type { Followers } from './phone/follow.ts'
import type { Person } from './registration/people/person.ts'

/** The systems that host cases, by the name that an act gives in `host`. */
export type HostName = Regulation['host']

/** What the portal depends on. Every neighbour is a contract, in this process or over HTTP. */
export type PortalDeps = {
  /** The site that the portal's pages are added to; the portal brings its own sessions and sign-in. */
  readonly site: FastifyInstance
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  /** The editions that this installation has, by hash (`openRegulations` gives this). */
  readonly regulations: { readonly editions: readonly Edition[]; edition(hash: string): Edition | null; readonly tables: ClockTables }
  /** What is offered and from when, by legal time. */
  readonly offers: readonly Offer[]
  /** The channels of the packages that these pages serve, the main one first. */
  readonly channels: readonly string[]
  readonly trust: Trust
  readonly payments: Payments
  readonly registers: Registers
  /** Who asked about a person. */
  readonly gateway: Pick<Gateway, 'asksAbout'>
  readonly messaging: Messaging
  /** Where people find an authority, as the installation wrote it; what the package says where nobody did. */
  readonly authorityContact?: (authority: string) => Promise<WhereToWrite | null>
  /** Calls of the contact centre about a request; left out, none are shown. */
  readonly callsAbout?: (requestNumber: string) => Promise<readonly { readonly at: Instant; readonly isShown: boolean }[]>
  /** Who opened the cases of a person; left out, it is not shown. */
  readonly security?: Pick<SecurityLog, 'looksAt'>
  readonly hosts: Partial<Readonly<Record<HostName, CaseHost>>>
  /** The regional gateway, for acts whose portal sends the signed package there. */
  readonly packages: PackageDoor
  readonly publicRegister: PublicRegister
  /** Times at the halls of a front office; left out where there is none. */
  readonly bookings?: HallBookings
  /** The portal's own seal, for requests that a one-time password confirmed; without it there are none. */
  readonly seal?: PortalSeal | null
  readonly islands: IslandManifest
  /** Signing in eGov Mobile; left out, that way is not offered. */
  readonly phoneSigning?: PhoneSigning | null
  /** Providers of others that applicants may sign in by; none where left out. */
  readonly signInWays?: readonly SignInWay[]
  /** Sets a diagram on paper (`diagramPdf` of @ruqsat/typesetting); where it is missing diagrams are given as SVG only. */
  readonly diagramPdf?: DiagramPdf
  /** At least 32 bytes, the installation's own: passwords and digests depend on it. */
  readonly secret: Buffer
  /** What scrypt costs; leave it out but in tests that are not about passwords. */
  readonly passwordCost?: PasswordCost
}

export type WhereToWrite = { readonly address: LocalText; readonly phone: string | null; readonly email: string | null }

/** A key of the portal's own, held by the installation. */
export type PortalSeal = {
  /** Of the organisation that its certificate names. */
  readonly bin: BIN
  /** A detached CMS over these bytes that states this legal time. Throws a Fault to try later where the key is out of reach. */
  seal(content: Uint8Array, at: Instant): Promise<Uint8Array>
}

export type DiagramPdf = (
  diagram: Diagram,
  options: { readonly paper: 'A4' | 'A3'; readonly act: string; readonly creationTimestamp: Instant },
) => Promise<Uint8Array | Refusal>

/** A service on offer, as found in an edition. */
export type OfferedService = { readonly edition: Edition; readonly regulation: Regulation; readonly offer: Offer }

export type PersonHandler = (request: FastifyRequest, reply: FastifyReply, person: Person) => Promise<unknown>

/** What every page of the portal may ask. Made once by `startPortal`. */
export type Portal = {
  readonly deps: PortalDeps
  readonly accounts: Accounts
  readonly technicalClock: TechnicalClock
  /** Address of the script that sends files as they are chosen. */
  readonly sendFilesScript: string
  /** The registered person who is signed in, or null. */
  person(request: FastifyRequest): Promise<Person | null>
  /** For work without a request: a registered person by account. */
  personOf(accountId: string): Promise<Person | null>
  /** For a program that acts in their name: with the certificate and the head of the firm asked, as their own pages do. */
  personActing(accountId: string, headKnownForMs: number): Promise<Person | null>
  /**
   * Wraps a handler that needs a signed-in person. Others are led to sign-in and come back to the same page afterwards; what
   * had been posted is kept for them and is in its form again. Who is registered for a firm by a certificate that no longer counts learns it, but on
   * routes that are for them too (`endedToo`). Only for routes of the scope that `mountDraftPages` gets.
   */
  requirePerson(handler: PersonHandler, rule?: 'endedToo'): RouteHandlerMethod
  legalNow(): Promise<Instant>
  zone(regulation: Regulation): ZoneRules
  /** The day on the authority's clock; now, where no instant is given. */
  legalDay(regulation: Regulation, at?: Instant): Promise<LocalDate>
  /** An edition that this installation has, offered or not: drafts and cases are pinned to theirs. */
  editionOf(hash: string): Edition | null
  /** Services on offer at this legal time, in the order of the configuration. */
  offers(): Promise<readonly OfferedService[]>
  /** The edition of a regulation that is offered now, or was at that instant; null where there is none. */
  offered(regulationId: string, at?: Instant): Promise<OfferedService | null>
  /** The host that the act names, or null where this installation does not have it. */
  host(regulation: Regulation): CaseHost | null
  /** The person as hosts of cases know readers: alone, or one of a firm. */
  actor(person: Person): Reader
  /** Informs a person by SMS and e-mail, once for each key; not by the one that is null. */
  tell(
    person: { readonly [K in 'phone' | 'email']: Person[K] | null } & Pick<Person, 'language'>,
    message: { readonly key: string; readonly subject: LocalText; readonly text: LocalText },
  ): Promise<void>
  /** Signing in eGov Mobile, and who asks on about what is under way; null where it is not offered. */
  readonly phone: { readonly service: PhoneSigning; readonly followers: Followers } | null
  /** Panel properties that are the same on every page with a key. */
  panel(
    language: Language,
    regulation?: Regulation,
  ): Promise<{
    readonly language: Language
    readonly islands: IslandManifest
    readonly sandbox: boolean
    readonly legalTime: Instant
    readonly utcOffsetMinutes: number
  }>
}

/** What the draft pages answer to the rest of the portal. */
export type DraftPart = PaymentFactReceiver & {
  readonly intake: ApplicationIntake
  /** What goes on with drafts in the background. */
  readonly jobs: Readonly<Record<'waiting' | 'refunds', Job>>
}

/**
 * The draft pages' door: adds every route under `/{language}/drafts/…` to `app`, a scope in which nobody gets through who is not
 * signed in. A service page's start button posts to `/{language}/drafts` with `regulation` and `variant`.
 */
export type MountDraftPages = (portal: Portal, app: FastifyInstance) => Promise<DraftPart>

/** The schema of the tokens of forms that must act once (`once` of @ruqsat/web). */
export const PORTAL_ONCE = 'portal_once'

/** Addresses that one part of the portal gives to another, without the language. */
export const PATHS = {
  home: '/',
  /** What can be had through one channel. */
  channel: (channel: string) => `/channels/${channel}`,
  /** Through the main channel that it is open in, or through the named one. */
  service: (regulation: string, variant: string, channel?: string) =>
    `/services/${regulation}/${variant}${channel === undefined ? '' : `/${channel}`}`,
  /** Every act that this installation has, offered or not. */
  acts: '/acts',
  /** What was in force on a day: `?on=2014-10-01`. */
  act: (regulation: string) => `/acts/${regulation}`,
  actDifference: (regulation: string) => `/acts/${regulation}/difference`,
  actReference: (regulation: string, variant: string) => `/acts/${regulation}/reference/${variant}`,
  /** Files, the same for everybody; the language is in their names. */
  diagrams: '/diagrams',
  register: '/register',
  /** With IIN, telephone and password; no certificate. */
  registerByPhone: '/register/phone',
  /** A signature that is made in eGov Mobile, from its beginning to its end. */
  phone: (id: string) => `/phone/${id}`,
  signIn: '/sign-in',
  signInByCode: '/sign-in/code',
  signOut: '/sign-out',
  reset: '/password-reset',
  keys: '/keys',
  account: '/account',
  security: '/account/security',
  certificate: '/account/certificate',
  /** Where a person confirms how they are reached; afterwards they go on to `?return=`. */
  confirmation: '/account/confirmation',
  cabinet: '/cabinet',
  /** Who may act for a firm: its head gives and takes back, the person accepts or declines. */
  rights: '/cabinet/rights',
  /** Powers of attorney in which whoever is signed in is named. */
  powers: '/cabinet/powers',
  /** Who asked the registers about whoever is signed in. */
  asked: '/cabinet/asked',
  /** Times at a hall that the person books. */
  halls: '/cabinet/halls',
  /** Fees on their way back, each by the order that was paid. */
  refunds: '/cabinet/refunds',
  refund: (orderId: string) => `/cabinet/refunds/${encodeURIComponent(orderId)}`,
  /** Posted to by a start button. */
  drafts: '/drafts',
  /** The same for somebody who gave a power of attorney. */
  forAnother: '/drafts/for-another',
  draft: (id: string) => `/drafts/${id}`,
  request: (number: string) => `/cabinet/requests/${encodeURIComponent(number)}`,
  /** Posted to where a request is to be corrected. */
  complaint: (number: string) => `/cabinet/requests/${number === ':number' ? number : encodeURIComponent(number)}/complaint`,
  correction: (number: string) => `/cabinet/requests/${number === ':number' ? number : encodeURIComponent(number)}/correction`,
  withdrawal: (number: string) => `/cabinet/requests/${encodeURIComponent(number)}/withdraw`,
  receipt: (number: string) => `/cabinet/requests/${encodeURIComponent(number)}/receipt`,
  verify: '/verify',
  /** What was found about a file, for an hour. */
  verifiedFile: (id: string) => `/verify/file/${id}`,
  verifyNumber: (number: string, code: string | null = null) =>
    `/verify/${encodeURIComponent(number)}${code === null ? '' : `?code=${encodeURIComponent(code)}`}`,
  help: '/help',
  accessibility: '/accessibility',
  privacy: '/privacy',
} as const

export type { Account, Language, Person, Refusal, Step }
