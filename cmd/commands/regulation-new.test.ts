// A new package is sound from the first moment; what is unknown in it shows as findings, and once they are decided the check is content.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LANGUAGES } from '@ruqsat/foundation'
import { checkoutFolder } from '@ruqsat/installation'
import { FILL_IN, loadRegulation } from '@ruqsat/law'
import { openRegulations, readPackageFolder } from '@ruqsat/regulations'
import { runScenario, scenariosOf } from '@ruqsat/scenarios'
import { pathToFileURL } from 'node:url'
import { newPackage } from '../scaffold/index.ts'
import notes from '../scaffold/texts.yaml'
import { ruqsat } from './testing.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ruqsat-new-'))
  await cp(join(checkoutFolder(), 'regulations', 'calendars'), join(home, 'calendars'), { recursive: true })
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** What the writer decides last: here each finding is simply decided, citing the place that it is about. */
async function decideAll(folder: string): Promise<void> {
  const loaded = loadRegulation((await readPackageFolder(folder)).files)
  if (loaded.kind === 'broken') throw new Error('Expected a sound package')
  const decided = loaded.findings.map(
    ({ code, subject, source }) =>
      `  - { code: ${code}, subject: '${subject}', reading: { kk: а, ru: а, en: a }, reason: { kk: а, ru: а, en: a }, source: ${JSON.stringify({ ...source, certainty: 'assumed' })} }\n`,
  )
  await writeFile(join(folder, 'findings.yaml'), `readings:\n${decided.join('')}`)
}

describe('regulation new', () => {
  test('writes a package that loads, says what is unknown, and is content once that is decided', async () => {
    const folder = join(home, '2020-somewhere-1-kites')
    const made = await ruqsat(['regulation', 'new', folder, '--variants', 'issue,prolong,replace'])
    expect(made).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Nothing of it is offered yet') })
    expect((await readdir(folder)).toSorted()).toEqual([
      ...['README.md', 'act.yaml', 'findings.yaml', 'procedure', 'scenarios', 'templates', 'units.yaml', 'variants', 'views'],
    ])
    expect((await readdir(join(home))).filter((name) => name.startsWith('.'))).toEqual([])
    const first = await ruqsat(['regulation', 'check', folder])
    expect(first.code).toBe(1)
    expect([...first.out.matchAll(/\[UNDECIDED\] \S+: (\S+ \S+)/g)].map(([, key]) => key)).toEqual([
      'date-unknown registeredOn',
      'date-unknown publishedOn',
      ...['issue', 'prolong', 'replace'].map((variant) => `term-not-in-act ${variant}`),
      'view-without-times portal',
    ])
    await decideAll(folder)
    expect(await ruqsat(['regulation', 'check', folder])).toMatchObject({ code: 0, err: '' })
  })

  const hashes = new Set<string>()
  test.each(LANGUAGES)('the comments of its files are in the language of who writes it, and change nothing else: %s', async (language) => {
    const folder = join(home, `2020-somewhere-4-${language}-kites`)
    const made = await ruqsat(['regulation', 'new', folder, '--language', language, '--id', 'kites', '--channels', 'portal,desk'])
    expect(made).toMatchObject({ code: 0, err: '', out: expect.stringContaining(FILL_IN[language]) })
    const [act, readme] = await Promise.all(['act.yaml', 'README.md'].map((file) => readFile(join(folder, file), 'utf8')))
    expect(act).toContain(`# ${notes.act.id[language]}\n`)
    expect(readme).toContain(notes.readme.text[language].split('\n')[0])
    const loaded = loadRegulation((await readPackageFolder(folder)).files)
    hashes.add(loaded.kind === 'loaded' ? loaded.edition.hash : 'broken')
    expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  test('refuses a folder that is there, touching nothing of it, and a place that is not', async () => {
    const folder = join(home, '2020-somewhere-2-bells')
    await mkdir(folder)
    await writeFile(join(folder, 'mine.txt'), 'mine')
    const there = await ruqsat(['regulation', 'new', folder])
    expect(there).toMatchObject({ code: 1, out: '' })
    expect(there.err).toMatch(/Expected a folder that is not there yet but found .*bells/)
    expect(await readdir(folder)).toEqual(['mine.txt'])
    expect(await ruqsat(['regulation', 'new', join(home, 'nowhere', 'x')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('nowhere'),
    })
  })

  test.each([
    [['--variants', 'issue,issue'], "names 'issue' twice"],
    [['--variants', 'Бірінші'], 'Latin letters'],
    [['--channels', 'post'], 'portal, desk, centre'],
    [['--channels', 'office:office'], 'What the authority opens by itself'],
    [['--id', '7'], 'Latin letters'],
  ])('%j is told in a sentence', async (words, told) => {
    const ran = await ruqsat(['regulation', 'new', join(home, '2020-somewhere-3-wells'), ...words])
    expect([ran.code, ran.err.includes(told)]).toEqual([64, true])
  })
})

describe('the files of a new package', () => {
  const plan = { id: 'kites', variants: ['issue'], channels: ['portal', 'desk', 'centre'], schemas: '../schema' } as const

  test('name a shape for editors that exists, and say in three languages what to fill in', async () => {
    for (const { path, text } of newPackage(plan, 'regulations/2020-kites')) {
      if (!path.endsWith('.yaml')) continue
      const [, schema] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text) ?? []
      const found = new URL(schema!, pathToFileURL(join(checkoutFolder(), 'regulations', '2020-kites', path)))
      expect(JSON.parse(await readFile(found, 'utf8')), path).toHaveProperty('$id')
      expect(text.match(/\n# [A-Z]/), path).not.toBeNull()
      for (const [open] of text.matchAll(/\{ kk: 'ТОЛТ[^}]*\}/g))
        expect(open).toMatch(/^\{ kk: 'ТОЛТЫРЫҢЫЗ: .+', ru: 'ЗАПОЛНИТЕ: .+', en: 'FILL IN: .+' \}$/)
    }
  })

  test('have a fee with rates and a question to a register to begin with: without the sign before them they load', async () => {
    const bare = (text: string) =>
      text
        .replaceAll(/^# ((?:fee|registers):\n(?:# .*\n)+)/gm, (_all, block: string) => block.replaceAll(/^# /gm, ''))
        .replace('        # - { id: size', '        - { id: size')
    const files = newPackage(plan, 'regulations/2020-kites').map(({ path, text }) => ({
      path,
      text: path.startsWith('variants/') ? bare(text) : text,
    }))
    const act = files.find(({ path }) => path === 'act.yaml')!
    const systems = `${act.text}\nsystems:\n  - { id: IS-CADASTRE, name: { kk: 'Жер', ru: 'Земля', en: 'Land' } }\n`
    const general = {
      path: '../general/kz.yaml',
      text: await readFile(join(checkoutFolder(), 'regulations', 'general', 'kz.yaml'), 'utf8'),
    }
    const whole = [...files.filter(({ path }) => path !== 'README.md' && path !== 'act.yaml'), { path: 'act.yaml', text: systems }, general]
    const loaded = loadRegulation(whole)
    // What is left is said: the channel has to ask, and to take the fee, at rows of its own.
    expect(loaded.kind === 'broken' ? loaded.errors.map(({ code }) => code) : []).toEqual(['question-not-asked', 'fee-without-payment'])
    expect(files.find(({ path }) => path === 'views/portal.yaml' || path === 'views/issue.portal.yaml')?.text).toMatch(
      /askRegisters -> checkRegisters/,
    )
  })

  test('are executed by the engine as their own scenario says', async () => {
    const files = newPackage(plan, 'regulations/2020-kites')
    const general = {
      path: '../general/kz.yaml',
      text: await readFile(join(checkoutFolder(), 'regulations', 'general', 'kz.yaml'), 'utf8'),
    }
    const loaded = loadRegulation([...files.filter(({ path }) => path !== 'README.md'), general])
    if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
    const { tables } = await openRegulations(pathToFileURL(`${home}/`))
    const [written] = scenariosOf(files)
    expect(runScenario(written!, { edition: loaded.edition, tables }).failures).toEqual([])
  })
})
