// Every act that this house offers is one that a person can really be granted: each offered portal variant once, by people and by a firm.
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grownUp } from '../cells/support/portal.ts'
import { openSandbox, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry } from './support/grant.ts'

const { editions } = await openActs()
const offered = editions.flatMap(({ regulation }) =>
  regulation.variants
    .filter((variant) => variant.offered && variant.views.some((view) => view.id === 'portal' && view.offered))
    .map((variant) => ({ regulation, id: regulation.id, variant: variant.id, answers: grownUp(variant) })),
)
/** One after the other: an individual and the head of a firm. */
const PEOPLE = { individual: 'aigerim', legalEntity: 'marat' } as const

describe('each offered variant', () => {
  let house: RunningHouse
  let sandbox: Sandbox
  beforeAll(async () => {
    house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off' } })
    sandbox = await openSandbox(house.origin)
  })
  afterAll(() => house?.stop())

  test.each(offered.map((each, place) => ({ ...each, place })))(
    '$id $variant is granted',
    async ({ regulation, variant, answers, place }) => {
      const kinds = regulation.applicants.map(({ kind }) => kind)
      const personId = PEOPLE[kinds[place % kinds.length]!]
      const came = await carry(house, sandbox, { regulation, variant, personId, answers })
      expect(came.steps.map(({ action }) => action)).toContain('signResult')
      expect(came.verified).toMatch(/valid/i)
    },
  )
})
