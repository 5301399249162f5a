import type { LocalDate } from '@ruqsat/foundation'
import type { Edition, Regulation } from '@ruqsat/law'
import { languageOf, localHref, localPath, type PageOptions } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import texts from '../texts.yaml'

/** A page about one act: `path` follows the act's own address. */
export function actPage(
  app: FastifyInstance,
  portal: Portal,
  path: string,
  handler: (request: FastifyRequest, reply: FastifyReply, regulation: Regulation) => Promise<unknown>,
): void {
  app.get(localPath(`${PATHS.acts}/:regulation${path}`), async (request, reply) => {
    const act = await actOf(portal, (request.params as { regulation: string }).regulation)
    return act === null ? reply.callNotFound() : handler(request, reply, act.regulation)
  })
}

/** The way to a page below the list of acts; and below one of them, where one is given. */
export function pathToAct(request: FastifyRequest, regulation?: Regulation): NonNullable<PageOptions['breadcrumbs']> {
  const language = languageOf(request)
  const acts = { href: localHref(language, PATHS.acts), text: texts.act.acts }
  return regulation === undefined ? [acts] : [acts, { href: localHref(language, PATHS.act(regulation.id)), text: regulation.service }]
}

/** Every act of this installation by the edition that is offered, or else by the one that it has. */
export async function actsOf(portal: Portal): Promise<readonly Edition[]> {
  const offered = (await portal.offers()).map(({ edition }) => edition)
  const editions = [...portal.deps.regulations.editions, ...offered]
  return [...new Map(editions.map((edition) => [edition.regulation.id, edition])).values()]
}

export async function actOf(portal: Portal, id: string): Promise<Edition | null> {
  return (await actsOf(portal)).find(({ regulation }) => regulation.id === id) ?? null
}

/** The day on the authority's clock; of an act without an authority, the day of the instant as it is written. */
export async function todayFor(portal: Portal, regulation: Regulation): Promise<LocalDate> {
  return regulation.authority.zone === '' ? (await portal.legalNow()).slice(0, 10) : portal.legalDay(regulation)
}
