// How complaints are considered is written once, next to the general law, and holds for every act that names it: with that act's own authority,
// hours and calendar. Each such act gets an edition of its own, so that a case of it is pinned as any other.
import { inAll, type LocalDate } from '@ruqsat/foundation'
import type { CitedLaw } from './act-shape.ts'
import { editionOf } from './hash.ts'
import { requestProofs } from './walk.ts'
import type { Edition, Regulation, Step, Unit, Variant, View } from './model.ts'

/** Whether an act is a way to complain: a variant of it is about another request. */
export const isComplaintAct = ({ variants }: Regulation): boolean => variants.some(({ complains }) => complains !== undefined)

/** The id of the act by which requests of this act are complained of. */
export const complaintIdOf = (regulation: string): string => `${regulation}-complaint`

type Dated = { readonly edition: Edition; readonly from: LocalDate | null; readonly to: LocalDate | null }

/** The complaint of an act, for each time in which neither changes; none where the act names another general law or is no service at all. */
export function complaintsOf(act: Dated, models: readonly Dated[]): readonly Dated[] {
  const { regulation } = act.edition
  if (regulation.variants.length === 0) return []
  return models
    .filter(({ edition }) => edition.regulation.general !== undefined && edition.regulation.general.id === regulation.general?.id)
    .flatMap((model) => {
      const from = [act.from, model.from].reduce((one, other) => (one === null || (other !== null && other > one) ? other : one))
      const to = [act.to, model.to].reduce((one, other) => (one === null || (other !== null && other < one) ? other : one))
      return from !== null && to !== null && from > to
        ? []
        : [{ edition: complaintEdition(model.edition.regulation, regulation), from, to }]
    })
}

function complaintEdition(model: Regulation, act: Regulation): Edition {
  const { authority, applicants, host, service, complaint } = act
  const { higherBody } = complaint
  // A body of another authority is each authority's own: whoever sits there considers complaints about this one alone.
  const operator = act.units.find(({ role }) => role === 'operator')
  const outside = new Map(
    model.units
      .filter(({ kind }) => kind === 'outside')
      .map(({ id, role }) => [id, role === 'operator' && operator !== undefined ? operator.id : `${authority.id}-${id}`]),
  )
  const idOf = (unit: string) => outside.get(unit) ?? unit
  // Who may confirm a request by a one-time password may have no key: then a complaint is confirmed so too. Nobody is heard then, nor where a
  // complaint is taken at a hall, because an objection is signed.
  const byPassword = act.variants.some((each) => each.views.some((view) => requestProofs(view).includes('oneTimePassword')))
  const step = ({ hearing, ...each }: Step): Step => ({
    ...each,
    unit: idOf(each.unit),
    ...(hearing !== undefined && !byPassword && operator === undefined && { hearing }),
    ...(each.action === 'checkCertificate' && byPassword && { accepts: ['signature', 'oneTimePassword'] }),
  })
  const elsewhere = model.variants.flatMap(({ complains }) => complains?.elsewhere ?? [])
  const variants = model.variants.flatMap((each) => (operator === undefined ? [each] : [each, ...aboutElsewhere(each)]))
  const units = model.units.filter(
    ({ id, role }) => operator !== undefined || (role !== 'operator' && elsewhere.every(({ unit }) => unit !== id)),
  )
  const isAtHall = ({ steps }: View) => steps.some((each) => model.units.find(({ id }) => id === each.unit)?.role === 'operator')
  const views = (all: readonly View[]) => (operator === undefined ? all.filter((view) => !isAtHall(view)) : all)
  const variant = (each: Variant): Variant => ({
    ...each,
    views: views(each.views).map((view) => ({ ...view, ...(isAtHall(view) && { offered: each.offered }), steps: view.steps.map(step) })),
    procedure: { ...each.procedure, steps: each.procedure.steps.map(step) },
  })
  const unit = (each: Unit): Unit =>
    each.role === 'operator' && operator !== undefined
      ? operator
      : each.kind === 'outside'
        ? {
            ...each,
            id: idOf(each.id),
            name: elsewhere.some(({ unit }) => unit === each.id)
              ? each.name
              : (higherBody ?? inAll((language) => `${each.name[language]}: ${authority.name[language]}`)),
          }
        : each
  const cited = [model, act].map(({ id, act: { title, number, adoptedOn }, items }): CitedLaw => ({
    id,
    name: title,
    number,
    on: adoptedOn,
    items,
  }))
  const laws = [...model.laws, ...act.laws, ...cited].filter(({ id }, place, all) => all.findIndex((each) => each.id === id) === place)
  const id = complaintIdOf(act.id)
  return editionOf({
    ...model,
    id,
    laws,
    authority,
    applicants,
    host,
    service,
    units: units.map(unit),
    variants: variants.map(variant),
    ...(model.notices && { notices: model.notices.map((notice) => ({ ...notice, variants: variants.map((each) => each.id) })) }),
  })
}

/** The same complaint about the organisation that takes applications: its unit does the steps of the body, and the form asks no more what it is about. */
function aboutElsewhere(of: Variant): readonly Variant[] {
  const { complains, form } = of
  const { elsewhere, ...said } = complains ?? {}
  if (complains === undefined || elsewhere === undefined) return []
  const { id, name, summary, unit, inPlaceOf, without, source } = elsewhere
  const steps = of.procedure.steps.map((step) => (step.unit === inPlaceOf ? { ...step, unit } : step))
  const sections = form.sections.map((section) => ({ ...section, fields: section.fields.filter((field) => !without.includes(field.id)) }))
  return [
    {
      ...of,
      id,
      name,
      summary,
      form: { ...form, sections },
      procedure: { ...of.procedure, steps },
      complains: { ...(said as typeof complains), of: [{ what: 'counter', does: 'orders', source }] },
    },
  ]
}
