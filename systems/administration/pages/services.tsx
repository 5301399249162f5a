import { formatInstant } from '@ruqsat/clock'
import { fillText, isRefusal, type LocalText } from '@ruqsat/foundation'
import { channelName } from '@ruqsat/law'
import {
  Button,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  HiddenField,
  LinkButton,
  localHref,
  readForm,
  StatusTag,
  SummaryList,
  useLanguage,
  WarningText,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import { isOpen, type ServiceSwitch } from '../core/on-offer.ts'
import { PATHS, type Administration, type ServicePackage } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import { serviceSwitches } from '../store/acts.ts'
import { switchService } from '../switching.ts'
import texts from '../texts.yaml'
import { byOf, send, sendMissing, WhyField } from './frame.tsx'
import { goTo, hrefOf, type AdministrationVisit } from './guard.ts'
import { actedOnce } from './twice.ts'

const words = texts.services

type State = 'offered' | 'closed' | 'undecided' | 'notNamed'
const KINDS = { offered: 'success', closed: 'warning', undecided: 'danger', notNamed: 'neutral' } as const

function stateOf(service: ServicePackage, switches: readonly ServiceSwitch[]): State {
  if (service.undecided.length > 0) return 'undecided'
  if (!service.isNamed) return 'notNamed'
  return isOpen(switches, service.regulation.id) ? 'offered' : 'closed'
}

/** Every act that this installation has, what of it is on offer, and why not. */
export async function showServices(visit: AdministrationVisit): Promise<unknown> {
  const { deps } = visit.administration
  const switches = await serviceSwitches(deps.database.sql)
  const services = deps.services.map((service) => ({ service, state: stateOf(service, switches) }))
  return send(visit, { title: words.title }, <ServicesPage services={services} />)
}

function ServicesPage({ services }: { readonly services: readonly { readonly service: ServicePackage; readonly state: State }[] }) {
  const language = useLanguage()
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {services.map(({ service: { regulation, undecided, decided }, state }) => (
        <section>
          <h2>
            {regulation.service} <StatusTag kind={KINDS[state]} text={words.states[state]} />
          </h2>
          <SummaryList
            rows={[
              { key: words.authority, value: regulation.authority.name },
              {
                key: words.findings,
                value: fillText(words.findingsText, { decided, undecided: undecided.length }),
              },
              ...regulation.variants.map((variant) => ({
                key: variant.name,
                value: variant.offered
                  ? variant.views
                      .filter((view) => view.offered)
                      .map(({ id }) => channelName(variant, id)[language])
                      .join(', ') || words.noChannel
                  : words.notOffered,
              })),
            ]}
          />
          {undecided.length > 0 && (
            <>
              <p>{words.undecidedLead}</p>
              <ul>
                {undecided.map(({ code, subject, text }) => (
                  <li>
                    {text} <code>{`${code} ${subject}`}</code>
                  </li>
                ))}
              </ul>
            </>
          )}
          {state === 'notNamed' && <p>{words.notNamedLead}</p>}
          {(state === 'offered' || state === 'closed') && (
            <p>
              <LinkButton
                href={localHref(language, PATHS.service(regulation.id))}
                kind="secondary"
                text={state === 'offered' ? words.close : words.open}
                hiddenText={regulation.service}
              />{' '}
              <a href={localHref(language, PATHS.contacts(regulation.authority.id))}>{texts.contact.title}</a>
            </p>
          )}
        </section>
      ))}
    </>
  )
}

/** Asked before it is done: what closing and opening mean for those who have begun. */
export async function showService(
  visit: AdministrationVisit,
  form: FormValues | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { administration, params } = visit
  const known = await found(administration, params.id)
  if (known === null) return sendMissing(visit, refuseAdministration('service-unknown'), PATHS.services)
  const { service, switches } = known
  const opens = !isOpen(switches, service.regulation.id)
  const title = opens ? words.open : words.close
  const last = switches.findLast(({ regulation }) => regulation === service.regulation.id)
  return send(
    visit,
    {
      title,
      hasErrors: errors.length > 0,
      ...(errors.length > 0 && { status: 422 }),
      back: { href: hrefOf(visit, PATHS.services), text: words.title },
    },
    <>
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      <p class="lead">{service.regulation.service}</p>
      {last !== undefined && <LastSwitch last={last} administration={administration} />}
      <WarningText text={opens ? words.opening : words.closing} />
      <Form action={hrefOf(visit, PATHS.service(params.id))} once>
        <HiddenField name="opens" value={opens ? 'yes' : 'no'} />
        <WhyField form={form} errors={errors} />
        <Button text={opens ? words.openButton : words.closeButton} kind={opens ? 'primary' : 'warning'} />
      </Form>
    </>,
  )
}

function LastSwitch({ last, administration }: { readonly last: ServiceSwitch; readonly administration: Administration }) {
  const language = useLanguage()
  const since: LocalText = last.isOpen ? words.openSince : words.closedSince
  return <p>{fillText(since, { at: formatInstant(last.at, administration.deps.zone, language) })}</p>
}

export async function postService(visit: AdministrationVisit): Promise<unknown> {
  const { administration, params } = visit
  const form = readForm(visit.request)
  const by = byOf(visit, form)
  const opens = form.text('opens') === 'yes'
  const refusal = isRefusal(by) ? by : await actedOnce(form, () => switchService(administration, params.id, opens, by))
  if (refusal !== null) return showService(visit, form, fieldErrorsOf([refusal]))
  flash(visit.request, 'success', opens ? words.opened : words.closed)
  return goTo(visit, PATHS.services)
}

async function found({ deps }: Administration, id: string) {
  const service = deps.services.find(({ regulation }) => regulation.id === id)
  return service === undefined ? null : { service, switches: await serviceSwitches(deps.database.sql) }
}
