import type { Submission } from '@ruqsat/caseflow/host'
import { KITE_EDITION as edition } from '@ruqsat/engine/testing'
import { isRefusal } from '@ruqsat/foundation'
import type { Offer } from '@ruqsat/law'
import { expect, test } from 'vitest'
import { offeredService } from './submission.ts'

const at = (hour: number) => `2025-03-03T${String(hour).padStart(2, '0')}:00:00.000Z`
const [variant] = edition.regulation.variants
const view = variant!.views.find(({ offered }) => offered)!
const { kind } = edition.regulation.applicants[0]!
const sent = {
  regulation: edition.regulation.id,
  editionHash: edition.hash,
  variant: variant!.id,
  view: view.id,
  party: { kind },
} as Submission
const whole: Offer = { regulation: edition.regulation.id, edition: edition.hash, from: null, to: null }
const closed = { ...whole, closed: [{ variant: variant!.id, view: view.id, from: at(10), to: at(20) }] }

const answered = (offer: Offer, now: number, readySince: number) => {
  const service = offeredService(sent, edition, [offer], { now: at(now), readySince: at(readySince) })
  return isRefusal(service) ? service.code : service.view
}

test('what was closed takes no request that was made ready since, and is whole for the one that was ready before', () => {
  expect(answered(closed, 9, 9)).toBe(view)
  expect(answered(closed, 11, 11)).toBe('licensing.service-closed')
  expect(answered(closed, 11, 9)).toBe(view)
  expect(answered(closed, 21, 12)).toBe(view)
  expect(answered({ ...whole, to: at(10) }, 11, 9)).toBe(view)
  expect(answered({ ...whole, to: at(10) }, 11, 11)).toBe('licensing.service-not-offered')
})

test('where another edition is on offer now, a request of the earlier one is never taken', () => {
  const next: Offer = { ...whole, edition: 'f'.repeat(64), from: at(10) }
  const service = offeredService(sent, edition, [{ ...whole, to: at(10) }, next], { now: at(11), readySince: at(9) })
  expect(service).toMatchObject({ code: 'licensing.service-not-offered' })
})
