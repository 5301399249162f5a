// The machine's door of this installation, with the keys that sign identity tokens: made when the first program needs one, kept among the secrets.
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { startApi, type ApiDeps, type ApiRoom } from '@ruqsat/api'
import { writeFileAtomically } from '@ruqsat/installation'
import type { LicensingRoom } from '@ruqsat/licensing'
import type { PaymentsRoom } from '@ruqsat/payments'
import type { PortalRoom } from '@ruqsat/portal'
import type { WorkstationRoom } from '@ruqsat/workstation'
import { languageOf, localHref } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { hookTargetsOf } from '../commands/hook-place.ts'
import type { Installation } from './installation.ts'
import type { Offered } from './offers.ts'
import texts from '../texts.yaml'

type IdentityKey = { readonly kty: string; readonly kid: string; readonly use: string; readonly alg: string }

/** Whoever wants another key puts it before the old one: it signs, and the old one still verifies. */
const KEYS_FILE = 'identity-keys.json'

export async function openDoorForMachines(
  installation: Installation,
  { site, offered, signInBy }: { readonly site: FastifyInstance; readonly offered: Offered; readonly signInBy: ApiDeps['signInBy'] },
  {
    licensing,
    payments,
    portal,
    workstation,
  }: {
    readonly licensing: LicensingRoom
    readonly payments: PaymentsRoom
    readonly portal: PortalRoom
    readonly workstation: WorkstationRoom
  },
): Promise<ApiRoom> {
  const { settings, databases, legalClock, technicalClock, log, regulations, secrets } = installation
  return startApi({
    site,
    database: databases.api,
    legalClock,
    technicalClock,
    log,
    regulations,
    offers: offered.offers,
    hosts: [licensing.host],
    publicRegister: licensing.publicRegister,
    payments: payments.payments,
    orders: payments.orders,
    news: { cases: [licensing.caseflow.news], payments: payments.news },
    hookTargets: hookTargetsOf(settings),
    intake: portal.intake,
    people: peopleOf(portal, workstation),
    signInBy,
    secret: Buffer.from(await secrets.secret('api')),
    signingKeys: () => identityKeys(secrets.folder),
  })
}

async function identityKeys(folder: string): Promise<readonly IdentityKey[]> {
  const path = join(folder, KEYS_FILE)
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    await writeFileAtomically(path, JSON.stringify([key]))
  }
  return JSON.parse(await readFile(path, 'utf8')) as readonly IdentityKey[]
}

function peopleOf(portal: PortalRoom, workstation: WorkstationRoom): ApiDeps['people'] {
  return {
    applicants: {
      name: texts.api.applicants,
      accounts: portal.accounts,
      cookieName: 'portal',
      home: '/cabinet',
      person: (accountId) => portal.person(accountId),
      accountOf: (identity) => portal.accountOf(identity),
      signInHref: (request, back) => `${localHref(languageOf(request), '/sign-in')}?return=${encodeURIComponent(back)}`,
    },
    officials: {
      name: texts.api.officials,
      accounts: workstation.accounts,
      cookieName: 'workstation',
      home: '/work',
      async person(accountId) {
        const staff = await workstation.staff(accountId)
        return staff === null || staff.retiredAt !== null ? null : { accountId, name: staff.name, iin: staff.iin, bin: staff.bin ?? null }
      },
      accountOf: ({ iin }) => workstation.accountOf(iin),
      signInHref(request, back) {
        request.session.set('returnTo', back)
        return localHref(languageOf(request), '/work/sign-in')
      },
    },
  }
}
