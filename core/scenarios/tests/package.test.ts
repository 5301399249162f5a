import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '@ruqsat/foundation'
import { formatPackageError } from '@ruqsat/law'
import { broken, GOOD } from '@ruqsat/law/testing'
import { loadPackage } from '../index.ts'

const BAD = join(import.meta.dirname, 'bad')
const names = readdirSync(BAD)
  .filter((name) => name.endsWith('.txt') && !name.endsWith('.expected.txt'))
  .map((name) => name.slice(0, -4))

// `npx vitest run --project unit core/scenarios -u` writes the expected messages again; review them as a diff.
describe('a package with a broken scenario is refused whole', () => {
  it.each(names)('%s', async (name) => {
    const result = loadPackage(broken(GOOD, readFileSync(join(BAD, `${name}.txt`), 'utf8')))
    if (result.kind !== 'broken') throw new Error('Expected the package to be refused but it was loaded')
    const lines = LANGUAGES.flatMap((language) => result.errors.map((error) => formatPackageError(error, language)))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(BAD, `${name}.expected.txt`))
  })
})

it('a package whose scenarios agree with its act is loaded', () => expect(loadPackage(GOOD).kind).toBe('loaded'))
