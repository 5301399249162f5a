// What could not be run although every word and reference is right: an office that is never open, money that is taken where no
// registration counts it. Such a package would take the fee and then fail, so the loader refuses it.
import type { LocalText } from '@ruqsat/foundation'
import { NO_AUTHORITY } from '../package/stand-ins.ts'
import type { Regulation, Step, Variant, View } from '../package/model.ts'
import type { PackageErrorCode } from '../package/errors.ts'
import { graphOf } from '../tables/paths.ts'
import { firstDraftStep } from '../package/walk.ts'
import texts from '../texts.yaml'

export type Report = (code: PackageErrorCode, owner: object, key: string, expected: LocalText, found: LocalText | string) => void

export function checkHours({ authority }: Regulation, report: Report): void {
  if (authority === NO_AUTHORITY) return
  const seen = new Set<number>()
  for (const day of authority.officeHours.days) {
    const edges = [day.opens, ...day.breaks.flatMap(({ from, to }) => [from, to]), day.closes]
    if (edges.some((edge, place) => place > 0 && edge <= edges[place - 1]!))
      report('hours-impossible', day, 'opens', RISING, edges.join(' → '))
    for (const weekday of day.weekdays) {
      if (seen.has(weekday)) report('duplicate-id', day, 'weekdays', ONCE, String(weekday))
      seen.add(weekday)
    }
  }
}

const RISING = texts.runnable.rising
const ONCE = texts.runnable.once

/** Each offered channel comes to its registration; the portal's takes the fee before it, and only a checked payment leads there. */
export function checkRegistration(variant: Variant, report: Report): void {
  for (const view of variant.offered ? variant.views : []) {
    if (!view.offered) continue
    const first = view.id === 'portal' ? firstDraftStep(view) : view.steps[0]!
    const registrations = reachable(view, first.id, () => true).filter(({ action }) => action === 'registerRequest')
    if (registrations.length === 0) report('registration-not-reached', view, 'steps', REACHED, first.id)
    if (variant.fee !== null && view.id === 'portal') checkPaid(view, first, registrations, report)
  }
}

/** A registration that is reached although no payment was found to be made is one that the host refuses: the fee would be missing. */
function checkPaid(view: View, first: Step, registrations: readonly Step[], report: Report): void {
  const isPaidRow = (step: Step, when: string | undefined) => step.action === 'checkPayment' && when === 'yes'
  const unpaid = reachable(view, first.id, (step, when) => !isPaidRow(step, when))
  for (const step of registrations) if (unpaid.includes(step)) report('payment-not-checked', step, 'id', CHECKED, step.id)
  const unasked = reachable(view, first.id, (step) => step.action !== 'pay')
  for (const step of view.steps)
    if (step.action === 'checkPayment' && unasked.includes(step)) report('payment-not-asked', step, 'id', ASKED, step.id)
}

/** The steps that a person can come to from this one over the rows that are let through. */
function reachable(view: View, from: string, lets: (step: Step, when: string | undefined) => boolean): readonly Step[] {
  const { byId } = graphOf(view.steps)
  const met = new Set([from])
  for (const id of met) for (const row of byId.get(id)?.next ?? []) if (lets(byId.get(id)!, row.when) && byId.has(row.to)) met.add(row.to)
  return [...met].flatMap((id) => byId.get(id) ?? [])
}

const REACHED = texts.runnable.reached
const CHECKED = texts.runnable.checked
const ASKED = texts.runnable.asked
