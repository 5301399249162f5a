import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { confirmationOf, usableSource } from '@ruqsat/law'
import { expect, test } from 'vitest'
import { openRegulations, readConfirmations } from './index.ts'

const { editions } = await openRegulations(new URL('../../regulations/', import.meta.url))
const regulations = editions.map(({ regulation }) => regulation)
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-confirmations-'))

let files = 0
function fileOf(text: string): string {
  const file = join(folder, `${++files}.yaml`)
  writeFileSync(file, text)
  return file
}
const entry = (ground: string) => `confirmations:
  - by: { kk: Орган, ru: Орган, en: Department }
    on: '2026-12-01'
    grounds:
      - { regulation: grain, ground: ${ground}, source: { act: permits-law, item: '32(1) 5)' } }
`

test('a ground that its package only assumes may be used once a department confirms it: who, when, by which place', async () => {
  const grain = regulations.find(({ id }) => id === 'grain')!
  const grounds = grain.variants.find(({ id }) => id === 'issue')!.grounds
  const ban = grounds.find(({ id }) => id === 'courtBan')!
  expect(usableSource(grain, ban, [])).toBeNull()
  const confirmations = await readConfirmations(fileOf(entry('courtBan')), regulations)
  expect(usableSource(grain, ban, confirmations)).toEqual({ act: 'permits-law', item: '32(1) 5)', certainty: 'found' })
  expect(confirmationOf(grain, 'courtBan', confirmations)).toMatchObject({ by: { en: 'Department' }, on: '2026-12-01' })
  expect(
    usableSource(
      grain,
      grounds.find(({ id }) => id === 'requirementsNotMet')!,
      [],
    ),
  ).toMatchObject({ certainty: 'stated' })
})

test('a file that confirms nothing by mistake is refused, with the place', async () => {
  await expect(readConfirmations(fileOf(entry('courtBann')), regulations)).rejects.toThrow('grain courtBann')
  const elsewhere = entry('courtBan').replace("permits-law, item: '32(1) 5)'", "grain, item: '5 55)', variant: issue")
  await expect(readConfirmations(fileOf(elsewhere), regulations)).rejects.toThrow('grain courtBan (grain 5, issue, 55))')
  const misformed = entry('courtBan').replace("'32(1) 5)'", "'32, 1, 5)'")
  await expect(readConfirmations(fileOf(misformed), regulations)).rejects.toThrow('[wrong-value]: expected a number such as')
  await expect(readConfirmations(fileOf(entry('courtBan').replace('2026-12-01', 'soon')), regulations)).rejects.toThrow(
    /:3:9 \[wrong-value\]: expected a day as YYYY-MM-DD/,
  )
  await expect(readConfirmations(fileOf(entry('courtBan').replace('ru: Орган, ', '')), regulations)).rejects.toThrow(
    /:2:9 \[missing-key\]: expected ru/,
  )
  await expect(readConfirmations(fileOf('confirmations: 5'), regulations)).rejects.toThrow(/:1:16 \[wrong-type\]: expected a list/)
})

test('the sandbox confirms every ground that an offered variant only assumes', async () => {
  const confirmations = await readConfirmations(
    fileURLToPath(new URL('../../sandbox/confirmed-grounds.yaml', import.meta.url)),
    regulations,
  )
  for (const regulation of regulations)
    for (const variant of regulation.variants.filter(({ offered }) => offered))
      for (const ground of variant.grounds)
        expect(usableSource(regulation, ground, confirmations), `${regulation.id} ${ground.id}`).not.toBeNull()
})
