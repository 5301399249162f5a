import { inAll, type LocalText } from '@ruqsat/foundation'
import type { ApplicantKind, Regulation, StaffRole, Step, Variant, View } from './model.ts'

/** What the package calls a system by its unit for it, else as it is declared; an id that nobody declared is given back. */
export function systemName(id: string, { units, systems = [] }: Pick<Regulation, 'units' | 'systems'>): LocalText {
  const unit = units.find((each) => each.kind === 'system' && each.system === id)
  return unit?.name ?? systems.find((each) => each.id === id)?.name ?? inAll(() => id)
}

/** Whether people apply through this channel by themselves on a screen, and not with an employee at a counter. */
export function isElectronic({ id }: Pick<View, 'id'>, { channels = [] }: Pick<Regulation, 'channels'>): boolean {
  return channels.some((each) => each.id === id && each.kind === 'electronic')
}

/** What the act calls this channel of the variant; its id where the edition has no such table any more. */
export function channelName({ views }: Pick<Variant, 'views'>, id: string): LocalText {
  return views.find((view) => view.id === id)?.name ?? inAll(() => id)
}

/** Whether people come to an employee, who enters what they bring. */
export function isAtCounter({ id }: Pick<View, 'id'>, { channels = [] }: Pick<Regulation, 'channels'>): boolean {
  return channels.some((each) => each.id === id && each.kind === 'counter')
}

/**
 * Who of the provider sits at this counter: the role of the unit of its `fill` row. Where that is the provider as a whole, the role that takes
 * requests in by the procedure. Null where it is nobody of the provider.
 */
export function counterRole(view: View, variant: Variant, regulation: Pick<Regulation, 'units'>): StaffRole | null {
  const seat = counterSeat(view, variant, regulation)
  return seat?.of === 'provider' ? seat.role : null
}

/** Who sits at this counter: the provider's own, or somebody of an organisation outside it who takes requests in. Null: the table names nobody. */
export function counterSeat(
  view: View,
  { procedure }: Variant,
  { units }: Pick<Regulation, 'units'>,
): { readonly of: 'provider' | 'outside'; readonly role: StaffRole } | null {
  const unitOf = (step: Step | undefined) => units.find(({ id }) => id === step?.unit)
  const unit = unitOf(view.steps.find(({ action }) => action === 'fill'))
  if (unit?.kind === 'outside') return unit.role === 'operator' ? { of: 'outside', role: unit.role } : null
  const role = unit?.kind === 'provider' ? (unit.role ?? unitOf(procedure.steps[0])?.role ?? null) : null
  return role === null ? null : { of: 'provider', role }
}

/** Of the systems that a step asks: what each of them is asked about somebody of this kind; one that knows nobody of the kind is not asked. */
export function askedAtCounter(
  { asks = [] }: Pick<Step, 'asks'>,
  applicant: ApplicantKind,
  { systems = [] }: Pick<Regulation, 'systems'>,
): { readonly known: readonly { readonly system: string; readonly by: 'iin' | 'bin' }[]; readonly powers: readonly string[] } {
  const asked = systems.filter(({ id }) => asks.includes(id))
  return {
    known: asked.flatMap(({ id, register }) => (register?.of === applicant ? [{ system: id, by: register.by }] : [])),
    powers: asked.filter(({ holds }) => holds === 'powersOfAttorney').map(({ id }) => id),
  }
}

/** Whether nobody applies through this channel: the authority opens the case by itself. */
export function isOfOffice({ id }: Pick<View, 'id'>, { channels = [] }: Pick<Regulation, 'channels'>): boolean {
  return channels.some((each) => each.id === id && each.kind === 'office')
}

/** How the authority opens a case of this variant by itself: the table of its channel, and the row that says who does. Null: it does not. */
export function officeOpening(
  variant: Variant,
  regulation: Pick<Regulation, 'channels'>,
): { readonly view: View; readonly opens: Step } | null {
  const view = variant.views.find((each) => isOfOffice(each, regulation))
  const opens = view?.steps.find(({ action }) => action === 'fill')
  return variant.proceedings === undefined || view === undefined || opens === undefined ? null : { view, opens }
}
