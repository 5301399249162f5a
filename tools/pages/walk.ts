// People of the sandbox go as far as each page needs them to be: a draft is left at each of its places, one request waits at its desks, one
// is granted and one refused.
import {
  Applicant,
  numberOf,
  Office,
  openSandbox,
  type Browser,
  type Page,
  type Place,
  type Sandbox,
  type Visitor,
} from '../../tests/driver/index.ts'

/** A page and who looks at it. */
export type SeenPage = {
  readonly name: string
  /** Without the language. */
  readonly path: string
  /** As a `Cookie` header; empty for a stranger. */
  readonly cookie: string
}

const PUBLIC: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['home, nothing found', '/?q=zzz'],
  ['service', '/services/grain/issue'],
  ['service with earlier paper', '/services/vessel/renewal'],
  ['acts', '/acts'],
  ['act', '/acts/grain'],
  ['difference', '/acts/grain/difference?from=2014-09-16&to=2014-10-01'],
  ['reference', '/acts/grain/reference/issue'],
  ['help', '/help'],
  ['accessibility', '/accessibility'],
  ['privacy', '/privacy'],
  ['display', '/display'],
  ['verify', '/verify'],
  ['register', '/register'],
  ['register by phone', '/register/phone'],
  ['keys', '/keys'],
  ['sign-in', '/sign-in'],
  ['password reset', '/password-reset'],
  ['not found', '/nowhere'],
  ['sandbox', '/sandbox'],
  ['work sign-in', '/work/sign-in'],
]

/** Where a draft is left. */
const PLACES: readonly Place[] = ['form', 'documents', 'check', 'pay', 'gateway', 'sign']
const OFFICE = ['gulnar', 'asqar', 'bekzat', 'temir']

export async function walk(origin: string): Promise<readonly SeenPage[]> {
  const sandbox = await openSandbox(origin)
  const applicant = new Applicant(sandbox, 'saule')
  await applicant.register()
  const own = (name: string, page: Page) => ({ name, path: pathOf(page.url), cookie: cookieOf(applicant.browser, origin) })
  const drafts: SeenPage[] = []
  for (const place of PLACES) {
    const draft = await applicant.startDraft(place)
    drafts.push(own(place === 'gateway' ? 'payment gateway' : place, await applicant.workTo(draft, place)))
  }
  const [waiting, granted, refused] = [await applied(applicant), await applied(applicant), await applied(applicant)]
  const office = new Office(sandbox, OFFICE)
  await office.carryThrough(granted.number)
  await office.carryThrough(refused.number, { decision: 'refuse' })
  const requests = [
    own('receipt', waiting.receipt),
    own('request', await applicant.request(waiting.number)),
    own('granted request', await applicant.request(granted.number)),
    own('refused request', await applicant.request(refused.number)),
    ...['cabinet', 'account', 'cabinet/asked', 'cabinet/rights', 'cabinet/powers'].map((path) => ({
      name: path,
      path: `/${path}`,
      cookie: cookieOf(applicant.browser, origin),
    })),
  ]
  const licence = /\/verify\/[^?"]+/.exec((await applicant.request(granted.number)).root.toString())?.[0]
  const verified = licence === undefined ? [] : [{ name: 'verified licence', path: licence, cookie: '' }]
  const work = await desks(sandbox, office, waiting.number)
  return [...PUBLIC.map(([name, path]) => ({ name, path, cookie: '' })), ...verified, ...drafts, ...requests, ...work]
}

async function applied(applicant: Applicant): Promise<{ readonly number: string; readonly receipt: Page }> {
  const receipt = await applicant.apply(await applicant.startDraft('apply'))
  return { number: numberOf(receipt), receipt }
}

/** The desk of the clerk, whose task waits, and that of the head. */
async function desks(sandbox: Sandbox, office: Office, number: string): Promise<readonly SeenPage[]> {
  const [clerk, head] = [office.official('gulnar'), office.official('asqar')]
  const task = await clerk.taskOf(number)
  await head.open('/kk/work')
  const of = (official: typeof clerk, name: string, path: string) => ({ name, path, cookie: cookieOf(official.browser, sandbox.origin) })
  return [
    of(clerk, 'work list', '/work'),
    ...(task === null ? [] : [of(clerk, 'task', pathOf(task.url))]),
    of(clerk, 'case', `/work/cases/${encodeURIComponent(number)}`),
    of(clerk, 'journal', '/work/journal'),
    of(head, 'overview', '/work/overview'),
    of(head, 'control', '/work/control'),
    of(head, 'account of an official', '/work/account'),
  ]
}

function pathOf({ pathname, search }: URL): string {
  return `${pathname.replace(/^\/(kk|ru|en)(?=\/|$)/, '')}${search}`
}

function cookieOf(visitor: Visitor, origin: string): string {
  return (visitor as Browser).cookies(new URL(origin))
}
