// The provider's desk: from paper to a licence that is handed over, and the branches of its table. One cell of an act that asks about powers of
// attorney; every cell is in the long file, and one of each act through the portal in portal.test.ts.
import { LANGUAGES } from '@ruqsat/foundation'
import { stepWithAction } from '@ruqsat/law'
import { SAMPLE_BIN } from '@ruqsat/scenarios'
import { describe, expect, test } from 'vitest'
import { signOn } from '../driver/index.ts'
import { missingBrowser } from '../journey/support/browser.ts'
import { watchedHouse } from './support/screen.ts'
import { deskIds } from '../next-act/support/grant.ts'
import { carryFromCounter, counterCells, paperOf } from './support/cells.ts'
import { ask, atCounter, attachPapers, fillEntry, signEntry, typeReceipt } from './support/counter.ts'

const one = counterCells.filter(({ id }, place, all) => all.findIndex((each) => each.id === id) === place)
/** Of an act whose table asks about powers of attorney. */
const withPowers = one.find(({ view }) => stepWithAction(view.steps, 'askRegisters')?.asks?.includes('IS-NOTARY') === true)!

describe.skipIf(missingBrowser() !== null)('at the counter', () => {
  const watched = watchedHouse()

  test.each([withPowers])('$id $variant: from paper to the licence that is handed over, in a browser', async (cell) => {
    const { house, sandbox, screens } = watched()
    const language = LANGUAGES[one.indexOf(cell) % LANGUAGES.length]!
    const browserOf = screens.each({ width: 1280, language })
    const ended = await carryFromCounter(house, sandbox, cell, paperOf(sandbox, cell), { browserOf })
    expect(ended.actions.at(-1)).toBe('handOver')
    expect(ended.verified).toMatch(/valid/i)
    expect(ended.receipt).toContain(ended.number)
    expect(ended.receipt).toContain('045678901')
  })

  test('no page had anything to complain of', () => expect(watched().screens.inspector.problems).toEqual([]))

  test('a register that has no such number is the table’s own notice; one that does not answer refuses nothing', async () => {
    const { sandbox } = watched()
    const cell = one[0]!
    const paper = paperOf(sandbox, cell)
    const { official, page } = await atCounter(sandbox, deskIds(sandbox, cell.regulation), paper)
    const filled = await fillEntry(page, paper)
    await sandbox.setSwitch('registers', 'down')
    const waiting = await ask(filled, 'ask')
    await sandbox.setSwitch('registers', 'ok')
    expect(waiting.status).toBe(503)
    expect((await ask(waiting, 'ask')).forms.some((form) => form.value('do') === 'papers')).toBe(true)
    const again = await official.open('/kk/work/counter')
    const unknown = await ask(await fillEntry(again, { ...paper, answers: { ...paper.answers, bin: SAMPLE_BIN } }), 'ask')
    expect(unknown.text).toContain(stepWithAction(cell.view.steps, 'noticeNoData')!.name.kk)
    expect(unknown.forms.some((form) => form.value('do') === 'papers')).toBe(false)
    official.close()
  })

  test.each([
    ['NP-1001', null],
    ['NP-1002', /бұл өтініш берушіден берілмеген/],
    ['NP-1003', /күші жойылған/],
    ['NP-1004', /қолданыста емес/],
    ['NP-9', /нотариаттық жүйеде жоқ/],
  ] as const)('a representative comes with the power of attorney %s', async (power, refused) => {
    const { sandbox } = watched()
    const daulet = sandbox.persona('daulet')
    const paper = { ...paperOf(sandbox, withPowers), representative: { iin: daulet.iin, name: daulet.name, power } }
    const { official, page } = await atCounter(sandbox, deskIds(sandbox, withPowers.regulation), paper)
    const asked = await ask(await fillEntry(page, paper), 'ask')
    if (refused !== null) expect(asked.text).toMatch(refused)
    expect(asked.forms.some((form) => form.value('do') === 'papers')).toBe(refused === null)
    if (refused === null) expect((await attachPapers(asked)).text).toContain(power)
    official.close()
  })

  test('the number of a bank’s receipt pays the fee at the counter, once; a number that the bank does not know is said so', async () => {
    const { sandbox } = watched()
    const cell = one.find(({ whole }) => whole.fee !== null)!
    const paper = paperOf(sandbox, cell)
    const number = await sandbox.payOverCounter({ sum: '900000', payer: 'Сынақ Төлеуші', purpose: 'Алым' })
    const { official, page } = await atCounter(sandbox, deskIds(sandbox, cell.regulation), paper)
    const papers = await ask(await fillEntry(page, paper), 'ask')
    const unknown = await typeReceipt(papers, 'DALA-7')
    expect(unknown.status).toBe(422)
    expect(unknown.text).toContain('төлемді қабылдамаған')
    const found = await typeReceipt(unknown, number.toLowerCase())
    expect(found.text).toContain('Сынақ Төлеуші')
    const paid = await ask(found, 'usePayment')
    expect(paid.text).toContain('Алым осы түбіртекпен төленді')
    const receipt = await signEntry(official, await attachPapers(paid))
    expect(receipt.links(/\/work\/cases\//)).not.toHaveLength(0)
    // The next person has a copy of it.
    const again = await ask(await fillEntry(await official.open('/kk/work/counter'), paper), 'ask')
    expect((await typeReceipt(again, number)).text).toContain('пайдаланылып қойған')
    official.close()
  })

  test('nothing is signed without the scans, and only by the employee who entered it', async () => {
    const { sandbox } = watched()
    const cell = one[0]!
    const paper = paperOf(sandbox, cell)
    const { official, page } = await atCounter(sandbox, deskIds(sandbox, cell.regulation), paper)
    const papers = await ask(await fillEntry(page, paper), 'ask')
    const early = await papers.forms.find((form) => form.value('do') === 'papers')!.submit()
    expect(early.status).toBe(422)
    const signing = await attachPapers(papers)
    const refused = await signOn(signing, await sandbox.key('marat'))
    expect(refused.status).toBe(422)
    expect((await signEntry(official, refused)).findLink(/\/work\/cases\//)).not.toBeNull()
    official.close()
  })
})
