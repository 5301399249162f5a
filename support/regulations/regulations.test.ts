import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { afterAll, describe, expect, it } from 'vitest'
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { ACTIONS, allDecided, FINDINGS, formatPackageError, PACKAGE_ERROR_CODES, stepTable, type StepTable } from '@ruqsat/law'
import { parseScenario } from '@ruqsat/scenarios'
import { checkReport, openRegulations, type LoadedPackage } from './index.ts'

const ROOT = new URL('../../regulations/', import.meta.url)
const report = (each: LoadedPackage, language: Language) =>
  checkReport(each.folder, { editions: [each], findings: each.findings, errors: [] }, language)
const made: string[] = []
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true }))))

async function copyOfRegulations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-regulations-'))
  made.push(folder)
  await cp(ROOT, folder, { recursive: true })
  return folder
}

describe('the regulations of this house', async () => {
  const regulations = await openRegulations(ROOT)

  it('load, each with every finding decided and its tables at hand', () => {
    expect(regulations.broken).toEqual([])
    expect(regulations.packages.length).toBeGreaterThan(0)
    for (const each of regulations.packages) expect([each.folder, allDecided(each.findings)]).toEqual([each.folder, true])
  })

  it('give an edition and its templates by the pinned hash, and fault on what it does not have', () => {
    for (const edition of regulations.editions) {
      expect(regulations.edition(edition.hash)).toBe(edition)
      for (const { file } of edition.regulation.templates) expect(regulations.template(edition.hash, file)).not.toBe('')
      expect(() => regulations.template(edition.hash, 'templates/none.typ')).toThrow(/Expected template/)
    }
    expect(regulations.edition('0'.repeat(64))).toBeNull()
  })

  it('are checked in three languages, and answer 0', async () => {
    for (const each of regulations.packages) for (const language of LANGUAGES) expect(report(each, language).exitCode).toBe(0)
  })
})

// The Kazakh texts are in regulations/reports, which `npm run check` compares; the other languages are held to them here.
describe('the report and the step tables of each act', async () => {
  const { packages } = await openRegulations(ROOT)

  it.each(packages)('of $folder have the same lines in every language', (each) => {
    const { regulation } = each.edition
    const found = (language: Language) =>
      report(each, language)
        .text.split('\n')
        .slice(1)
        .map((line) => /^ {2}\[[^\]]+\] (\S+ \S+)/.exec(line)?.[1] ?? '')
    for (const language of LANGUAGES) expect(found(language)).toEqual(found('kk'))
    for (const variant of regulation.variants) {
      for (const table of [...variant.views, variant.procedure]) {
        const kk = stepTable(table, regulation, 'kk')
        for (const language of LANGUAGES) expect(skeleton(stepTable(table, regulation, language))).toEqual(skeleton(kk))
      }
    }
  })
})

/** What does not depend on the language of a table: step and paragraph, where the row leads, and which cells are filled. */
function skeleton({ rows }: StepTable) {
  return rows.map(({ id, source, next, ...cells }) => ({
    id,
    source,
    next: next.split('; ').map((part) => /^[A-Z][\w-]*\d/.exec(part)?.[0] ?? 'end'),
    filled: Object.values(cells).map((cell) => cell !== ''),
  }))
}

describe('a broken package', () => {
  it('stops only its own offer and says file, line and what was expected', async () => {
    const folder = await copyOfRegulations()
    const [first] = (await openRegulations(pathToFileURL(folder))).packages
    await cp(join(folder, first!.folder), join(folder, 'second'), { recursive: true })
    const act = await readFile(join(folder, 'second', 'act.yaml'), 'utf8')
    await writeFile(join(folder, 'second', 'act.yaml'), act.replace(/^host: .*$/m, 'host: nowhere'))
    const regulations = await openRegulations(pathToFileURL(folder))
    expect(regulations.packages.map((each) => each.folder)).toContain(first!.folder)
    expect(regulations.broken.map((each) => each.folder)).toEqual(['second'])
    const line = act.split('\n').findIndex((each) => each.startsWith('host:')) + 1
    expect(formatPackageError(regulations.broken[0]!.errors[0]!, 'en')).toContain(
      `act.yaml:${line}:7 [wrong-value]: expected one of: licensing, regional; found "nowhere"`,
    )
    const { errors } = regulations.broken[0]!
    expect(checkReport('second', { editions: [], findings: [], errors }, 'en')).toMatchObject({
      exitCode: 1,
      text: expect.stringMatching(/^second: refused\n/),
    })
  })

  it('is also one whose calendar nobody has, and one that takes the id of another', async () => {
    const folder = await copyOfRegulations()
    const [first] = (await openRegulations(pathToFileURL(folder))).packages
    await cp(join(folder, first!.folder), join(folder, 'z-twin'), { recursive: true })
    await cp(join(folder, first!.folder), join(folder, 'z-uncounted'), { recursive: true })
    const act = await readFile(join(folder, 'z-uncounted', 'act.yaml'), 'utf8')
    await writeFile(join(folder, 'z-uncounted', 'act.yaml'), act.replace(/^  calendar: .*$/m, '  calendar: calendar-of-nowhere'))
    const regulations = await openRegulations(pathToFileURL(folder))
    expect(regulations.broken.map((each) => [each.folder, each.errors[0]!.code])).toEqual([
      ['z-twin', 'duplicate-id'],
      ['z-uncounted', 'unknown-reference'],
    ])
    expect(regulations.broken[1]!.errors[0]!.line).toBe(act.split('\n').findIndex((line) => line.startsWith('  calendar: ')) + 1)
  })
})

describe('docs/regulation-language.md', async () => {
  const text = await readFile(new URL('../../docs/regulation-language.md', import.meta.url), 'utf8')
  const ticked = new Set([...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!))

  it('names every action and every finding, and no finding that is not', () => {
    expect([...Object.keys(FINDINGS), ...ACTIONS].filter((word) => !ticked.has(word))).toEqual([])
    const rows = text
      .split('\n')
      .filter((line) => line.startsWith('| `') && line.includes('-'))
      .map((line) => line.split('|')[1]!)
    const codes = rows.flatMap((cell) => [...cell.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map((match) => match[1]!))
    const errors: readonly string[] = PACKAGE_ERROR_CODES
    expect(codes.filter((code) => !(code in FINDINGS) && !errors.includes(code))).toEqual([])
  })

  it('has a table of contents of all its chapters, in their order', () => {
    const contents = text.slice(text.indexOf('## Contents\n'), text.indexOf('## Write your first act\n'))
    const listed = [...contents.matchAll(/\[([^\]]+)\]\(#([^)]+)\)/g)].map(([, title, anchor]) => [title!, anchor!])
    const prose = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
    const chapters = [...prose.matchAll(/^###? (.+)$/gm)].map(([, title]) => title!).filter((title) => title !== 'Contents')
    expect(listed).toEqual(
      chapters.map((title) => [
        title,
        title
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      ]),
    )
  })

  it('shows in every example only what a package may say, with the values that it may have', async () => {
    const accepts = await partsOfTheLanguage()
    const blocks = [
      ...text.replaceAll(/^<!-- no schema: .+ -->\n```yaml\n[\s\S]*?^```$/gm, '').matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm),
    ].map(([, indent, block]) => block!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    expect(blocks.length).toBeGreaterThan(15)
    const wrong = blocks.flatMap((block) => {
      const read: unknown = parse(block)
      const maps = (Array.isArray(read) ? read : [read]) as readonly Readonly<Record<string, unknown>>[]
      return maps.flatMap((map) =>
        Object.entries(map).flatMap(([key, value]) => (accepts(key, value) ? [] : [`${key}: ${JSON.stringify(value)}`])),
      )
    })
    expect(wrong).toEqual([])
  })

  it('shows a scenario that its parser reads', () => {
    const example = /```\n(# A comment[\s\S]*?)```/.exec(text)![1]!
    expect(parseScenario({ path: 'example.txt', text: example })).not.toHaveProperty('errors')
  })
})

type Schema = { readonly [key: string]: unknown }

/** Whether some place of the schemas has such a key with such a value. An example may leave out what is not its subject, by `…` or altogether. */
async function partsOfTheLanguage(): Promise<(key: string, value: unknown) => boolean> {
  const home = new URL('../../regulations/schema/', import.meta.url)
  const names = await readdir(home)
  const schemas = await Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, home), 'utf8')) as Schema))
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false })
  const properties = new Map<string, ((value: unknown) => boolean)[]>()
  for (const schema of schemas.map((each) => withoutRequired(each) as Schema)) {
    const collect = (part: unknown): void => {
      if (typeof part !== 'object' || part === null) return
      for (const [key, value] of Object.entries(((part as Schema)['properties'] ?? {}) as Schema)) {
        const judge = (given: unknown) => ajv.validate({ ...(value as Schema), $defs: schema['$defs'] }, given)
        properties.set(key, [...(properties.get(key) ?? []), judge])
      }
      Object.values(part).forEach(collect)
    }
    collect(schema)
  }
  return (key, value) => key === '…' || (properties.get(key) ?? []).some((judge) => judge(withoutGaps(value)))
}

function withoutRequired(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutRequired)
  if (typeof part !== 'object' || part === null) return part
  const kept = Object.entries(part).filter(([key, value]) => !(key === 'required' && Array.isArray(value)) && key !== '$id')
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutRequired(value)]))
}

/** An entry that a child of a model takes away: the schemas describe whole packages. */
function takesAway(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'none' in value && 'id' in value
}

/** What is written in place of something left out is left out. */
function withoutGaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !takesAway(each)).map(withoutGaps)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => key !== '…' && each !== '…')
      .map(([key, each]) => [key, withoutGaps(each)]),
  )
}
