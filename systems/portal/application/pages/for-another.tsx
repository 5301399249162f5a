// Applying for another by a power of attorney: its number and whose it is; the register of notaries says the rest.
import { inAll, isRefusal, parseBIN, type LocalText, type Refusal } from '@ruqsat/foundation'
import { findVariant, type Regulation, type Variant } from '@ruqsat/law'
import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  InsetText,
  languageOf,
  localHref,
  localPath,
  Radios,
  readForm,
  redirectTo,
  sendPage,
  say,
  Select,
  sendRefusal,
  TextInput,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Person, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import { openViews } from '../core/open-views.ts'
import type { DraftDeps } from '../drafts/model.ts'
import { powersNaming, startByPower, takesRepresentatives, type PowerTyped } from '../drafts/powers.ts'
import { draftHref } from './frame.tsx'
import { draftIdFor } from './draft-id.ts'
import T from './texts.yaml'

type Wanted = { readonly regulation: string; readonly variant: string; readonly view: string }
type Asked = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly portal: Portal; readonly person: Person }
/** `listed` is the power as the list of those received has it. */
type Filled = { readonly typed: PowerTyped; readonly service: string; readonly listed: PowerOfAttorney | null }

const UNTYPED: PowerTyped = { number: '', principal: '' }

export function forAnotherPages(app: FastifyInstance, portal: Portal, deps: DraftDeps): void {
  const path = localPath(PATHS.forAnother)
  app.get(
    path,
    portal.requirePerson(async (request, reply, person) => {
      const { wanted, power } = askedIn(request, deps.channels)
      const listed = await listedPower(portal, person, power)
      const typed = listed === null ? { ...UNTYPED, number: power } : { number: listed.number, principal: listed.principal }
      return show({ request, reply, portal, person }, wanted, { typed, service: '', listed }, [])
    }),
  )
  app.post(
    path,
    portal.requirePerson(async (request, reply, person) => {
      const form = readForm(request)
      const service = form.text('service')
      const { wanted } = askedIn(request, deps.channels)
      const chosen = wanted ?? (await choices(portal, null)).find(({ value }) => value === service)?.wanted ?? null
      const typed = { number: form.text('power'), principal: form.digits('principal') }
      const language = languageOf(request)
      const open =
        chosen === null
          ? refusePortal('field-empty', { field: 'service' })
          : await startByPower(deps, person, { ...chosen, id: draftIdFor(form.onceToken()), language }, typed)
      if (!isRefusal(open)) return redirectTo(reply, draftHref({ open, language }))
      return show({ request, reply, portal, person }, wanted, { typed, service, listed: null }, [open])
    }),
  )
}

/** What the address says: the service, where one came from its page, or the power, where one came from the list of them. */
function askedIn(request: FastifyRequest, channels: readonly string[]): { readonly wanted: Wanted | null; readonly power: string } {
  const query = request.query as Readonly<Record<string, unknown>>
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const wanted = { regulation: text('regulation'), variant: text('variant'), view: text('view') || (channels[0] ?? '') }
  return { wanted: wanted.regulation === '' ? null : wanted, power: text('power') }
}

/** Who comes from their list of powers types neither number again; a register that is silent leaves them to be typed. */
async function listedPower(portal: Portal, person: Person, number: string): Promise<PowerOfAttorney | null> {
  const answer = number === '' || person.bin !== null ? null : await powersNaming(portal, person)
  return answer?.kind === 'found' ? (answer.value.find((power) => power.number === number && power.principal !== person.iin) ?? null) : null
}

function titleOf({ service }: Pick<Regulation, 'service'>, { name }: Pick<Variant, 'name'>): LocalText {
  return inAll((language) => `${service[language]}: ${name[language]}`)
}

type ServiceChoice = { readonly value: string; readonly text: LocalText; readonly wanted: Wanted }

/** What can be applied for by a power of attorney here, now: for this principal, where it is known who that is. */
async function choices(portal: Portal, principal: string | null): Promise<readonly ServiceChoice[]> {
  const kind = principal === null ? null : isRefusal(parseBIN(principal)) ? 'individual' : 'legalEntity'
  const services = (await portal.offers()).filter(
    ({ regulation: { applicants, ...regulation } }) =>
      takesRepresentatives(regulation) && (kind === null || applicants.some((each) => each.kind === kind)),
  )
  return services.flatMap(({ regulation }) =>
    regulation.variants.flatMap((variant) => {
      const [view] = openViews(variant, regulation, portal.deps.channels)
      if (view === undefined) return []
      const wanted = { regulation: regulation.id, variant: variant.id, view: view.id }
      return [{ value: `${regulation.id}/${variant.id}`, text: titleOf(regulation, variant), wanted }]
    }),
  )
}

async function show(
  { request, reply, portal, person }: Asked,
  wanted: Wanted | null,
  filled: Filled,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const offered = wanted && (await portal.offered(wanted.regulation))
  const variant = wanted && offered && findVariant(offered.regulation, wanted.variant)
  if (wanted !== null && variant === null) return sendRefusal(request, reply, refusePortal('service-not-offered'), { status: 404 })
  const services = wanted === null ? await choices(portal, filled.listed?.principal ?? null) : []
  const takes = offered ? takesRepresentatives(offered.regulation) : services.length > 0
  const no = !takes ? 'no-representatives-here' : person.bin !== null ? 'representative-as-self' : null
  if (no !== null) return sendRefusal(request, reply, refusePortal(no), { status: 409 })
  const errors = fieldErrorsOf(refusals.map((refusal) => ({ ...refusal, field: refusal.field ?? 'power' })))
  const back = { href: localHref(languageOf(request), wanted ? PATHS.service(wanted.regulation, wanted.variant) : PATHS.powers) }
  const named = offered && variant && titleOf(offered.regulation, variant)
  return sendPage(
    request,
    reply,
    { title: T.forAnother, back, status: refusals.length > 0 ? 422 : 200, hasErrors: refusals.length > 0 },
    <Page wanted={wanted} named={named} services={services} filled={filled} errors={errors} />,
  )
}

type PageProps = {
  readonly wanted: Wanted | null
  /** The service that was chosen before; null where it is chosen here. */
  readonly named: LocalText | null
  readonly services: readonly ServiceChoice[]
  readonly filled: Filled
  readonly errors: readonly FieldError[]
}

function Page({ wanted, named, services, filled: { typed, service, listed }, errors }: PageProps) {
  const language = useLanguage()
  // In the address, so that the answer in another language is about the same service.
  const query = wanted === null ? '' : `?${new URLSearchParams(wanted)}`
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.forAnother}</h1>
      {named !== null && <p class="lead">{named}</p>}
      <p>{T.forAnotherLead}</p>
      {listed !== null && (
        <InsetText>
          {say(T.powerScope)}: {listed.scope}
        </InsetText>
      )}
      <Form action={`${localHref(language, PATHS.forAnother)}${query}`} once>
        {wanted === null && <ServiceField value={service} error={errorAt(errors, 'service') ?? null} services={services} />}
        <TextInput name="power" label={T.powerNumber} width={20} value={typed.number} error={errorAt(errors, 'power') ?? null} />
        <TextInput
          name="principal"
          label={T.principal}
          hint={T.principalHint}
          inputmode="numeric"
          width={20}
          value={typed.principal}
          error={errorAt(errors, 'principal') ?? null}
        />
        <Button text={T.askNotary} />
      </Form>
      {listed === null && (
        <p>
          <a href={localHref(language, PATHS.powers)}>{T.powersReceived}</a>
        </p>
      )}
    </>
  )
}

type ServiceFieldProps = { readonly value: string; readonly error: FieldError['text'] | null; readonly services: readonly ServiceChoice[] }

/** Few are read at a glance; many are looked for in a list. */
function ServiceField({ services, ...field }: ServiceFieldProps) {
  if (services.length > FEW) return <Select name="service" label={T.serviceByPower} options={services} {...field} />
  return <Radios name="service" legend={T.serviceByPower} options={services} {...field} />
}
const FEW = 6
