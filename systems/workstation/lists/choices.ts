// What a list of this person can be narrowed to: only what may come to them.
import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Action, Regulation, Unit, Variant } from '@ruqsat/law'
import type { Visit } from '../http/visit.ts'
import texts from '../texts.yaml'

export type ListChoice<V extends string = string> = { readonly value: V; readonly text: LocalText }
export type ListChoices = { readonly services: readonly ListChoice[]; readonly actions: readonly ListChoice<Action>[] }

/** Of a head's authority everything; else what the roles of all capacities do. */
export function choicesOf({ work, staff, capacities }: Visit, isOfAll: boolean): ListChoices {
  const roles = new Set(capacities.map(({ post }) => post.role))
  const isTheirs = ({ authority, units }: Regulation, unitId: string) => {
    const unit = units.find(({ id }) => id === unitId)
    const isHere = authority.id === staff.authority || isOutside(unit, staff.authority)
    return unit !== undefined && isHere && (isOfAll || roles.has(unit.role as never))
  }
  const services = new Map<string, LocalText>()
  const actions = new Set<Action>()
  for (const { regulation } of work.deps.regulations.editions)
    for (const variant of regulation.variants)
      for (const { action } of variant.procedure.steps.filter((step) => isTheirs(regulation, step.unit))) {
        services.set(`${regulation.id}/${variant.id}`, serviceName(regulation, variant))
        if (action in texts.listPage.actions) actions.add(action)
      }
  return {
    services: [...services].map(([value, text]) => ({ value, text })),
    actions: [...actions].map((value) => ({ value, text: texts.listPage.actions[value as keyof typeof texts.listPage.actions] })),
  }
}

function isOutside(unit: Unit | undefined, authority: string): boolean {
  return unit?.kind === 'outside' && unit.id === authority
}

function serviceName({ service }: Regulation, { name }: Variant): LocalText {
  return inAll((language) => `${service[language]}, ${name[language]}`)
}
