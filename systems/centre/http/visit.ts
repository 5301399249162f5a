import { toLocal } from '@ruqsat/clock'
import type { Instant } from '@ruqsat/foundation'
import { languageOf, localHref, redirectTo } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HallDay, HallOperator } from '../contract.ts'
import type { CentreParts, Hall } from '../deps.ts'

/** One request of anybody: a page of the hall. */
export type HallAsked = { readonly centre: CentreParts; readonly request: FastifyRequest; readonly reply: FastifyReply }

/** One request of an operator who is signed in. */
export type OperatorVisit = HallAsked & { readonly operator: HallOperator }

export function hrefOf({ request }: Pick<HallAsked, 'request'>, path: string): string {
  return localHref(languageOf(request), path)
}

export function goTo(asked: HallAsked, path: string): unknown {
  return redirectTo(asked.reply, hrefOf(asked, path))
}

/** The hall of the address; null where the office has none of this id. */
export function hallOf({ centre, request }: HallAsked): Hall | null {
  const { hall } = request.params as { readonly hall: string }
  return centre.deps.office.halls.find(({ id }) => id === hall) ?? null
}

/** A hall on the day that it is there. */
export function hallDay({ deps: { office } }: CentreParts, hall: string, now: Instant): HallDay {
  return { authority: office.id, hall, day: toLocal(now, office.zone).date }
}
