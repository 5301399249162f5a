import { LinkButton, localHref, localPath, sendPage, useLanguage, say } from '@ruqsat/web'
import { fillString, type LocalDate, formatDate } from '@ruqsat/foundation'
import type { View } from '@ruqsat/law'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type OfferedService, type Portal } from '../deps.ts'
import { openViews } from '../application/core/open-views.ts'
import { beginningOf } from './service/facts.ts'
import texts from './texts.yaml'

// The start page: what can be had here, and the few other things people come for.

export function catalogue(app: FastifyInstance, portal: Portal): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, channels: readonly string[], named: View | null) => {
    const services = await portal.offers()
    const days = await Promise.all(services.map((service) => beginningOf(portal, service)))
    const title = named?.name ?? texts.catalogue.title
    const others = portal.deps.channels.flatMap((id) => (channels.includes(id) ? [] : (firstOf(services, id) ?? [])))
    const more = named === null ? portal.deps.channels.slice(1).flatMap((id) => firstOf(services, id) ?? []) : others
    return sendPage(
      request,
      reply,
      { title, description: texts.catalogue.lead },
      <Catalogue services={services} days={days} channels={channels} named={named} others={more} />,
    )
  }
  app.get(localPath('/'), (request, reply) => show(request, reply, portal.deps.channels, null))
  app.get<{ Params: { channel: string } }>(localPath('/channels/:channel'), async (request, reply) => {
    const { channel } = request.params
    const named = portal.deps.channels.includes(channel) ? firstOf(await portal.offers(), channel) : null
    return named === null ? reply.callNotFound() : show(request, reply, [channel], named)
  })
}

/** A table of this channel that is open here: what acts call the channel, its tables say. */
function firstOf(services: readonly OfferedService[], channel: string): View | null {
  const views = services.flatMap(({ regulation }) => regulation.variants.flatMap((variant) => openViews(variant, regulation, [channel])))
  return views[0] ?? null
}

type CatalogueProps = {
  readonly services: readonly OfferedService[]
  readonly days: readonly (LocalDate | null)[]
  readonly channels: readonly string[]
  /** The channel that the page is about; null for all. */
  readonly named: View | null
  /** Entries of the other channels. */
  readonly others: readonly View[]
}

function Catalogue({ services, days, channels, named, others }: CatalogueProps) {
  const language = useLanguage()
  return (
    <>
      <h1>{named?.name ?? texts.catalogue.title}</h1>
      <p class="lead">{texts.catalogue.lead}</p>
      <h2>{texts.catalogue.services}</h2>
      {services.length === 0 && <p>{texts.catalogue.nothing}</p>}
      {services.map((service, place) => (
        <Service service={service} offeredFrom={days[place] ?? null} channels={channels} named={named} />
      ))}
      {others.length > 0 && (
        <>
          <h2>{texts.catalogue.channels}</h2>
          <ul>
            {others.map((view) => (
              <li>
                <a href={localHref(language, PATHS.channel(view.id))}>{view.name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{texts.catalogue.more}</h2>
      <ul>
        <li>
          <a href={localHref(language, PATHS.verify)}>{texts.catalogue.verify}</a>. {texts.catalogue.verifyHint}
        </li>
        <li>
          <a href={localHref(language, PATHS.acts)}>{texts.catalogue.acts}</a>. {texts.catalogue.actsHint}
        </li>
        <li>
          <a href={localHref(language, PATHS.cabinet)}>{texts.catalogue.cabinet}</a>. {texts.catalogue.cabinetHint}
        </li>
      </ul>
    </>
  )
}

type ServiceProps = Pick<CatalogueProps, 'channels' | 'named'> & {
  readonly service: OfferedService
  readonly offeredFrom: LocalDate | null
}

function Service({ service, offeredFrom, channels, named }: ServiceProps) {
  const language = useLanguage()
  const { regulation } = service
  const isRepealed = regulation.act.history.some((note) => note.kind === 'repeal')
  const offered = regulation.variants.flatMap((variant) => {
    const [view] = openViews(variant, regulation, channels)
    return view === undefined ? [] : [{ variant, channel: named === null && view.id === channels[0] ? undefined : view.id }]
  })
  if (named !== null && offered.length === 0) return null
  return (
    <section>
      <h3>{regulation.service}</h3>
      <p>{regulation.summary}</p>
      <p class="muted">
        {texts.catalogue.provider}: {regulation.authority.name}
      </p>
      {isRepealed && (
        <p class="muted">
          {texts.catalogue.repealed}{' '}
          {offeredFrom === null
            ? texts.catalogue.stillOffered
            : fillString(say(texts.catalogue.offeredSince), { day: formatDate(offeredFrom, language) })}
        </p>
      )}
      {offered.map(({ variant, channel }) => (
        <p>
          <LinkButton
            href={localHref(language, PATHS.service(regulation.id, variant.id, channel))}
            text={variant.name}
            hiddenText={regulation.service}
          />{' '}
          <span>{variant.summary}</span>
        </p>
      ))}
    </section>
  )
}
