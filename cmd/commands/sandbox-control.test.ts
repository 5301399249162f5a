import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeInstallation, ruqsat, type SmallInstallation } from './testing.ts'

let made: SmallInstallation
beforeAll(async () => {
  made = await makeInstallation()
}, 120_000)
afterAll(() => made?.remove())

const run = (...words: string[]) => ruqsat(['sandbox', ...words], made.environment)

test('neighbours fail by a word, by a script of the house or of one’s own, and are mended by one', async () => {
  const set = await run('faults', 'bank=slow:40s', 'registers=losing')
  expect(set).toMatchObject({ code: 0, err: '' })
  expect(set.out).toMatch(/bank +slow by 40 s\n[^]*registers +losing/)
  const own = join(made.state, 'mine.yaml')
  await writeFile(own, 'name: mine\nfaults: [{ neighbour: crl, mode: down, for: 2h }]')
  expect((await run('faults', '--script', own)).out).toMatch(/crl +down \(planned\)/)
  expect((await run('faults', '--script', 'bad-week')).out.match(/^planned: /gm)!.length).toBeGreaterThan(10)
  expect((await run('faults', '--clear')).out).not.toMatch(/planned|slow|losing/)
  for (const wrong of ['moon=down', 'bank', 'bank=refusing', 'bank=down:4s', 'bank=slow:long'])
    expect(await run('faults', wrong)).toMatchObject({ code: 64, err: expect.stringContaining(wrong.split('=')[0]!) })
  expect(await run('faults', '--script', '/nowhere.yaml')).toMatchObject({ code: 70, err: expect.stringContaining('/nowhere.yaml') })
})

test('legal time goes forward by hours and by working days of the authority, never back', async () => {
  // 2026-03-02 is a Monday; 9 March is a day off for the holiday of the 8th.
  expect((await run('time')).out).toContain('2026-03-02')
  expect((await run('time', '+4h')).out).toContain('2026-03-02T09:')
  expect((await run('time', '+5wd')).out).toContain('2026-03-10, 14:')
  expect(await run('time', '2026-03-01T05:00:00.000Z')).toMatchObject({ code: 1, err: expect.stringMatching(/forward|back/i) })
  expect(await run('time', '+0h')).toMatchObject({ code: 64 })
  expect(await run('time', 'tomorrow')).toMatchObject({ code: 64 })
})
