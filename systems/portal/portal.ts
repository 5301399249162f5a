import type { Accounts } from '@ruqsat/accounts'
import { toLocal } from '@ruqsat/clock'
import { technicalClock as machineClock, type TechnicalClock } from '@ruqsat/database'
import { Fault, type Instant } from '@ruqsat/foundation'
import { isComplaintAct, offeredEdition, offersAt, zoneOf, type Regulation } from '@ruqsat/law'
import type { PhoneSigning } from '@ruqsat/signing/phone'
import type { FastifyRequest } from 'fastify'
import { openFollowers } from './phone/follow.ts'
import type { OfferedService, Portal, PortalDeps } from './deps.ts'
import type { Person } from './registration/people/person.ts'
import { requirePerson } from './common/http/private.ts'
import { withStanding } from './registration/people/standing.ts'
import { withRights, withRightsOfToday } from './registration/rights/acting.ts'
import { HEAD_ASKED_EVERY_MS } from './registration/rights/head.ts'
import { tellBySmsAndEmail } from './registration/people/tell.ts'
import { personOfAccount } from './registration/people/store.ts'

/** Puts the neighbours behind the questions that pages ask. */
export function makePortal(deps: PortalDeps, accounts: Accounts, sendFilesScript: string): Portal {
  const clock = deps.technicalClock ?? machineClock
  const people = new WeakMap<FastifyRequest, { readonly accountId: string | null; readonly person: Promise<Person | null> }>()
  const legalNow = (): Promise<Instant> => deps.legalClock.now()
  const zone = (regulation: Regulation) => zoneOf(regulation, deps.regulations.tables)
  const servicesAt = (now: Instant): readonly OfferedService[] =>
    offersAt(deps.offers, now).flatMap((offer) => offeredService(deps, offer, now))
  const personActing = async (accountId: string, headKnownForMs: number): Promise<Person | null> => {
    const person = await personOfAccount(deps.database.sql, accountId)
    return person && withRightsOfToday(portal, await withStanding(portal, person), headKnownForMs)
  }
  const portal: Portal = {
    deps,
    accounts,
    sendFilesScript,
    technicalClock: clock,
    // Asked again where the account changed within the request: sign-in and sign-out do that.
    person(request) {
      const accountId = request.account?.id ?? null
      const known = people.get(request)
      if (known !== undefined && known.accountId === accountId) return known.person
      const person = accountId === null ? Promise.resolve(null) : personActing(accountId, HEAD_ASKED_EVERY_MS.page)
      people.set(request, { accountId, person })
      return person
    },
    async personOf(accountId) {
      const person = await personOfAccount(deps.database.sql, accountId)
      return person && withRights(portal, person)
    },
    personActing,
    requirePerson: (handler, rule) => requirePerson(portal, handler, rule),
    legalNow,
    zone,
    legalDay: async (regulation, at) => toLocal(at ?? (await legalNow()), zone(regulation)).date,
    editionOf: (hash) => deps.regulations.edition(hash),
    // A complaint begins at the request that it is about.
    offers: async () => servicesAt(await legalNow()).filter(({ regulation }) => !isComplaintAct(regulation)),
    offered: async (regulationId, at) => servicesAt(at ?? (await legalNow())).find((each) => each.regulation.id === regulationId) ?? null,
    host: (regulation) => deps.hosts[regulation.host] ?? null,
    actor: (person) => ({ kind: 'applicant', id: person.accountId, bin: person.bin, iin: person.bin === null ? person.iin : null }),
    phone: deps.phoneSigning ? phoneOf(deps, deps.phoneSigning, clock) : null,
    tell: (person, message) => tellBySmsAndEmail(deps, person, message),
    async panel(language, regulation) {
      const now = await legalNow()
      const from = regulation ?? servicesAt(now)[0]?.regulation
      const utcOffsetMinutes = from === undefined ? 0 : toLocal(now, zone(from)).offsetMinutes
      return { language, islands: deps.islands, sandbox: deps.site.site.sandbox, legalTime: now, utcOffsetMinutes }
    },
  }
  return portal
}

function phoneOf(
  { database: { sql }, log }: PortalDeps,
  service: PhoneSigning,
  technicalClock: TechnicalClock,
): NonNullable<Portal['phone']> {
  const warn = (about: object, text: string): void => log.warn(about, text)
  return { service, followers: openFollowers({ sql, technicalClock, service, warn }) }
}

function offeredService(deps: PortalDeps, offer: PortalDeps['offers'][number], now: Instant): readonly OfferedService[] {
  const whole = deps.regulations.edition(offer.edition)
  const edition = whole && offeredEdition(whole, offer, now)
  if (edition === null || edition.regulation.id !== offer.regulation) {
    throw new Fault(
      `Expected the edition ${offer.edition.slice(0, 12)} of '${offer.regulation}' that is offered but this installation does not have it`,
    )
  }
  // An act that is only transcribed, or of which nothing but annexes is known, is no service that anybody can have here.
  if (!edition.regulation.variants.some((variant) => variant.offered)) return []
  return [{ edition, regulation: edition.regulation, offer }]
}
