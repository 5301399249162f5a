import { describe, expect, it } from 'vitest'
import { ORDER_STATUSES } from '../contract.ts'
import texts from '../texts.yaml'
import { nextStatus, ORDER_ACTIONS, requireMove } from './status.ts'

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
      if (action === 'refund') expect(cell).toEqual({ to: ['paid', 'partlyPaid', 'refunded'].includes(status) ? 'refunded' : status })
      if (status === 'paid' && action !== 'refund') expect('refused' in cell || cell.to === 'paid').toBe(true)
      if (status === 'refunded') expect('refused' in cell || cell.to === 'refunded').toBe(true)
    }
  })

  it('is never refused to the bank, only to the payer', () => {
    for (const { action, cell } of cells) if ('refused' in cell) expect(['goToBank', 'abandon']).toContain(action)
  })

  it('never calls silence "not paid"', () => {
    for (const { status, action, cell } of cells)
      if (action === 'bankSilent' && status !== 'paid' && status !== 'refunded' && status !== 'partlyPaid')
        expect(cell).toEqual({ to: 'unknown' })
  })

  it('keeps what came in part, whatever else happens, until the rest comes or it goes back', () => {
    for (const { status, action, cell } of cells)
      if (status === 'partlyPaid' && action !== 'bankPaid' && action !== 'refund' && action !== 'returnParts')
        expect(cell).toEqual({ to: 'partlyPaid' })
  })

  it('makes of every other change a fault', () => {
    for (const from of ORDER_STATUSES)
      for (const to of ORDER_STATUSES) {
        const isLegal = from === to || cells.some(({ status, cell }) => status === from && 'to' in cell && cell.to === to)
        if (isLegal) expect(() => requireMove(from, to)).not.toThrow()
        else expect(() => requireMove(from, to), `${from} ${to}`).toThrow(`Expected an order that is ${from}`)
      }
    expect(() => requireMove('paid', 'created')).toThrow()
    expect(() => requireMove('refunded', 'paid')).toThrow()
  })

  it('sends nobody to the bank a second time while the outcome is unknown', () => {
    expect(nextStatus('unknown', 'goToBank')).toEqual({ refused: 'order-outcome-unknown' })
  })
})
