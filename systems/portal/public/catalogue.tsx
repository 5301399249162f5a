import { LinkButton, localHref, localPath, sendPage, useLanguage, say } from '@ruqsat/web'
import { fillString, type LocalDate, formatDate } from '@ruqsat/foundation'
import type { FastifyInstance } from 'fastify'
import { PATHS, type OfferedService, type Portal } from '../deps.ts'
import { beginningOf, hasOpenPortal } from './service/facts.ts'
import texts from './texts.yaml'

// The start page: what can be had here, and the few other things people come for.

export function catalogue(app: FastifyInstance, portal: Portal): void {
  app.get(localPath('/'), async (request, reply) => {
    const services = await portal.offers()
    const days = await Promise.all(services.map((service) => beginningOf(portal, service)))
    return sendPage(request, reply, { title: texts.catalogue.title }, <Catalogue services={services} days={days} />)
  })
}

function Catalogue({ services, days }: { readonly services: readonly OfferedService[]; readonly days: readonly (LocalDate | null)[] }) {
  const language = useLanguage()
  return (
    <>
      <h1>{texts.catalogue.title}</h1>
      <p class="lead">{texts.catalogue.lead}</p>
      <h2>{texts.catalogue.services}</h2>
      {services.length === 0 && <p>{texts.catalogue.nothing}</p>}
      {services.map((service, place) => (
        <Service service={service} offeredFrom={days[place] ?? null} />
      ))}
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

function Service({ service, offeredFrom }: { readonly service: OfferedService; readonly offeredFrom: LocalDate | null }) {
  const language = useLanguage()
  const { regulation } = service
  const isRepealed = regulation.act.history.some((note) => note.kind === 'repeal')
  const offered = regulation.variants.filter(hasOpenPortal)
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
      {offered.map((variant) => (
        <p>
          <LinkButton
            href={localHref(language, PATHS.service(regulation.id, variant.id))}
            text={variant.name}
            hiddenText={regulation.service}
          />{' '}
          <span>{variant.summary}</span>
        </p>
      ))}
    </section>
  )
}
