import { describe, expect, test } from 'vitest'
import { projection, emptyCase } from '../index.ts'
import { KITE_APPLICANT, KITE_STAFF, kiteOpening } from '../testing.ts'
import { BASIS, byOrder, Drive, OFFICE_OPENING, REFUSE, STEPS } from './driver.ts'

describe('what the authority opens by itself', () => {
  const codeOf = (basis = BASIS, actor: Parameters<Drive['code']>[1] = KITE_STAFF.head) =>
    new Drive().code({ kind: 'open', opening: OFFICE_OPENING, basis }, actor)

  test('is opened by the role that the package names, on grounds of its list, with what was seen', () => {
    const drive = new Drive().openByOffice()
    expect(drive.events[0]).toMatchObject({ kind: 'proceedingsOpened', basis: BASIS, source: { item: '12' }, actor: KITE_STAFF.head })
    expect(drive.state).toMatchObject({ status: 'open', basis: BASIS, opening: { signatureSha256: null } })
    expect(codeOf(BASIS, KITE_STAFF.clerk)).toBe('not-your-role')
    expect(codeOf(BASIS, { ...KITE_STAFF.head, authority: 'harbour' })).toBe('not-your-authority')
    expect(codeOf(BASIS, KITE_APPLICANT)).toBe('not-staff')
    expect(codeOf({ ...BASIS, groundIds: [] })).toBe('proceedings-without-ground')
    expect(codeOf({ ...BASIS, groundIds: ['windy'] })).toBe('grounds-unknown')
    expect(codeOf({ ...BASIS, reason: ' \n' })).toBe('proceedings-without-reason')
  })

  test('may be opened by an order, on its days', () => {
    const deputy = { ...KITE_STAFF.head, id: 'hilda' }
    expect(codeOf(BASIS, { ...deputy, onBehalfOf: byOrder(KITE_STAFF.head) })).toContain('proceedingsOpened')
    expect(codeOf(BASIS, { ...deputy, onBehalfOf: byOrder(KITE_STAFF.head, { until: '2025-03-02', from: '2025-03-01' }) })).toBe(
      'order-not-in-force',
    )
  })

  test('is no request: neither is the other', () => {
    expect(() => new Drive().code({ kind: 'open', opening: OFFICE_OPENING }, KITE_STAFF.head)).toThrow('as its package says')
    expect(() => new Drive().code({ kind: 'open', opening: kiteOpening(), basis: BASIS }, KITE_STAFF.head)).toThrow('as its package says')
  })

  test('informs whom it is about that it began and that it was decided, and never that a request was refused', () => {
    const drive = new Drive().openByOffice()
    const noticesSince = (before = emptyCase, place = 0) =>
      projection(before, drive.events.slice(place), drive.state)
        .notices.filter(({ to }) => to === 'applicant')
        .map(({ kind }) => kind)
    expect(noticesSince()).toEqual(['proceedingsOpened'])
    for (const step of [STEPS.accept, STEPS.assign]) step(drive)
    STEPS.examine(drive, REFUSE)
    STEPS.approve(drive)
    STEPS.conclude(drive, REFUSE)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    const [before, place] = [drive.state, drive.events.length]
    STEPS.handOver(drive)
    expect(noticesSince(before, place)).toEqual(['proceedingsDecided'])
  })
})
