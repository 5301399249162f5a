import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkoutFolder } from '@ruqsat/installation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coverageOfIds, gapsOf } from './coverage-ids.ts'

let root = ''
beforeAll(async () => {
  const base = await mkdtemp(join(tmpdir(), 'ruqsat-ids-'))
  root = join(base, 'checkout')
  await mkdir(join(root, 'docs'), { recursive: true })
  await mkdir(join(base, 'shared'))
  await cp(join(checkoutFolder(), 'regulations'), join(root, 'regulations'), { recursive: true })
  await writeFile(join(root, 'one.test.ts'), "test('the first step', () => undefined)")
  await writeFile(join(base, 'shared', 'REQUIREMENTS.md'), '| `X-FORM` | … |\n| `X-LOST` | … |\n| `A3` | … |\n')
})
afterAll(() => rm(join(root, '..'), { recursive: true, force: true }))

const ROW = '{ test: one.test.ts, name: the first step }'

test('each step of an executed act is shown by a test, or it is said why not', async () => {
  await writeFile(
    join(root, 'docs/requirements.yaml'),
    `rows:
  - { ids: [A3, P-GI1..2], acts: [grain], shown: [${ROW}], languages: [kk] }
  - { ids: [X-FORM], shown: [${ROW}], wire: true }
  - { ids: [V1], missing: not offered }
`,
  )
  const { covered, faults } = await coverageOfIds(root)
  const of = (id: string) => covered.find((each) => each.id === id)
  for (const id of ['grain A3', 'grain P-GI1', 'grain P-GI2'])
    expect(of(id)).toMatchObject({ tests: ['one.test.ts'], languages: ['kk'], missing: null })
  expect(of('X-FORM')).toMatchObject({ languages: ['kk', 'ru', 'en'] })
  expect(of('vessel V1')).toMatchObject({ tests: [], missing: 'not offered' })
  for (const id of ['grain P-GI3', 'cotton A3']) expect(of(id)).toMatchObject({ missing: 'no row of the table names it' })
  expect(faults).toEqual([expect.stringContaining("'X-LOST'")])
  const gaps = gapsOf(covered)
  expect(gaps).toContain('vessel V1 is shown by no test: not offered')
  expect(gaps).toContain('grain A3 is shown by no test in ru, en')
  expect(gaps.filter((gap) => gap.startsWith('X-FORM'))).toEqual([])
})

test('a table that names what is not there is at fault', async () => {
  await writeFile(
    join(root, 'docs/requirements.yaml'),
    `rows:
  - { ids: [A3], acts: [bees], shown: [{ test: gone.test.ts, name: a }, { test: one.test.ts, name: the second step }], languages: [de] }
  - { ids: [X-LOST] }
`,
  )
  const { faults } = await coverageOfIds(root)
  for (const word of ["'bees'", 'gone.test.ts', "'the second step'", "'de'", 'X-LOST: Expected either'])
    expect(faults.join('\n')).toContain(word)
})
