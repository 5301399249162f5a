/** Addresses of this room's pages, without the language. */
const CENTRE = '/centre'

/** Patterns of the routes, for `localPath`. */
export const ROUTES = {
  kiosk: `${CENTRE}/halls/:hall/kiosk`,
  screen: `${CENTRE}/halls/:hall/screen`,
  ticket: `${CENTRE}/tickets/:ticketId`,
  entry: `${CENTRE}/entries/:entryId`,
  content: `${CENTRE}/entries/:entryId/content`,
  sign: `${CENTRE}/entries/:entryId/sign`,
  result: `${CENTRE}/results/:number`,
  paper: `${CENTRE}/results/:number/paper`,
} as const

const safe = encodeURIComponent

export const PATHS = {
  window: CENTRE,
  halls: `${CENTRE}/halls`,
  keys: `${CENTRE}/keys`,
  security: `${CENTRE}/security`,
  entry: (id: string) => `${CENTRE}/entries/${safe(id)}`,
  content: (id: string) => `${CENTRE}/entries/${safe(id)}/content`,
  sign: (id: string) => `${CENTRE}/entries/${safe(id)}/sign`,
  results: `${CENTRE}/results`,
  result: (number: string) => `${CENTRE}/results/${safe(number)}`,
  paper: (number: string) => `${CENTRE}/results/${safe(number)}/paper`,
  signIn: `${CENTRE}/sign-in`,
  signOut: `${CENTRE}/sign-out`,
  reset: `${CENTRE}/password-reset`,
  kiosk: (hall: string) => `${CENTRE}/halls/${safe(hall)}/kiosk`,
  screen: (hall: string) => `${CENTRE}/halls/${safe(hall)}/screen`,
  ticket: (id: string) => `${CENTRE}/tickets/${safe(id)}`,
} as const
