// Closing and opening one service, or a part of it: asked before it is done, with what it means for those who have begun.
import { inAll, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { channelName, findVariant } from '@ruqsat/law'
import {
  Button,
  DateInput,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  HiddenField,
  Radios,
  readDay,
  readForm,
  typedDate,
  WarningText,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import { stateOf, type PartState, type ServicePart } from '../core/on-offer.ts'
import { PATHS, type Administration, type ServicePackage } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import { serviceSwitches } from '../store/acts.ts'
import { isPartOf, switchService } from '../switching.ts'
import texts from '../texts.yaml'
import { byOf, send, sendMissing, WhyField } from './frame.tsx'
import { asked, goTo, hrefOf, type AdministrationVisit } from './guard.ts'
import { Since } from './services.tsx'
import { actedOnce } from './twice.ts'

const words = texts.services

export async function showService(
  visit: AdministrationVisit,
  form: FormValues | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { administration, params } = visit
  const part = partIn((name) => form?.text(name) ?? asked(visit, name))
  const service = administration.deps.services.find(({ regulation }) => regulation.id === params.id)
  if (service === undefined || !isPartOf(service.regulation, part))
    return sendMissing(visit, refuseAdministration('service-unknown'), PATHS.services)
  const state = await partState(administration, service, part)
  const title = part.variant === null ? (state.isOpen ? words.close : words.open) : state.isOpen ? words.closePart : words.openPart
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
      <p class="lead">{partName(service, part)}</p>
      <p>
        <Since state={state} zone={administration.deps.zone} />
      </p>
      <WarningText text={state.isOpen ? words.closing : words.opening} />
      <Form action={hrefOf(visit, PATHS.service(params.id))} once>
        <HiddenField name="variant" value={part.variant ?? ''} />
        <HiddenField name="view" value={part.view ?? ''} />
        <Switch state={state} form={form} />
        <DateInput
          name="from"
          legend={words.from}
          hint={words.fromHint}
          error={errorAt(errors, 'from') ?? null}
          {...(form && { value: typedDate(form, 'from') })}
        />
        <WhyField form={form} errors={errors} />
        <Button text={state.isOpen ? words.closeButton : words.openButton} kind={state.isOpen ? 'warning' : 'primary'} />
      </Form>
    </>,
  )
}

/** Where something was decided for later, one may also take that back and leave everything as it is. */
function Switch({ state: { isOpen, next }, form }: { readonly state: PartState; readonly form: FormValues | null }) {
  const other = isOpen ? 'no' : 'yes'
  if (next === null) return <HiddenField name="opens" value={other} />
  return (
    <Radios
      name="opens"
      legend={words.planned}
      options={[
        { value: other, text: isOpen ? words.closeFrom : words.openFrom },
        { value: isOpen ? 'yes' : 'no', text: isOpen ? words.leaveOpen : words.leaveClosed },
      ]}
      value={form?.text('opens') ?? other}
    />
  )
}

export async function postService(visit: AdministrationVisit): Promise<unknown> {
  const { administration, params } = visit
  const form = readForm(visit.request)
  const by = byOf(visit, form)
  const [opens, day] = [form.text('opens') === 'yes', readDay(form, 'from')]
  const faults: readonly Refusal[] = [by, day].filter((each) => isRefusal(each))
  if (isRefusal(by) || isRefusal(day)) return showService(visit, form, fieldErrorsOf(faults))
  const part = partIn((name) => form.text(name))
  const refusal = await actedOnce(form, () => switchService(administration, params.id, { part, opens, day }, by))
  if (refusal !== null) return showService(visit, form, fieldErrorsOf([refusal]))
  flash(visit.request, 'success', day === null ? (opens ? words.opened : words.closed) : words.noted)
  return goTo(visit, PATHS.services)
}

function partIn(text: (name: 'variant' | 'view') => string): ServicePart {
  return { variant: text('variant') || null, view: text('view') || null }
}

async function partState({ deps }: Administration, { regulation }: ServicePackage, part: ServicePart): Promise<PartState> {
  const switches = (await serviceSwitches(deps.database.sql)).filter((each) => each.regulation === regulation.id)
  return stateOf(switches, part, await deps.legalClock.now())
}

/** As people call it: the service, the variant, the channel. */
export function partName({ regulation }: Pick<ServicePackage, 'regulation'>, { variant: id, view }: ServicePart): LocalText {
  const variant = id === null ? null : findVariant(regulation, id)
  const names = [regulation.service, ...(variant ? [variant.name] : []), ...(variant && view ? [channelName(variant, view)] : [])]
  return inAll((language) => names.map((name) => name[language]).join(', '))
}
