import { randomUUID } from 'node:crypto'
import { LANGUAGES, type Refusal } from '@ruqsat/foundation'
import { offeredEdition, offersAt, type Regulation, type Variant } from '@ruqsat/law'
import {
  Button,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  HiddenField,
  localHref,
  once,
  readForm,
  redirectTo,
  sendPage,
  TextInput,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import { ONCE_SCHEMA, PATHS, type Contact } from '../deps.ts'
import { refuseContact } from '../refusals.ts'
import { keepAdvice } from '../store/calls.ts'
import texts from '../texts.yaml'
import { hrefOf, type ContactVisit } from './guard.ts'

type Service = { readonly regulation: Regulation; readonly variant: Variant }

/** What can be had here, with the public page of each: what the caller reads there is what the operator says. */
export async function showServices(visit: ContactVisit, refusals: readonly Refusal[] = []): Promise<unknown> {
  const { contact, request, reply } = visit
  const { q } = request.query as { readonly q?: unknown }
  const sought = typeof q === 'string' ? q.slice(0, 200) : ''
  const found = (await servicesNow(contact)).filter((service) => isFound(service, sought))
  const errors = fieldErrorsOf(refusals)
  return sendPage(
    request,
    reply,
    { title: texts.services.title, hasErrors: errors.length > 0 },
    <ServicesPage
      services={found}
      sought={sought}
      action={hrefOf(visit, PATHS.services)}
      page={({ regulation, variant }) => contact.deps.servicePage(regulation.id, variant.id)}
      errors={errors}
    />,
  )
}

/** Keeps in the log that advice was given on a service. */
export async function postAdvice(visit: ContactVisit): Promise<unknown> {
  const { contact, request, reply, operator } = visit
  const form = readForm(request)
  const about = { regulation: form.text('regulation'), variant: form.text('variant') }
  const services = await servicesNow(contact)
  const isOffered = services.some(({ regulation, variant }) => regulation.id === about.regulation && variant.id === about.variant)
  if (!isOffered) return showServices(visit, [refuseContact('not-offered')])
  const call = { id: randomUUID(), operatorId: operator.id, askedAt: await contact.deps.legalClock.now() }
  const id = await once(contact.deps.database.sql, ONCE_SCHEMA, form.onceToken(), async (tx) => {
    await keepAdvice(tx, { ...call, countedAt: contact.technicalClock.now() }, about)
    return call.id
  })
  return redirectTo(reply, hrefOf(visit, PATHS.call(id)))
}

async function servicesNow({ deps }: Contact): Promise<readonly Service[]> {
  const now = await deps.legalClock.now()
  return offersAt(deps.offers, now).flatMap((offer) => {
    const edition = deps.regulations.edition(offer.edition)
    const regulation = edition === null ? undefined : offeredEdition(edition, offer, now).regulation
    return regulation === undefined ? [] : regulation.variants.flatMap((variant) => (variant.offered ? [{ regulation, variant }] : []))
  })
}

/** Every word of what was typed is in the name, in whichever language. */
function isFound({ regulation, variant }: Service, sought: string): boolean {
  const names = [regulation.service, regulation.summary, variant.name].flatMap((text) => LANGUAGES.map((language) => text[language]))
  const all = names.join(' ').toLowerCase()
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

type PageProps = {
  readonly services: readonly Service[]
  readonly sought: string
  readonly action: string
  page(service: Service): string
  readonly errors: readonly FieldError[]
}

function ServicesPage({ services, sought, action, page, errors }: PageProps) {
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.services.title}</h1>
      <p class="lead">{texts.services.lead}</p>
      <Form action={action} method="get" role="search">
        <TextInput name="q" label={texts.services.search} value={sought} width={20} />
        <Button text={texts.services.find} kind="secondary" />
      </Form>
      {services.length === 0 && <p>{texts.services.nothing}</p>}
      {services.map((service) => (
        <section>
          <h2>
            <a href={localHref(language, page(service))}>
              {service.regulation.service}: {service.variant.name}
            </a>
          </h2>
          <p>{service.variant.summary}</p>
          <Form action={action} once part={`${service.regulation.id} ${service.variant.id}`}>
            <HiddenField name="regulation" value={service.regulation.id} />
            <HiddenField name="variant" value={service.variant.id} />
            <Button text={texts.services.given} kind="secondary" hiddenText={service.variant.name} />
          </Form>
        </section>
      ))}
    </>
  )
}
