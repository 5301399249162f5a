import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkoutFolder } from '@ruqsat/installation'
import { expect, test } from 'vitest'

test.each([
  ['call each other', ''],
  ['only have types of each other', 'type '],
])('files of one room that import each other in a circle are rejected, where they %s too', (_, type) => {
  const root = checkoutFolder()
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-lint-'))
  try {
    writeFileSync(join(folder, 'one.ts'), `import ${type}{ Two } from './two.ts'\nexport class One { two: Two | null = null }\n`)
    writeFileSync(join(folder, 'two.ts'), `import ${type}{ One } from './one.ts'\nexport class Two { one: One | null = null }\n`)
    const result = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['-c', join(root, '.oxlintrc.json'), folder], { encoding: 'utf8' })
    expect(result.stdout).toContain('no-cycle')
    expect(result.status).not.toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
