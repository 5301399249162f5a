// How a reader chose to see the pages: colours, size and spacing of the letters, their form. Kept in a cookie, on every page of this site.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isTls } from '../csrf.ts'

/** What can be chosen, the usual first. `auto`: light or dark, as the device says. */
export const DISPLAY_CHOICES = {
  scheme: ['auto', 'light', 'dark', 'black-on-white', 'white-on-black'],
  size: ['usual', 'large', 'largest'],
  spacing: ['usual', 'wide'],
  letters: ['usual', 'plain'],
} as const

export type DisplayKey = keyof typeof DISPLAY_CHOICES
export type Display = { readonly [Key in DisplayKey]: (typeof DISPLAY_CHOICES)[Key][number] }

export const DISPLAY_KEYS = Object.keys(DISPLAY_CHOICES) as DisplayKey[]
/** All palettes but the one that the device chooses, each a file of `page/palettes`. */
export const SCHEMES = DISPLAY_CHOICES.scheme.slice(1)

/** Nothing but the four choices: `dark.large.usual.plain`. */
const DISPLAY_COOKIE = 'display'
const KEPT_SECONDS = 365 * 24 * 60 * 60

/** What the texts of a choice say, each the usual one where it is none of ours. */
export function readDisplay(text: (key: DisplayKey) => string | undefined): Display {
  const chosen = DISPLAY_KEYS.map((key) => [key, DISPLAY_CHOICES[key].find((one) => one === text(key)) ?? DISPLAY_CHOICES[key][0]])
  return Object.fromEntries(chosen) as Display
}

export function displayOf(request: FastifyRequest): Display {
  const parts = request.cookies?.[DISPLAY_COOKIE]?.split('.') ?? []
  return readDisplay((key) => parts[DISPLAY_KEYS.indexOf(key)])
}

export function rememberDisplay(request: FastifyRequest, reply: FastifyReply, display: Display): void {
  const options = { path: '/', sameSite: 'lax', httpOnly: true, secure: isTls(request) } as const
  if (displayClass(display) === '') reply.clearCookie(DISPLAY_COOKIE, options)
  else reply.setCookie(DISPLAY_COOKIE, DISPLAY_KEYS.map((key) => display[key]).join('.'), { ...options, maxAge: KEPT_SECONDS })
}

/** The classes of the page's root: only what differs from the usual. */
export function displayClass(display: Display): string {
  return DISPLAY_KEYS.flatMap((key) => (display[key] === DISPLAY_CHOICES[key][0] ? [] : [`${key}--${display[key]}`])).join(' ')
}
