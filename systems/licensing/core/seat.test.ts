import type { Actor } from '@ruqsat/engine'
import { isAtCounter, type Edition } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { expect, test } from 'vitest'
import { seatFault } from './seat.ts'

const { editions } = await openActs()
type StaffOf = Extract<Actor, { readonly kind: 'staff' }>

/** The table of a counter at which the unit of this kind sits; of whatever act has one. */
function tableOf(kind: 'provider' | 'outside') {
  const found = editions.flatMap((edition: Edition) =>
    edition.regulation.variants.flatMap((variant) =>
      variant.views
        .filter((view) => isAtCounter(view, edition.regulation))
        .filter(({ steps }) => {
          const unit = steps.find(({ action }) => action === 'fill')?.unit
          return edition.regulation.units.some((each) => each.id === unit && each.kind === kind)
        })
        .map((view) => ({ edition, variant, view })),
    ),
  )
  return found[0]!
}

const codeOf = (...asked: Parameters<typeof seatFault>) => seatFault(...asked)?.code ?? null
const operator: StaffOf = { kind: 'staff', id: 'o', role: 'operator', authority: 'front-office' }

test('at a window of another organisation sits its own operator, and nobody of the provider', () => {
  const table = tableOf('outside')
  const clerk: StaffOf = { kind: 'staff', id: 'c', role: 'clerk', authority: table.edition.regulation.authority.id }
  expect(codeOf(table, operator, { operatorOf: 'front-office' })).toBeNull()
  expect(codeOf(table, operator, { operatorOf: 'another-office' })).toBe('not-your-authority')
  expect(codeOf(table, operator, {})).toBe('not-your-authority')
  expect(codeOf(table, { ...operator, role: 'clerk' }, { operatorOf: 'front-office' })).toBe('not-your-role')
  expect(codeOf(table, clerk, {})).toBe('not-your-authority')
})

test('at the provider’s desk sits the provider’s own, and no operator', () => {
  const table = tableOf('provider')
  const { id: authority } = table.edition.regulation.authority
  const roles = ['clerk', 'head', 'officer', 'interestedBody', 'operator'] as const
  const admitted = roles.filter((role) => codeOf(table, { ...operator, role, authority }, {}) === null)
  expect(admitted).toHaveLength(1)
  expect(codeOf(table, operator, { operatorOf: 'front-office' })).toBe('not-your-authority')
})

test('what came to no counter is registered at none', () => {
  const { edition, variant } = tableOf('provider')
  const view = variant.views.find((each) => !isAtCounter(each, edition.regulation))!
  expect(codeOf({ edition, variant, view }, operator, { operatorOf: 'front-office' })).toBe('licensing.service-not-offered')
})
