import { LANGUAGES } from '@ruqsat/foundation'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FINDINGS, loadRegulation, type Finding } from '../index.ts'
import { broken, GOOD } from '../testing.ts'

// One small change of the good package in which a rule fires, and a near one in which it is silent; each file says why.
const FIRES = join(import.meta.dirname, 'fires')
const SILENT = join(import.meta.dirname, 'silent')
const GUIDE = join(import.meta.dirname, '../../../docs/regulation-language.md')
const CODES = Object.keys(FINDINGS).toSorted()

function undecided(folder: string, code: string): readonly Finding[] {
  const loaded = loadRegulation(broken(GOOD, readFileSync(join(folder, `${code}.txt`), 'utf8')))
  if (loaded.kind === 'broken') throw new Error(`Expected a package that loads but ${JSON.stringify(loaded.errors, null, 1)}`)
  return loaded.findings.filter((finding) => finding.reading === null)
}

function lines(finding: Finding): string {
  const texts = LANGUAGES.map((language) => `  ${finding.text[language]}`).join('\n')
  return `${finding.code} ${finding.subject} (${finding.item})\n${texts}\n`
}

// `npx vitest run --project unit core/law -u` writes the expected findings again; review them as a diff.
describe('each rule of the checker', () => {
  it.each(CODES)('%s fires', async (code) => {
    const found = undecided(FIRES, code).filter((finding) => finding.code === code)
    expect(found.map((finding) => finding.code)).toContain(code)
    expect(found.filter((finding) => LANGUAGES.some((language) => /[{}]/.test(finding.text[language])))).toEqual([])
    await expect(found.map(lines).join('')).toMatchFileSnapshot(join(FIRES, `${code}.expected.txt`))
  })

  it.each(CODES)('%s is silent', (code) => {
    expect(undecided(SILENT, code).filter((finding) => finding.code === code)).toEqual([])
  })
})

describe('the codes', () => {
  it('are those of the guide, in both directions', () => {
    const [, table = ''] = /\n## What is written, what is executed\n([^]*?)\n## /.exec(readFileSync(GUIDE, 'utf8')) ?? []
    const told = table
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...line.split('|')[1]!.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]!))
    expect(told.toSorted()).toEqual(CODES)
  })

  it('have no example of a rule that is gone', () => {
    const known = (folder: string) =>
      readdirSync(folder)
        .filter((name) => !name.endsWith('.expected.txt'))
        .map((name) => name.slice(0, -'.txt'.length))
        .toSorted()
    expect([known(FIRES), known(SILENT)]).toEqual([CODES, CODES])
  })
})
