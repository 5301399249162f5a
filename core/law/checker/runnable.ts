// What could not be run although every word and reference is right: an office that is never open, money that is taken where no
// registration counts it. Such a package would take the fee and then fail, so the loader refuses it.
import type { Regulation, Step, Variant, View } from '../package/model.ts'
import { isElectronic } from '../package/systems.ts'
import { graphOf, reach } from '../tables/paths.ts'
import { firstDraftStep, registeringStep } from '../package/walk.ts'
import { problem, problemIf, type Problem } from './problem.ts'
import texts from '../texts.yaml'

/** Opening hours that leave the office open, each day of the week once. */
export function hoursProblems({ authority }: Regulation): readonly Problem[] {
  const { days } = authority.officeHours
  const before = (place: number) => days.slice(0, place).flatMap(({ weekdays }) => weekdays)
  return days.flatMap((day, place) => {
    const edges = [day.opens, ...day.breaks.flatMap(({ from, to }) => [from, to]), day.closes]
    const isRising = edges.every((edge, at) => at === 0 || edge > edges[at - 1]!)
    return [
      ...problemIf(!isRising, 'hours-impossible', day, 'opens', texts.runnable.rising, edges.join(' → ')),
      ...day.weekdays.flatMap((weekday, at) =>
        problemIf(
          before(place).includes(weekday) || day.weekdays.indexOf(weekday) < at,
          ...(['duplicate-id', day, 'weekdays', texts.runnable.once, String(weekday)] as const),
        ),
      ),
    ]
  })
}

/** Each offered channel comes to its registration; an electronic one takes the fee before it, and only a checked payment leads there. */
export function registrationProblems({ fee, offered, views }: Variant, regulation: Regulation): readonly Problem[] {
  return views
    .filter((view) => offered && view.offered)
    .flatMap((view) => {
      const first = isElectronic(view, regulation) ? firstDraftStep(view) : view.steps[0]!
      const registrations = reachable(view, first.id, () => true).filter((step) => step === registeringStep(view))
      return [
        ...problemIf(registrations.length === 0, 'registration-not-reached', view, 'steps', texts.runnable.reached, first.id),
        ...(fee !== null && isElectronic(view, regulation) ? paymentProblems(view, first, registrations) : []),
      ]
    })
}

/** A registration that is reached although no payment was found to be made is one that the host refuses: the fee would be missing. */
function paymentProblems(view: View, first: Step, registrations: readonly Step[]): readonly Problem[] {
  const unpaid = reachable(view, first.id, (step, when) => step.action !== 'checkPayment' || when !== 'yes')
  const unasked = reachable(view, first.id, (step) => step.action !== 'pay')
  const checks = unasked.filter(({ action }) => action === 'checkPayment')
  return [
    ...registrations
      .filter((step) => unpaid.includes(step))
      .map((step) => problem('payment-not-checked', step, 'id', texts.runnable.checked, step.id)),
    ...checks.map((step) => problem('payment-not-asked', step, 'id', texts.runnable.asked, step.id)),
  ]
}

/** The steps that a person can come to from this one over the rows that are let through. */
function reachable({ steps }: View, from: string, lets: (step: Step, when: string | undefined) => boolean): readonly Step[] {
  const { byId } = graphOf(steps)
  const onward = (id: string) => {
    const step = byId.get(id)
    return step === undefined ? [] : step.next.filter(({ when }) => lets(step, when)).map(({ to }) => to)
  }
  return [...reach([from], onward).keys()].flatMap((id) => byId.get(id) ?? [])
}
