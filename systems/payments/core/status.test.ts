import { describe, expect, it } from 'vitest'
import { ORDER_STATUSES } from '../contract.ts'
import texts from '../texts.yaml'
import { nextStatus, ORDER_ACTIONS } from './status.ts'

describe('the table of an order', () => {
  const cells = ORDER_STATUSES.flatMap((status) => ORDER_ACTIONS.map((action) => ({ status, action, cell: nextStatus(status, action) })))

  it('knows every status and every action', () => {
    expect(cells).toHaveLength(ORDER_STATUSES.length * ORDER_ACTIONS.length)
    for (const { cell } of cells) {
      if ('refused' in cell) expect(texts.refusals.page).toHaveProperty([cell.refused])
      else expect(ORDER_STATUSES).toContain(cell.to)
    }
  })

  it('takes money from every status, and only a refund undoes it, for good', () => {
    for (const { status, action, cell } of cells) {
      if (action === 'bankPaid') expect(cell).toEqual({ to: status === 'refunded' ? 'refunded' : 'paid' })
      if (action === 'refund') expect(cell).toEqual({ to: 'refunded' })
      if (status === 'paid' && action !== 'refund') expect('refused' in cell || cell.to === 'paid').toBe(true)
      if (status === 'refunded') expect('refused' in cell || cell.to === 'refunded').toBe(true)
    }
  })

  it('is never refused to the bank, only to the payer', () => {
    for (const { action, cell } of cells) if ('refused' in cell) expect(['goToBank', 'abandon']).toContain(action)
  })

  it('never calls silence "not paid"', () => {
    for (const { status, action, cell } of cells)
      if (action === 'bankSilent' && status !== 'paid' && status !== 'refunded') expect(cell).toEqual({ to: 'unknown' })
  })

  it('sends nobody to the bank a second time while the outcome is unknown', () => {
    expect(nextStatus('unknown', 'goToBank')).toEqual({ refused: 'order-outcome-unknown' })
  })
})
