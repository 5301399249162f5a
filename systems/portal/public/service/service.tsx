import { isRefusal, type LocalText, inAll, wordsOf } from '@ruqsat/foundation'
import {
  Button,
  Form,
  InsetText,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  sendPage,
  SummaryList,
  useLanguage,
  WarningText,
} from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { ACTS } from '../acts/act.tsx'
import { ActOfService } from './act.tsx'
import { GroundsOfService, RequirementsOfService } from './conditions.tsx'
import { NoticesOfService } from './notices.tsx'
import { DocumentsOfService } from './documents.tsx'
import { factsOf, type IfToday, type ServiceFacts } from './facts.ts'
import { FeeOfService } from './fee.tsx'
import { FormOfService } from './form.tsx'
import { Instead, NotOfferedHere } from './not-offered.tsx'
import { OtherVariants } from './others.tsx'
import { ResultOfService } from './result.tsx'
import { shownService, type ShownService } from './shown.ts'
import { StepsOfService } from './steps.tsx'
import { TermOfService } from './term.tsx'
import { WhoMayApply } from './who.tsx'
import texts from '../texts.yaml'

// The page of one service: everything a person must know before they spend time and money on it, each fact with its source. A variant that
// is not offered here has its page too; it says so where the start buttons would be.

export function servicePage(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: { regulation: string; variant: string } }>(localPath('/services/:regulation/:variant'), async (request, reply) => {
    const service = await shownService(portal, request.params.regulation, request.params.variant)
    if (service === null) return reply.callNotFound()
    const facts = await factsOf(portal, service)
    const { regulation, isOpen } = service
    const language = languageOf(request)
    const acts = { href: localHref(language, PATHS.acts), text: ACTS }
    const act = { href: localHref(language, PATHS.act(regulation.id)), text: regulation.service }
    return sendPage(
      request,
      reply,
      {
        title: titleOf(service),
        breadcrumbs: isOpen ? [{ href: localHref(language, PATHS.home), text: texts.service.page.home }] : [acts, act],
      },
      <ServicePage service={service} facts={facts} person={await portal.person(request)} />,
    )
  })
}

/** Distinguishes the pages of one act's variants in the window and among bookmarks. */
function titleOf({ regulation, variant }: ShownService): LocalText {
  return inAll((language) => `${variant.name[language]}. ${regulation.service[language]}`)
}

type ServicePageProps = { readonly service: ShownService; readonly facts: ServiceFacts; readonly person: Person | null }

function ServicePage({ service, facts, person }: ServicePageProps) {
  const { regulation, variant, isOpen } = service
  return (
    <>
      <h1>{regulation.service}</h1>
      <p class="lead">
        {variant.name}. {variant.summary}
      </p>
      {facts.ifToday === null ? (
        <>
          <NotOfferedHere service={service} facts={facts} />
          <Instead service={service} />
        </>
      ) : (
        <>
          <InShort ifToday={facts.ifToday} />
          <Start service={service} person={person} />
        </>
      )}
      <WhoMayApply regulation={regulation} />
      <RequirementsOfService service={service} />
      <DocumentsOfService service={service} />
      <FeeOfService service={service} facts={facts} />
      <TermOfService service={service} facts={facts} />
      <ResultOfService service={service} />
      <FormOfService service={service} />
      <StepsOfService service={service} />
      <GroundsOfService service={service} />
      <NoticesOfService service={service} />
      <ActOfService service={service} facts={facts} />
      <OtherVariants service={service} />
      {isOpen && <Start service={service} person={person} />}
    </>
  )
}

function InShort({ ifToday }: { readonly ifToday: IfToday }) {
  const { fee, feeText, total, readyText } = ifToday
  const cost = fee === null ? texts.service.short.free : isRefusal(fee) ? texts.service.short.unknown : feeText
  const missing = [fee, total].find(isRefusal)
  return (
    <>
      <SummaryList
        rows={[
          { key: texts.service.short.cost, value: cost },
          { key: texts.service.short.ready, value: isRefusal(total) ? texts.service.short.unknown : readyText },
        ]}
      />
      {missing !== undefined && <WarningText text={wordsOf(missing).text} />}
    </>
  )
}

function Start({ service, person }: { readonly service: ShownService; readonly person: Person | null }) {
  const language = useLanguage()
  const { regulation, variant } = service
  const here = encodeURIComponent(localHref(language, PATHS.service(regulation.id, variant.id)))
  if (person !== null && !regulation.applicants.some(({ kind }) => kind === person.kind))
    // Who signed in as somebody for whom the service is not reads it here, not after a press.
    return <InsetText text={texts.service.notFor[person.kind]} />
  if (person !== null) {
    return (
      <Form action={localHref(language, PATHS.drafts)} once>
        <input type="hidden" name="regulation" value={regulation.id} />
        <input type="hidden" name="variant" value={variant.id} />
        <Button text={texts.service.page.start} />
      </Form>
    )
  }
  return (
    <>
      <div class="button-group">
        <LinkButton kind="start" href={`${localHref(language, PATHS.signIn)}?return=${here}`} text={texts.service.page.signIn} />
        <LinkButton kind="secondary" href={`${localHref(language, PATHS.register)}?return=${here}`} text={texts.service.page.register} />
      </div>
      <p class="muted">{texts.service.page.needed}</p>
    </>
  )
}
