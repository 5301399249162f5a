/** Addresses of this room's pages, without the language. */
const CENTRE = '/centre'

/** Patterns of the routes, for `localPath`. */
export const ROUTES = {
  kiosk: `${CENTRE}/halls/:hall/kiosk`,
  screen: `${CENTRE}/halls/:hall/screen`,
  ticket: `${CENTRE}/tickets/:ticketId`,
} as const

const safe = encodeURIComponent

export const PATHS = {
  window: CENTRE,
  halls: `${CENTRE}/halls`,
  signIn: `${CENTRE}/sign-in`,
  signOut: `${CENTRE}/sign-out`,
  reset: `${CENTRE}/password-reset`,
  kiosk: (hall: string) => `${CENTRE}/halls/${safe(hall)}/kiosk`,
  screen: (hall: string) => `${CENTRE}/halls/${safe(hall)}/screen`,
  ticket: (id: string) => `${CENTRE}/tickets/${safe(id)}`,
} as const
