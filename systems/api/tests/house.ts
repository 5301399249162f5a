// The door on a site of its own, with doubles for the rooms behind it that answer what the test says.
import { migrateAccounts, openAccounts, sessionPlugin, startSession } from '@ruqsat/accounts'
import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import { openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock } from '@ruqsat/database/testing'
import type { CaseHost, NewsOfCase } from '@ruqsat/caseflow/host'
import { type IIN, inAll, isRefusal, orFault, parseIIN, type Refusal } from '@ruqsat/foundation'
import { freePort } from '@ruqsat/installation'
import type { PublicRegister } from '@ruqsat/licensing/contract'
import type { ApplicationIntake } from '@ruqsat/portal/contract'
import type { NewsOfPayment, PaymentOrders, Payments } from '@ruqsat/payments/contract'
import { openRegulations } from '@ruqsat/regulations'
import { createSite, redirectTo, sitePart } from '@ruqsat/web'
import { generateKeyPairSync, hash } from 'node:crypto'
import { pino } from 'pino'
import { addClient, type NewApiClient } from '../clients/client.ts'
import type { HookTargets } from '../hooks/address.ts'
import type { IdentityProvider } from '../identity/configuration.ts'
import type { People, PeopleRealm } from '../identity/people.ts'
import { startApi } from '../index.ts'
import { insertClient } from '../store/clients.ts'

export const START = '2026-11-23T05:00:00.000Z'
export const NAME = 'Сағындықова Әйгерім Қайратқызы'
export const IIN_OF_PERSON = orFault(parseIIN('850412400012'))
export const FIRM = '080340001111'

/** Of what the door answers, the parts that tests look at. */
export type Answered = {
  readonly items: readonly { readonly variant: string }[]
  readonly next: string
  readonly errors: readonly { readonly field?: string }[]
  readonly sections: readonly { readonly fields: readonly object[] }[]
  readonly code: string
  readonly title: string
  readonly field: string
  readonly openapi: string
}

export type Doubles = {
  readonly host?: Partial<CaseHost>
  readonly publicRegister?: Partial<PublicRegister>
  readonly intake?: Partial<ApplicationIntake>
  readonly payments?: Partial<Pick<Payments, 'readOrder'>>
  readonly orders?: Partial<PaymentOrders>
  readonly hookTargets?: HookTargets
  /** Providers of sign-in next to the house itself. */
  readonly providers?: readonly IdentityProvider[]
  /** News that waits; what is taken is removed. */
  readonly cases?: NewsOfCase[]
  readonly paid?: NewsOfPayment[]
}

/** As a room keeps news: until it is taken. */
function newsOf<N extends { readonly place: number }>(waiting: N[]) {
  return {
    read: async (limit: number) => waiting.slice(0, limit),
    async taken(news: readonly { readonly place: number }[]) {
      const places = new Set(news.map(({ place }) => place))
      waiting.splice(0, waiting.length, ...waiting.filter(({ place }) => !places.has(place)))
    },
  }
}

const nothing = async () => notFound
const noIntake: ApplicationIntake = {
  start: nothing,
  read: nothing,
  listOpen: async () => [],
  answer: nothing,
  attach: nothing,
  detach: nothing,
  complete: nothing,
  order: nothing,
  submit: nothing,
}

export const notFound: Refusal = { kind: 'refusal', code: 'api.request-not-found' }

export async function openDoor(doubles: Doubles = {}) {
  const database = await openTestDatabase('api')
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const technicalClock = standingTechnicalClock(START)
  const regulations = await openRegulations(new URL('../../../regulations/', import.meta.url))
  const edition = regulations.editions.find(({ regulation }) => regulation.variants.some(({ offered, fee }) => offered && fee !== null))!
  const { regulation } = edition
  const port = await freePort('127.0.0.1')
  const site = await createSite({
    origin: `http://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    logger: pino({ level: 'silent' }),
    sandbox: true,
    rates: { client: 40 },
    legalTime: async () => ({ date: '2026-11-23', time: '10:00', moved: false }),
  })
  const accountIds: Record<string, string> = {}
  /** Whom the accounts of applicants know; null: nobody. */
  const known = { iin: IIN_OF_PERSON as IIN | null }

  /** One person with an account, who signs in by opening an address. */
  async function realmOf(realm: PeopleRealm): Promise<People> {
    const schema = `${realm}_accounts`
    await migrateAccounts(database, schema)
    const accounts = openAccounts({
      sql: database.sql,
      schema,
      technicalClock,
      secret: Buffer.alloc(32, 3),
      notify: async () => undefined,
      onFault: () => undefined,
      passwordCost: QUICK_PASSWORDS,
    })
    const account = await accounts.register({ login: `${realm}1`, displayName: NAME, password: 'a-long-password-of-the-tests' })
    if (isRefusal(account)) throw new Error(account.code)
    accountIds[realm] = account.id
    const text = inAll(() => realm)
    await site.register(async (app) => {
      sitePart(app, { name: text, home: '/' })
      sessionPlugin(app, { accounts, cookieName: realm })
      app.get<{ Querystring: { back: string } }>(`/try-sign-in/${realm}`, async (request, reply) => {
        await startSession(request, account)
        return redirectTo(reply, request.query.back)
      })
      app.get(`/who/${realm}`, async (request) => ({ account: request.account?.id ?? null }))
    })
    return {
      name: text,
      accounts,
      cookieName: realm,
      home: `/who/${realm}`,
      person: async (accountId) => (accountId === account.id ? { accountId, name: NAME, iin: IIN_OF_PERSON, bin: null } : null),
      accountOf: async ({ iin, bin }) => (iin === known.iin && bin === null ? account.id : null),
      signInHref: (_request, back) => `/try-sign-in/${realm}?back=${encodeURIComponent(back)}`,
    }
  }
  let keysAsked = 0
  const begun: string[] = []
  const room = await startApi({
    site,
    database,
    legalClock,
    technicalClock,
    log: pino({ level: 'silent' }),
    regulations,
    offers: [{ regulation: regulation.id, edition: edition.hash, from: null, to: null }],
    hosts: [{ findByNumber: async () => notFound, listForApplicant: async () => [], ...doubles.host } as CaseHost],
    publicRegister: { find: async () => null, findByFile: async () => null, earlier: async () => null, ...doubles.publicRegister },
    intake: { ...noIntake, start: async ({ id }) => (begun.push(id), notFound), ...doubles.intake },
    payments: { readOrder: async () => notFound, ...doubles.payments },
    orders: { list: async () => ({ orders: [], next: null }), read: async () => notFound, ...doubles.orders },
    news: { cases: [newsOf(doubles.cases ?? [])], payments: newsOf(doubles.paid ?? []) },
    hookTargets: doubles.hookTargets ?? { mayBePlain: true, mayBePrivate: true },
    people: { applicants: await realmOf('applicants'), officials: await realmOf('officials') },
    // This house is also a provider of others to itself: officials of the one are applicants of the other.
    signInBy: [
      ...(['applicants', 'officials'] as const).map((realm) => ({
        id: `self-${realm}`,
        name: inAll(() => 'Self'),
        issuer: `${site.site.origin}/identity`,
        clientId: 'self',
        secret: 'secret-of-self',
        people: realm,
        scope: 'openid iin',
        iinClaim: 'iin',
        binClaim: null,
      })),
      ...(doubles.providers ?? []),
    ],
    secret: Buffer.alloc(32, 7),
    signingKeys: async () => {
      keysAsked += 1
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      return [{ ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'of-the-test', use: 'sig', alg: 'RS256' }]
    },
  })
  const origin = await site.site.listen()
  await insertClient(database.sql, {
    id: 'self',
    name: 'The house itself',
    secretSha256: hash('sha256', 'secret-of-self'),
    scopes: ['openid', 'iin'],
    owner: { kind: 'nobody' },
    redirectUris: ['applicants', 'officials'].map((realm) => `${origin}/sign-in-by/self-${realm}/callback`),
    people: 'officials',
    createdAt: START,
    createdBy: 'the test',
    endedAt: null,
  })

  async function client(wanted: Partial<NewApiClient>) {
    const deps = { database, technicalClock, authorities: regulations.editions.map((each) => each.regulation.authority.id) }
    const added = await addClient(deps, {
      name: 'A program',
      scopes: [],
      firm: null,
      authority: null,
      redirectUris: [],
      people: 'applicants',
      by: 'the test',
      ...wanted,
    })
    if (isRefusal(added)) throw new Error(added.code)
    return { id: added.client.id, secret: added.secret }
  }

  async function token({ id, secret }: { readonly id: string; readonly secret: string }, scope?: string) {
    const answer = await fetch(`${origin}/identity/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
    })
    return { status: answer.status, ...((await answer.json()) as { access_token?: string; scope?: string; error?: string }) }
  }

  async function call(path: string, { token: bearer, ...init }: RequestInit & { readonly token?: string | undefined } = {}) {
    const headers = { ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }), ...(init.headers as Record<string, string>) }
    const answer = await fetch(`${origin}${path}`, { ...init, headers })
    const type = answer.headers.get('content-type') ?? ''
    return {
      status: answer.status,
      type,
      headers: answer.headers,
      body: (type.includes('json') ? await answer.json() : await answer.text()) as Answered,
    }
  }

  return {
    database,
    site,
    origin,
    edition,
    room,
    technicalClock,
    /** Ids of applications that were begun. */
    begun,
    accountIds,
    known,
    client,
    token,
    call,
    keysAsked: () => keysAsked,
    async close() {
      await site.close()
      await room.stop()
      await database.close()
    },
  }
}
