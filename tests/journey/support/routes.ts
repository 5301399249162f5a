// The pages of the product by their pattern, and which journey is bound to have visited them.
import { withoutLanguage } from '@ruqsat/web'

/** `http://localhost:4/kk/drafts/0b…/form/people` -> `/drafts/:id/form/:section`; the bank's pages begin with `bank`. */
export function routeOf(url: string, origin: string): string {
  const { pathname, origin: from } = new URL(url)
  const path = withoutLanguage(pathname) || '/'
  const pattern = path
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, ':id')
    .replace(/^\/services\/[^/]+\/[^/]+/, '/services/:regulation/:variant')
    .replace(/^\/acts\/[^/]+/, '/acts/:regulation')
    .replace(/^(\/acts\/:regulation\/reference)\/[^/]+/, '$1/:variant')
    .replace(/\/form\/[^/]+$/, '/form/:section')
    .replace(/^\/cabinet\/requests\/[^/]+/, '/cabinet/requests/:number')
    .replace(/^\/verify\/(?!file)[^/]+/, '/verify/:number')
    .replace(/^\/work\/cases\/[^/]+/, '/work/cases/:number')
    .replace(/^\/work\/tasks\/[^/]+\/[^/]+/, '/work/tasks/:case/:task')
    .replace(/^\/work\/case-files\/[^/]+/, '/work/case-files/:case')
    .replace(/^\/(work\/)?password-reset\/[^/]+/, '/$1password-reset/:id')
    .replace(/^\/pay\/[^/]+/, '/pay/:order')
    .replace(/^\/sign-in-twin\/[^/]+/, '/sign-in-twin/:step')
  return from === origin ? pattern : `bank${pattern.replace('/pay/:order', '/pay/:session')}`
}

export type Journey = 'whole-way' | 'refusals' | 'bad-luck' | 'everyone'

/** Every page that a person can come to. A page that is not here is seen by nobody's eyes but its author's. */
export const ROUTES: Readonly<Record<Journey, readonly string[]>> = {
  'whole-way': [
    '/',
    '/services/:regulation/:variant',
    '/sandbox',
    '/sandbox/outbox',
    '/register',
    '/register/details',
    '/account/confirmation',
    '/keys',
    '/sign-in',
    '/cabinet',
    '/drafts/:id/form/:section',
    '/drafts/:id/documents',
    '/drafts/:id/check',
    '/drafts/:id/pay',
    '/pay/:order',
    'bank/pay/:session',
    '/drafts/:id/sign',
    '/cabinet/requests/:number/receipt',
    '/cabinet/requests/:number',
    '/verify',
    '/verify/:number',
    '/work',
    '/work/sign-in',
    '/work/keys',
    '/work/journal',
    '/work/cases',
    '/work/cases/:number',
    '/work/tasks/:case/:task',
    '/work/tasks/:case/:task/sign',
  ],
  refusals: [
    '/password-reset',
    '/password-reset/:id',
    '/drafts/:id/not-paid',
    '/drafts/:id/sign',
    '/drafts/:id/refused',
    '/drafts/:id/waiting',
    '/cabinet/requests/:number',
  ],
  'bad-luck': ['/pay/:order/return', '/drafts/:id/payment', '/drafts/:id/abandon', '/drafts/:id/abandoned', '/cabinet', '/work/journal'],
  everyone: [
    '/contact',
    '/contact/sign-in',
    '/contact/request',
    '/contact/calls/:id',
    '/contact/services',
    '/contact/account',
    '/sign-in-to/applicants',
    '/sign-in-to/officials',
    'bank/sign-in-twin/:step',
    '/help',
    '/accessibility',
    '/display',
    '/privacy',
    '/acts',
    '/acts/:regulation',
    '/acts/:regulation/difference',
    '/acts/:regulation/reference/:variant',
    '/account',
    '/work/account',
    '/work/password-reset',
    '/work/overview',
    '/work/control',
    '/work/messages',
    '/work/substitutions',
  ],
}
