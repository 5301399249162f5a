import { Button, Card, Form, localHref, localPath, sendPage, TextInput, useLanguage, say } from '@ruqsat/web'
import { fillString, findsAll, fillText, formatDate, LANGUAGES, quoted, tidyLine, type Language, type LocalDate } from '@ruqsat/foundation'
import type { View } from '@ruqsat/law'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type OfferedService, type Portal } from '../deps.ts'
import { openViews } from '../application/core/open-views.ts'
import { beginningOf } from './service/facts.ts'
import texts from './texts.yaml'

// The start page: what can be had here, found by a word or by looking, and the few other things people come for.

/** What may be typed into the search; a pasted page is none. */
const LONGEST_SEARCH = 200

export function catalogue(app: FastifyInstance, portal: Portal): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, channels: readonly string[], named: View | null) => {
    const services = await portal.offers()
    const days = await Promise.all(services.map((service) => beginningOf(portal, service)))
    const title = named?.name ?? texts.catalogue.title
    const others = portal.deps.channels.flatMap((id) => (channels.includes(id) ? [] : (firstOf(services, id) ?? [])))
    const more = named === null ? portal.deps.channels.slice(1).flatMap((id) => firstOf(services, id) ?? []) : others
    const { q } = request.query as { q?: unknown }
    const shown = services.map((service, place): Shown => ({ ...service, offeredFrom: days[place] ?? null, channels, named }))
    return sendPage(
      request,
      reply,
      { title, description: texts.catalogue.lead, width: 'wide' },
      <Catalogue services={shown} named={named} others={more} sought={tidyLine(typeof q === 'string' ? q : '').slice(0, LONGEST_SEARCH)} />,
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

type Shown = OfferedService & {
  readonly offeredFrom: LocalDate | null
  /** The channels that the page is about. */
  readonly channels: readonly string[]
  /** The one that it is about; null for all. */
  readonly named: View | null
}

type CatalogueProps = {
  readonly services: readonly Shown[]
  readonly named: View | null
  /** Entries of the other channels. */
  readonly others: readonly View[]
  /** What somebody looks for; empty where nothing was typed. */
  readonly sought: string
}

function Catalogue({ services, named, others, sought }: CatalogueProps) {
  const language = useLanguage()
  const here = localHref(language, named === null ? PATHS.home : PATHS.channel(named.id))
  const open = services.filter((service) => variantsOf(service).length > 0)
  const found = open.filter((service) => isFound(service, sought))
  const shared = found.length > 1 && new Set(found.map((service) => noteOf(service, language))).size === 1 ? found[0]! : null
  return (
    <>
      <h1>{named?.name ?? texts.catalogue.title}</h1>
      <p class="lead">{texts.catalogue.lead}</p>
      {open.length > 0 && <Search here={here} sought={sought} />}
      {open.length === 0 && <p>{texts.catalogue.nothing}</p>}
      {sought !== '' && open.length > 0 && <Found here={here} sought={sought} count={found.length} />}
      <div class="cards">
        {found.map((service) => (
          <Service service={service} note={shared === null ? noteOf(service, language) : ''} />
        ))}
      </div>
      {shared !== null && noteOf(shared, language) !== '' && <p class="muted">{noteOf(shared, language, texts.catalogue.all)}</p>}
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

type SoughtProps = { readonly here: string; readonly sought: string }

function Search({ here, sought }: SoughtProps) {
  return (
    <Form class="search-line" role="search" method="get" action={here}>
      <TextInput name="q" type="search" label={texts.catalogue.search} value={sought} maxlength={LONGEST_SEARCH} />
      <Button kind="secondary" text={texts.catalogue.find} />
    </Form>
  )
}

function Found({ here, sought, count }: SoughtProps & { readonly count: number }) {
  const said = { sought: quoted(sought, useLanguage()), count }
  return (
    <p role="status">
      {fillText(count === 0 ? texts.catalogue.notFound : texts.catalogue.found, said)} <a href={here}>{texts.catalogue.showAll}</a>
    </p>
  )
}

/**
 * Each word begins a word of what the service is called, is for or who gives it, or one that people say instead (the package's `keywords`), in any
 * of our languages: somebody who reads Kazakh may know the Russian name of a thing, and the other way round.
 */
function isFound(service: Shown, sought: string): boolean {
  const { service: name, summary, authority, keywords } = service.regulation
  const said = [name, summary, authority.name, ...variantsOf(service).flatMap(({ variant }) => [variant.name, variant.summary])]
  return findsAll(sought, [...said.flatMap((text) => LANGUAGES.map((language) => text[language])), ...(keywords ?? [])])
}

/** What can be had of a service in these channels. */
function variantsOf({ regulation, channels, named }: Shown) {
  return regulation.variants.flatMap((variant) => {
    const [view] = openViews(variant, regulation, channels)
    return view === undefined ? [] : [{ variant, channel: named === null && view.id === channels[0] ? undefined : view.id }]
  })
}

/** That the act is history, where it is. */
function noteOf({ regulation, offeredFrom }: Shown, language: Language, words: typeof texts.catalogue.one = texts.catalogue.one): string {
  if (!regulation.act.history.some((note) => note.kind === 'repeal')) return ''
  const since =
    offeredFrom === null ? say(words.stillOffered) : fillString(say(words.offeredSince), { day: formatDate(offeredFrom, language) })
  return `${say(words.repealed)} ${since}`
}

function Service({ service, note }: { readonly service: Shown; readonly note: string }) {
  const language = useLanguage()
  const { regulation } = service
  return (
    <Card id={`service-${regulation.id}`} title={regulation.service}>
      <p>{regulation.summary}</p>
      <ul class="card__links">
        {variantsOf(service).map(({ variant, channel }) => (
          <li>
            <a href={localHref(language, PATHS.service(regulation.id, variant.id, channel))}>
              {variant.name}
              <span class="visually-hidden"> ({regulation.service})</span>
            </a>
            <br />
            <span class="muted">{variant.summary}</span>
          </li>
        ))}
      </ul>
      <p class="card__note">
        {texts.catalogue.provider}: {regulation.authority.name}
      </p>
      {note !== '' && <p class="card__note">{note}</p>}
    </Card>
  )
}
