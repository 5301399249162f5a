// Who may open what, as rules about addresses: a new page comes under one of them, or the test names it.

/** Pages that answer whoever asks. Everything else needs a session of its realm, or a token. */
export const OPEN_TO_ALL: readonly string[] = [
  '/L',
  '/L/accessibility',
  '/L/acts',
  '/L/acts/:regulation',
  '/L/acts/:regulation/difference',
  '/L/acts/:regulation/reference/:variant',
  '/L/administration/password-reset',
  '/L/administration/password-reset/:id',
  '/L/administration/sign-in',
  '/L/api',
  '/L/centre/halls',
  '/L/centre/password-reset',
  '/L/centre/password-reset/:id',
  '/L/centre/sign-in',
  '/L/channels/:channel',
  '/L/contact/password-reset',
  '/L/contact/password-reset/:id',
  '/L/contact/sign-in',
  '/L/display',
  '/L/help',
  '/L/keys',
  '/L/password-reset',
  '/L/password-reset/:id',
  // By the number of the order, which its payer alone was given and nobody guesses: somebody else may pay.
  '/L/pay/:orderId',
  '/L/pay/:orderId/receipt',
  '/L/privacy',
  '/L/register',
  '/L/register/challenge',
  '/L/register/phone',
  '/L/services/:regulation/:variant',
  '/L/services/:regulation/:variant/:channel',
  '/L/sign-in',
  '/L/sign-in/code',
  '/L/sign-in/code/:id',
  '/L/verify',
  '/L/verify/:number',
  '/L/work/password-reset',
  '/L/work/password-reset/:id',
  '/L/work/sign-in',
  '/api/openapi.json',
  '/api/v1/register/:number',
  '/api/v1/services',
  '/api/v1/services/:regulation/:variant',
  '/health',
  '/robots.txt',
  '/sitemap.xml',
]

/** Not asked: files that are the same for everybody, the fictional republic, and neighbours that ask with keys of their own. */
export const LEFT_OUT = /^\/(assets|diagrams|favicon|gateway|payments|identity|sandbox|_components)|^\/L\/(sandbox|_components)|^\/$/

export const REALMS = ['applicants', 'officials', 'operators', 'contact', 'administration', 'programs'] as const
export type Realm = (typeof REALMS)[number]

/** To whose sessions an address belongs; null: to nobody's. */
export function realmOf(pattern: string): Realm | null {
  if (pattern.startsWith('/L/work')) return 'officials'
  if (pattern.startsWith('/L/administration')) return 'administration'
  if (pattern.startsWith('/L/contact')) return 'contact'
  if (/^\/L\/centre(\/(entries|keys|results|security|sign)|$)/.test(pattern)) return 'operators'
  if (/^\/L\/(account|cabinet|drafts)/.test(pattern)) return 'applicants'
  return pattern.startsWith('/api/') ? 'programs' : null
}

/** Whether an address names one case, draft, task or paper: it opens to those alone whose it is. */
export function isOfOneCase(pattern: string): boolean {
  return /:(number|caseId|taskId|documentId|orderId|sha256)/.test(pattern) || pattern.startsWith('/L/drafts/:id')
}
