import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkoutFolder } from '@ruqsat/installation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { staleFiles, writeGenerated } from './generated.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ruqsat-generated-'))
  for (const path of ['package.json', 'package-lock.json', 'regulations', 'glossary/terms.yaml'])
    await cp(join(checkoutFolder(), path), join(root, path), { recursive: true })
  await writeGenerated(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('a change of a package without its report is a complaint, and so is the report of an act that is gone', async () => {
  expect(await staleFiles(root)).toEqual([])
  const findings = join(root, 'regulations/2014-aktobe-120-grain/findings.yaml')
  await writeFile(findings, (await readFile(findings, 'utf8')).replace(/(reason: \{ kk: ')/, '$1Қысқасы: '))
  await writeFile(join(root, 'regulations/reports/1999-nowhere-1-none.txt'), '')
  expect(await staleFiles(root)).toEqual([
    expect.stringMatching(/^regulations\/reports\/2014-aktobe-120-grain\.txt:1: is not up to date; run `npx ruqsat tidy --write`/),
    expect.stringMatching(/^regulations\/reports\/1999-nowhere-1-none\.txt:1: is the report of an act that is not here; delete it/),
  ])
})
