// The provider's desk: which services these posts take in there, and what the counter's pages need to know of it.
import { counterServices, type CounterDesk, type CounterService } from '@ruqsat/counter'
import type { Instant } from '@ruqsat/foundation'
import { counterRole, offeredEdition, offersAt } from '@ruqsat/law'
import { fromHost } from '../cases/proceedings.ts'
import type { StaffActor } from '../contract.ts'
import { SCHEMA, type WorkstationDeps } from '../deps.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import type { Visit } from '../http/visit.ts'
import { sendNo, sendWork } from '../pages/frame.tsx'
import { panelOf } from '../pages/keys.tsx'
import type { Capacity } from '../staff/substitution.ts'
import T from './texts.yaml'

type Desk = Pick<WorkstationDeps, 'regulations' | 'registers' | 'offers'>
type Posts = readonly Pick<Capacity, 'actor'>[]

/** What the role and authority of one of these posts may take in, whether it is on offer today or not: what was begun is there to be seen. */
export function servicesAt({ regulations, registers }: Desk, posts: Posts): readonly CounterService[] {
  return registers === undefined ? [] : counterServices(regulations.editions, isTheirs(posts))
}

/** What of it may be begun at this instant. */
export function servicesNow(desk: Desk, posts: Posts, now: Instant): readonly CounterService[] {
  const { regulations, registers, offers } = desk
  if (registers === undefined || offers === undefined) return servicesAt(desk, posts)
  const editions = offersAt(offers, now).flatMap((offer) => {
    const whole = regulations.edition(offer.edition)
    return whole === null ? [] : [offeredEdition(whole, offer, now)]
  })
  return counterServices(editions, isTheirs(posts))
}

function isTheirs(posts: Posts) {
  return ({ edition: { regulation }, variant, view }: CounterService) =>
    posts.some(({ actor }) => actor.authority === regulation.authority.id && counterRole(view, variant, regulation) === actor.role)
}

/** A page of the counter for this visit. */
export function atDesk(page: (desk: CounterDesk) => Promise<unknown>): (visit: Visit) => Promise<unknown> {
  return (visit) => page(deskOf(visit))
}

function deskOf(visit: Visit): CounterDesk {
  const { work, request, reply, staff, params } = visit
  const { database, legalClock, regulations, registers, deskPayments } = work.deps
  return {
    request,
    reply,
    employee: staff,
    entryId: params.entryId,
    sql: database.sql,
    schema: SCHEMA,
    legalClock,
    regulations,
    ...(registers && { registers }),
    ...(deskPayments && { receipts: deskPayments }),
    cases: casesOf(visit),
    asker: (open) => actorFor(visit, open),
    paths: {
      list: PATHS.counter,
      keys: PATHS.keys,
      entry: PATHS.counterEntry,
      content: PATHS.counterContent,
      sign: PATHS.counterSign,
      case: PATHS.case,
    },
    words: { list: T.title, next: T.next },
    send: (options, body) => sendWork(visit, options, body),
    sendNo: (refusal, status) => sendNo(visit, refusal, status),
    panel: () => panelOf(visit),
    answeredOnce: (token, act) => answeredOnce(work, { authority: staff.authority, token }, act),
  }
}

/** In which of their posts this employee serves the table of this entry. */
function actorFor({ capacities }: Visit, { view, variant, edition }: CounterService): StaffActor {
  const role = counterRole(view, variant, edition.regulation)
  return (capacities.find(({ actor }) => actor.role === role) ?? capacities[0]!).actor
}

function casesOf(visit: Visit): CounterDesk['cases'] {
  const { hosts } = visit.work.deps
  return {
    async storeAttachment(_open, file) {
      const answer = await fromHost(hosts, async (host) => (await host.storeAttachment(file)) ?? { kind: 'kept' as const })
      return 'kind' in answer && answer.kind === 'kept' ? null : (answer as Exclude<typeof answer, { kind: 'kept' }>)
    },
    async earlierAtCounter(asked) {
      for (const host of hosts) {
        const refusal = await host.earlierAtCounter(asked)
        if (refusal !== null) return refusal
      }
      return null
    },
    register: (open, submission) => fromHost(hosts, (host) => host.registerAtCounter(submission, actorFor(visit, open))),
  }
}
