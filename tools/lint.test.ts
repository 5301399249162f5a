import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkoutFolder } from '@ruqsat/installation'
import { expect, test } from 'vitest'

test('files of one room that import each other in a circle are rejected', () => {
  const root = checkoutFolder()
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-lint-'))
  try {
    writeFileSync(join(folder, 'one.ts'), "import { two } from './two.ts'\nexport const one = () => two()\n")
    writeFileSync(join(folder, 'two.ts'), "import { one } from './one.ts'\nexport const two = () => one()\n")
    const result = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['-c', join(root, '.oxlintrc.json'), folder], { encoding: 'utf8' })
    expect(result.stdout).toContain('no-cycle')
    expect(result.status).not.toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
