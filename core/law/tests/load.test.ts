import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalJson, LANGUAGES } from '@ruqsat/foundation'
import { formatPackageError, loadRegulation, PACKAGE_ERROR_CODES, sha256Hex, type Loaded } from '../index.ts'
import { broken, GOOD } from '../testing.ts'

const BAD = join(import.meta.dirname, 'bad')
const names = readdirSync(BAD)
  .filter((name) => name.endsWith('.txt') && !name.endsWith('.expected.txt'))
  .map((name) => name.slice(0, -4))

describe('a package that is whole', () => {
  it('is loaded and pinned by the digest of its canonical JSON', () => {
    const loaded = loadRegulation(GOOD) as Loaded
    expect(loaded.kind).toBe('loaded')
    expect(loaded.edition.hash).toBe(sha256Hex(canonicalJson(loaded.edition.regulation)))
  })

  it('gives the same edition whatever the order of its files', () => {
    const forwards = loadRegulation(GOOD) as Loaded
    const backwards = loadRegulation(GOOD.toReversed()) as Loaded
    expect(backwards.edition.hash).toBe(forwards.edition.hash)
  })

  it('is another edition once a template or a text changes, and the same one once only a comment or a case does', () => {
    const hash = (script: string) => (loadRegulation(broken(GOOD, script)) as Loaded).edition.hash
    const before = (loadRegulation(GOOD) as Loaded).edition.hash
    expect(hash('in templates/paper.typ\n- inputs.data\n+ inputs.date')).not.toBe(before)
    expect(hash('in act.yaml\n- en: Department }\n+ en: Office }')).not.toBe(before)
    expect(hash('in act.yaml\n- host: licensing\n+ host: licensing # where cases live')).toBe(before)
    expect(hash('remove scenarios/straight.txt')).toBe(before)
  })
})

// `npx vitest run --project unit core/law -u` writes the expected messages again; review them as a diff.
describe('a broken package is refused whole, with file, line, paragraph, what was expected, what was found and what to do', () => {
  it.each(names)('%s', async (name) => {
    const result = loadRegulation(broken(GOOD, readFileSync(join(BAD, `${name}.txt`), 'utf8')))
    if (result.kind !== 'broken') throw new Error('Expected the package to be refused but it was loaded')
    const lines = LANGUAGES.flatMap((language) => result.errors.map((error) => formatPackageError(error, language)))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(BAD, `${name}.expected.txt`))
  })

  it('never gives half of it', () => {
    for (const name of names) {
      const result = loadRegulation(broken(GOOD, readFileSync(join(BAD, `${name}.txt`), 'utf8')))
      expect(Object.keys(result).toSorted()).toEqual(['errors', 'kind'])
    }
  })

  it('has an example of every code that a writer can be told', () => {
    const told = names.map((name) => readFileSync(join(BAD, `${name}.expected.txt`), 'utf8')).join('')
    // Reported only of folders, with the clock's tables, by the engine, or for what no rule foresaw: support/regulations,
    // cmd/commands/regulation-check.test.ts; the general law: general.test.ts; a model act: model-act.test.ts.
    const elsewhere = [
      'repeats-general',
      'missing-model',
      'model-of-model',
      'not-open',
      'repeats-model',
      'cites-no-own-item',
      'office-closed',
      'cannot-be-run',
      'cannot-be-checked',
      'cannot-be-filled',
      'not-a-file',
      'editions-apart',
    ]
    expect(PACKAGE_ERROR_CODES.filter((code) => !told.includes(`[${code}]`))).toEqual(elsewhere)
  })
})
