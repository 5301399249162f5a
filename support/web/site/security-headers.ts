import type { FastifyReply } from 'fastify'

export type PolicyOptions = {
  /** Other origins that a form may end at: the payment gateway. */
  readonly formActions: readonly string[]
  /** Other origins that a page's script may ask: the program that signs on the person's own computer. */
  readonly connects: readonly string[]
  readonly tls: boolean
}

/** Two years, as the preload lists ask. */
const HSTS_SECONDS = 63_072_000

/** Everything a page may do is named; everything else is off. No inline script or style, no eval, no foreign origin. */
export function contentSecurityPolicy(
  options: PolicyOptions,
  page: { readonly embeds?: boolean; readonly embeddable?: boolean } = {},
): string {
  // `blob:` is what the page itself holds: the pages of a document that is about to be signed.
  const own = page.embeds ? "'self' blob:" : "'none'"
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...options.connects].join(' ')}`,
    "manifest-src 'self'",
    `object-src ${own}`,
    `frame-src ${own}`,
    `form-action ${["'self'", ...options.formActions].join(' ')}`,
    `frame-ancestors ${page.embeddable ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    // Text becomes no markup and no script but by these two: the thread of the page of keys, the next page of the screen in a hall.
    "require-trusted-types-for 'script'",
    'trusted-types ruqsat-keys ruqsat-board',
  ].join('; ')
}

export function setSecurityHeaders(reply: FastifyReply, options: PolicyOptions): void {
  reply.headers({
    'content-security-policy': contentSecurityPolicy(options),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  if (options.tls) reply.header('strict-transport-security', `max-age=${HSTS_SECONDS}; includeSubDomains`)
}
