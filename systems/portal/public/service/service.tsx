import { feeReturns, Kept } from '@ruqsat/lawpages'
import { requestProofs } from '@ruqsat/law'
import { isRefusal, inAll, wordsOf } from '@ruqsat/foundation'
import {
  Button,
  Form,
  InsetText,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  say,
  sendPage,
  SummaryList,
  useLanguage,
  WarningText,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Provider } from '../../common/parts/provider.tsx'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { pathToAct } from '../acts/found.ts'
import { ActOfService, Instead, NotOfferedHere, OtherVariants, WhoAndHow } from './act.tsx'
import { DocumentsOfService, FormOfService, GroundsOfService, OpenedByTheAuthority, RequirementsOfService } from './asked.tsx'
import { EarlierOfService } from './earlier.tsx'
import { aboutService, type AboutService, type IfToday } from './facts.ts'
import { FEE_PLACE, FeeOfService } from './fee.tsx'
import { holdsFor, NoticesOfService, providerSilence, ResultOfService, TermOfService } from './given.tsx'
import { StepsOfService } from './steps.tsx'
import { takesRepresentatives } from '../../application/drafts/powers.ts'
import draftTexts from '../../application/pages/texts.yaml'
import texts from '../texts.yaml'

// The page of one service: everything a person must know before they spend time and money on it, each fact with its source. A variant that
// is not offered here has its page too; it says so where the start buttons would be.

export function servicePage(app: FastifyInstance, portal: Portal): void {
  const path = '/services/:regulation/:variant'
  const show = async (request: ServiceRequest, reply: FastifyReply) => {
    const { params } = request
    const about = await aboutService(portal, params.regulation, params.variant, params.channel)
    if (about === null) return reply.callNotFound()
    const { regulation, variant, isOpen } = about
    // Distinguishes the pages of one act's variants in the window and among bookmarks.
    const title = inAll((language) => `${variant.name[language]}. ${regulation.service[language]}`)
    const home = { href: localHref(languageOf(request), PATHS.home), text: texts.service.page.home }
    return sendPage(
      request,
      reply,
      { title, description: variant.summary, width: 'wide', breadcrumbs: isOpen ? [home] : pathToAct(request, regulation) },
      <ServicePage about={about} person={await portal.person(request)} />,
    )
  }
  app.get(localPath(path), show)
  app.get(localPath(`${path}/:channel`), show)
}

type ServiceRequest = FastifyRequest<{ Params: { regulation: string; variant: string; channel?: string } }>

type ServicePageProps = { readonly about: AboutService; readonly person: Person | null }

/** The answer and the way in are together, next to what is asked of a person; all else waits below. */
function ServicePage({ about, person }: ServicePageProps) {
  const { regulation, variant, ifToday } = about
  const kept = keyOf(about)
  const facts = <Kept by={`${kept} facts`} draw={() => <FactsOfService {...about} />} />
  return (
    <>
      <h1>{regulation.service}</h1>
      <p class="lead">
        {variant.name}. {variant.summary}
      </p>
      {about.view !== null && about.view.id !== about.channels[0] && <p class="muted">{about.view.name}</p>}
      {variant.proceedings !== undefined || ifToday === null ? (
        <div class="reading">
          {variant.proceedings !== undefined ? (
            <OpenedByTheAuthority {...about} />
          ) : (
            <>
              <NotOfferedHere {...about} />
              <Instead {...about} />
            </>
          )}
          {facts}
        </div>
      ) : (
        <div class="with-aside">
          <section class="with-aside__aside" aria-label={say(texts.service.short.title)}>
            <InShort about={about} ifToday={ifToday} />
            <Start about={about} person={person} />
          </section>
          <div class="with-aside__main">{facts}</div>
        </div>
      )}
      {about.isOpen && (
        <div class="where-no-aside">
          <Start about={about} person={person} />
        </div>
      )}
      <div class="reading">
        <h2>{texts.service.page.more}</h2>
        <Kept by={`${kept} more`} draw={() => <MoreOfService {...about} />} />
      </div>
    </>
  )
}

/** All that the parts of a service page depend on besides the language. Nothing on the page is finer than a minute. */
function keyOf({ edition, regulation: _regulation, variant, view, ...rest }: AboutService): string {
  return `${edition.hash} ${variant.id} ${view?.id} ${JSON.stringify(rest).replace(/(T\d\d:\d\d):\d\d\.\d{3}Z/g, '$1')}`
}

/** What somebody must have and be. */
function FactsOfService(about: AboutService) {
  return (
    <>
      {about.variant.proceedings === undefined && <WhoAndHow {...about} />}
      <EarlierOfService {...about} />
      <RequirementsOfService {...about} />
      <DocumentsOfService {...about} />
    </>
  )
}

function MoreOfService(about: AboutService) {
  return (
    <>
      <div class="disclosures">
        {about.variant.proceedings === undefined && <FeeOfService {...about} />}
        <TermOfService {...about} />
        <ResultOfService {...about} />
        <FormOfService {...about} />
        <GroundsOfService {...about} />
        <StepsOfService {...about} />
        <NoticesOfService {...about} />
        <ActOfService {...about} />
      </div>
      <OtherVariants {...about} />
    </>
  )
}

function InShort({ about, ifToday }: { readonly about: AboutService; readonly ifToday: IfToday }) {
  const { fee, feeText, feeDepends, total, readyText } = ifToday
  const { variant } = about
  const depends = (
    <>
      {feeText}. <a href={`#${FEE_PLACE}`}>{texts.service.short.rates}</a>
    </>
  )
  const cost = fee === null ? texts.service.short.free : isRefusal(fee) ? texts.service.short.unknown : feeDepends ? depends : feeText
  const missing = [fee, total].find(isRefusal)
  const holds = holdsFor(variant)
  return (
    <>
      <SummaryList
        rows={[
          { key: texts.service.short.cost, value: cost },
          { key: texts.service.short.ready, value: isRefusal(total) ? texts.service.short.unknown : readyText },
          { key: texts.service.short.given, value: variant.results.grant.title },
          ...(holds === null ? [] : [{ key: texts.result.page.holds, value: holds.text }]),
        ]}
      />
      {missing !== undefined && <WarningText text={wordsOf(missing).text} />}
      {[...feeReturns(variant).slice(0, 1), ...providerSilence(variant)].map(({ text }) => (
        <p>{text}</p>
      ))}
    </>
  )
}

function Start({ about: { regulation, variant, view, channels, unconnected }, person }: ServicePageProps) {
  const language = useLanguage()
  const channel = view === null || view.id === channels[0] ? undefined : view.id
  const here = encodeURIComponent(localHref(language, PATHS.service(regulation.id, variant.id, channel)))
  const [missing] = unconnected
  if (missing !== undefined) {
    const { text } = wordsOf(missing)
    return (
      <InsetText>
        <p>
          <strong>{text}</strong> {texts.channels.ask} <Provider regulation={regulation} />
        </p>
      </InsetText>
    )
  }
  if (person !== null && !regulation.applicants.some(({ kind }) => kind === person.kind))
    // Who signed in as somebody for whom the service is not reads it here, not after a press.
    return (
      <>
        <InsetText text={texts.service.notFor[person.kind]} />
        {view !== null && person.bin === null && <ForAnother regulation={regulation} variant={variant} view={view} />}
      </>
    )
  if (person !== null) {
    return (
      <Form action={localHref(language, PATHS.drafts)} once>
        <input type="hidden" name="regulation" value={regulation.id} />
        <input type="hidden" name="variant" value={variant.id} />
        {view !== null && <input type="hidden" name="view" value={view.id} />}
        <Button text={texts.service.page.start} />
        {view !== null && person.bin === null && <ForAnother regulation={regulation} variant={variant} view={view} />}
      </Form>
    )
  }
  const takesPassword = view !== null && requestProofs(view).includes('oneTimePassword')
  return (
    <>
      <div class="button-group">
        <LinkButton kind="start" href={`${localHref(language, PATHS.signIn)}?return=${here}`} text={texts.service.page.signIn} />
        <LinkButton kind="secondary" href={`${localHref(language, PATHS.register)}?return=${here}`} text={texts.service.page.register} />
      </div>
      <p class="muted">{takesPassword ? texts.service.page.neededOrPhone : texts.service.page.needed}</p>
    </>
  )
}

/** For who represents somebody, where a system that knows powers of attorney is declared. */
function ForAnother({
  regulation,
  variant,
  view,
}: Pick<AboutService, 'regulation' | 'variant'> & { readonly view: { readonly id: string } }) {
  const language = useLanguage()
  if (!takesRepresentatives(regulation)) return null
  const query = new URLSearchParams({ regulation: regulation.id, variant: variant.id, view: view.id })
  return (
    <p>
      <a href={`${localHref(language, PATHS.forAnother)}?${query}`}>{draftTexts.forAnother}</a>
    </p>
  )
}
