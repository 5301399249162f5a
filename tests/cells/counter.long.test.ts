// Every cell of the counter (act and variant), granted and refused on each ground of its list; what acts on a licence acts on the one that the
// same firm was given just before.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carryFromCounter, counterCells, paperOf } from './support/cells.ts'

const branches = counterCells.flatMap((cell) => cell.whole.grounds.map(({ id: ground }) => ({ ...cell, ground })))

describe('every cell of the counter', () => {
  let house: RunningHouse
  let sandbox: Sandbox
  const held = new Map<string, string>()
  beforeAll(async () => {
    house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off' } })
    sandbox = await openSandbox(house.origin)
  })
  afterAll(() => house?.stop())

  test.each(counterCells)('$id $variant is granted', async (cell) => {
    const ended = await carryFromCounter(house, sandbox, cell, paperOf(sandbox, cell, held.get(cell.id)))
    expect(ended.verified).toMatch(/valid/i)
    expect(ended.given).toMatch(/^KZ/)
    if (cell.whole.results.grant.does === 'duplicates') expect(ended.given).toBe(held.get(cell.id))
    held.set(cell.id, ended.given!)
  })

  test.each(branches)('$id $variant is refused: $ground', async (cell) => {
    const ended = await carryFromCounter(house, sandbox, cell, paperOf(sandbox, cell, held.get(cell.id)), {
      decision: 'refuse',
      ground: cell.ground,
    })
    expect(ended.verified).toMatch(/valid/i)
    expect(ended.receipt).toContain(ended.number)
    // The number of the result; that of the form may be on the page of the case.
    expect(ended.receipt).not.toMatch(/KZ\d{2}[A-Z]{3}\d{8}/)
  })
})
