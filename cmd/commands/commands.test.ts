// Commands that need no installation: each by its words; some as a program of its own, as a person runs it.
import { mkdtemp, readdir, readFile, rm, writeFile, cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillText } from '@ruqsat/foundation'
import { checkoutFolder } from '@ruqsat/installation'
import { bootCommands, commands } from './index.ts'
import texts from './texts.yaml'
import { ruqsat, ruqsatProcess } from './testing.ts'

const MINUTE_MS = 60_000
/** The package that the tests read; any sound one would do. */
const PACKAGE = join(checkoutFolder(), 'regulations', '2014-aktobe-120-grain')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-words-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the list', { timeout: MINUTE_MS }, () => {
  test('without words every command is listed; every one explains itself with its exit codes', async () => {
    const listed = await ruqsatProcess([])
    expect(listed).toMatchObject({ code: 0, err: '' })
    expect(await ruqsat([])).toEqual(listed)
    for (const { name, summary } of [...commands, ...bootCommands])
      expect(listed.out).toMatch(new RegExp(`  ${name} +${summary.en.slice(0, 20)}`))
    for (const { name } of commands) {
      const help = await ruqsat([...name.split(' '), '--help'])
      expect(help).toMatchObject({ code: 0, err: '' })
      expect(help.out).toMatch(new RegExp(`^npx ruqsat ${name}`))
      expect(help.out).toMatch(/Exit codes\n {2}0 /)
    }
  })

  test.each([
    [['regulation', 'chek'], 'regulation check'],
    [['verfy', 'x.pdf'], 'verify'],
    [['sandbox'], 'sandbox '],
    [['backups'], 'backup'],
  ])('%j is met with what was meant', async (words, meant) => {
    const ran = await ruqsat(words)
    expect(ran).toMatchObject({ code: 64, out: '' })
    expect(ran.err).toContain(`Did you mean: npx ruqsat ${meant}`)
  })

  test.each([
    [['regulation', 'new', '--help', '--language', 'kk'], {}, 'kk'],
    [['regulation', 'new', '--help'], { LANG: 'ru_RU.UTF-8' }, 'ru'],
    [['regulation', 'new', '--help'], { LC_ALL: 'kk_KZ.UTF-8', LANG: 'ru_RU.UTF-8' }, 'kk'],
    [['regulation', 'new', '--help', '--language', 'en'], { LANG: 'ru_RU.UTF-8' }, 'en'],
    [['regulation', 'new', '--help'], { LANG: 'C.UTF-8' }, 'en'],
  ] as const)('%j with %j explains itself in the language of who asks', async (words, environment, language) => {
    const help = await ruqsat(words, environment)
    const { purpose, variants, done } = texts.regulation.new
    for (const said of [purpose, variants, done, texts.help.exits]) expect(help.out).toContain(said[language])
    const wrong = await ruqsat(['regulation', 'new', '--wrong', ...words.slice(3)], environment)
    expect(wrong).toMatchObject({
      code: 64,
      err: expect.stringContaining(fillText(texts.usage.unknownOption, { option: '--wrong' })[language]),
    })
    const unknown = await ruqsat(['regulate', ...words.slice(3)], environment)
    expect(unknown.err).toContain(fillText(texts.help.noCommand, { words: 'regulate' })[language])
  })

  test('a wrong option is told in a sentence with the usage, never with a stack', async () => {
    const ran = await ruqsatProcess(['verify', 'x', '--rooot', 'y'])
    expect(ran.code).toBe(64)
    expect(ran.err).toMatch(/'--rooot'.*\nnpx ruqsat verify <file>/)
    expect(ran.err).not.toContain('    at ')
  })
})

describe('regulation', { timeout: MINUTE_MS }, () => {
  test('check: sound packages end with 0, and what holds no package is passed over', async () => {
    const ran = await ruqsatProcess(['regulation', 'check', 'regulations/*', '--language', 'kk'])
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('жарамды')
    expect(ran.err).toContain('regulations/calendars: топтама жоқ')
  })

  test('check: a template that cannot be set ends with 1 and names file and line', async () => {
    const unset = join(folder, 'unset')
    await cp(PACKAGE, unset, { recursive: true })
    await writeFile(join(unset, 'templates', 'licence.typ'), '#import "/house.typ": *\n#show: official.with(data.title)\n#data.nothing\n')
    const ran = await ruqsat(['regulation', 'check', unset])
    expect(ran.code).toBe(1)
    expect(ran.out).toMatch(/templates\/licence\.typ:3: .*nothing/)
  })

  test('check: a broken package ends with 1 and names file and line; an undecided finding too', async () => {
    const broken = join(folder, 'broken')
    await cp(PACKAGE, broken, { recursive: true })
    const act = await readFile(join(broken, 'act.yaml'), 'utf8')
    await writeFile(join(broken, 'act.yaml'), act.replace('zone: kz-aqtobe', 'zonne: kz-aqtobe'))
    expect(await ruqsat(['regulation', 'check', broken])).toMatchObject({ code: 1, out: expect.stringMatching(/act\.yaml:\d+:\d+.*zonne/) })
    const shown = await ruqsat(['regulation', 'show', broken, '--language', 'kk'])
    expect(shown).toMatchObject({ code: 70, err: expect.stringMatching(/broken топтамасы қабылданбады; .*:\n  act\.yaml:[^]*zonne/) })
    const undecided = join(folder, 'undecided')
    await cp(PACKAGE, undecided, { recursive: true })
    await rm(join(undecided, 'findings.yaml'))
    const ran = await ruqsat(['regulation', 'check', undecided])
    expect(ran.code).toBe(1)
  })

  test('the folder in RUQSAT_REGULATIONS is the one that is checked, and where ids are looked up', async () => {
    const home = join(folder, 'elsewhere')
    await cp(join(checkoutFolder(), 'regulations', 'calendars'), join(home, 'calendars'), { recursive: true })
    await cp(PACKAGE, join(home, 'other'), { recursive: true })
    const act = await readFile(join(home, 'other', 'act.yaml'), 'utf8')
    const renamed = act.replace('id: grain', 'id: other').replaceAll('act: grain,', 'act: other,')
    await writeFile(join(home, 'other', 'act.yaml'), renamed)
    const environment = { RUQSAT_REGULATIONS: home }
    expect((await ruqsat(['regulation', 'check'], environment)).out).toContain('other')
    const shown = await ruqsat(['regulation', 'show', 'grain'], environment)
    expect(shown).toMatchObject({ code: 64, err: expect.stringContaining("'grain' is neither a folder nor the id") })
    const russian = await ruqsat(['regulation', 'show', 'grain', '--language', 'ru'], environment)
    expect(russian.err).toContain('«grain» — не папка')
    const nowhere = await ruqsat(['regulation', 'check'], { RUQSAT_REGULATIONS: join(folder, 'nowhere') })
    expect(nowhere).toMatchObject({ code: 70, err: expect.stringContaining('RUQSAT_REGULATIONS names another') })
  })

  test('check: a scenario that does not go as it says ends with 1, by its line, in the language that was asked for', async () => {
    const home = join(folder, 'contradicted')
    await cp(join(checkoutFolder(), 'regulations', 'calendars'), join(home, 'calendars'), { recursive: true })
    await cp(PACKAGE, join(home, 'grain'), { recursive: true })
    const file = join(home, 'grain', 'scenarios', 'issue-received-after-hours.txt')
    const text = await readFile(file, 'utf8')
    await writeFile(file, `${text}then: case granted\n`)
    const line = text.trimEnd().split('\n').length + 1
    const ran = await ruqsat(['regulation', 'check', join(home, 'grain'), '--language', 'ru'])
    expect(ran).toMatchObject({
      code: 1,
      out: expect.stringContaining(
        `scenarios/issue-received-after-hours.txt:${line}: «then: case granted»: ожидалось: granted; найдено: open. Исправьте сценарий`,
      ),
    })
  })

  test('check: a table that a package names in vain shows next to the tables', async () => {
    const home = join(folder, 'home')
    await cp(join(checkoutFolder(), 'regulations', 'calendars'), join(home, 'calendars'), { recursive: true })
    await cp(PACKAGE, join(home, 'act'), { recursive: true })
    const act = await readFile(join(home, 'act', 'act.yaml'), 'utf8')
    await writeFile(join(home, 'act', 'act.yaml'), act.replace('zone: kz-aqtobe', 'zone: kz-moon'))
    expect(await ruqsat(['regulation', 'check', join(home, 'act')])).toMatchObject({ code: 1, out: expect.stringContaining('kz-moon') })
  })

  test('show: the edition, a variant, a step table, and the same as CSV', async () => {
    expect(await ruqsat(['regulation', 'show', PACKAGE])).toMatchObject({ code: 0, out: expect.stringContaining('sha256 ') })
    const variant = await ruqsat(['regulation', 'show', 'grain', '--variant', 'issue'])
    expect(variant.out).toMatch(/Fee: 10 MCI \(tax-code/)
    const table = await ruqsat(['regulation', 'show', 'grain', '--variant', 'issue', '--view', 'procedure'])
    expect(table.out.match(/^P-GI\d/gm)).toHaveLength(7)
    const csv = await ruqsat(['regulation', 'show', 'grain', '--variant', 'issue', '--view', 'procedure', '--csv', '--language', 'ru'])
    const lines = csv.out.split('\r\n')
    expect(lines[0]).toBe('\uFEFF№;Единица (СФЕ);Система;Действие;Форма завершения;Срок;Следующее действие;Пункт')
    expect(lines.filter((line) => line !== '')).toHaveLength(8)
    expect(await ruqsat(['regulation', 'show', 'grain', '--variant', 'renew'])).toMatchObject({
      code: 64,
      err: expect.stringContaining('issue, '),
    })
  })

  test('show: the silence of the provider, other rates, what registers are asked, what a paper is corrected in', async () => {
    const shown = async (act: string, variant: string) => {
      const folder = join(checkoutFolder(), 'tests', 'next-act', 'regulations', act)
      return (await ruqsat(['regulation', 'show', folder, '--variant', variant, '--language', 'en'])).out
    }
    expect(await shown('2022-saryzhaz-9-fair', 'street')).toMatch(/^Not decided in time: .*counts as granted\. → F7 \(fair 12\)$/m)
    const park = await shown('2022-saryzhaz-9-fair', 'park')
    expect(park).toContain(
      '\nOther rates:\n  - individual: 1 MCI (fair 16 2))\n  - none (Does the money go to charity? Yes) (fair 16 3))\n',
    )
    expect(park).not.toContain('Not decided in time')
    expect(await shown('2021-saryzhaz-7-hives', 'issue')).toMatch(
      /^Questions to registers:\n {2}- IS-MEADOWS \(plot\): Use of the land, Area \(hives/m,
    )
    expect(await shown('2021-saryzhaz-7-hives', 'rectify')).toMatch(/^Corrected on the former paper:\n {2}- .*: holder\.name \(hives/m)
  })

  test('in-force: what is known on a day, and what is not', async () => {
    const on = async (day: string) => (await ruqsat(['regulation', 'in-force', 'grain', '--at', day])).out
    expect(await on('2014-01-01')).toContain('Not adopted on that day')
    expect(await on('2014-05-01')).toContain('Not registered yet')
    expect(await on('2014-06-30')).toMatch(/Unknown between two dates.*Why: .*day of publication is unknown/)
    expect(await on('2014-10-01')).toMatch(
      /para 12, annex 6.*: Unknown between two dates: .*28\u00a0September 2014 and 17\u00a0June 2015.*Why: .*10 calendar days/,
    )
    const inForce = await on('2015-01-01')
    expect(inForce).toContain('Published: unknown')
    expect(inForce).toMatch(/para 12, annex 6.*: Unknown between two dates/)
    expect(await on('2015-07-01')).toContain('Repealed (act No 210 of 17\u00a0June 2015), but from which day is unknown')
    expect(await ruqsat(['regulation', 'in-force', '--at', '2014-02-30'])).toMatchObject({ code: 64 })
  })

  test('in-force: of all acts; what was repealed before is named as repealed', async () => {
    const { out } = await ruqsat(['regulation', 'in-force', '--at', '2015-01-01'])
    const said = (id: string) => out.split(/^(?=[\w-]+: )/m).find((part) => part.startsWith(`${id}: `))
    expect(said('grain')).toMatch(/^ {2}In force: .*\n {2}Published: unknown/m)
    expect(said('cotton')).toMatch(/^ {2}Repealed \(act No 196 of 2\u00a0June 2014\)/m)
    expect(said('scrap')).toMatch(/^ {2}Repealed \(act No 157 of 27\u00a0June 2013\)/m)
    expect(said('vessel')).toContain('Not adopted on that day')
  })

  test('diff: an act whose earlier text is not at hand, around each of its amendments', async () => {
    const told = async (one: string, other: string) => (await ruqsat(['regulation', 'diff', 'vessel', one, other])).out
    expect(await told('2016-03-28', '2016-03-30')).toMatch(
      /Adopted: act No 97 .*no effect yet.*\n.*the whole text of the regulation.*before is unknown/,
    )
    expect(await told('2017-12-20', '2018-02-01')).toMatch(/act No 326 .*possibly.*\n.*para 3\..*\n.*para 7\..*\n.*annex 1\./)
    expect(await told('2018-08-09', '2018-10-01')).toMatch(/act No 196 .*possibly.*not known.*\n.*para 10\..*\n.*para 12\./)
  })

  test('diff: two days of an act, and two packages of it', async () => {
    const days = await ruqsat(['regulation', 'diff', 'grain', '2014-09-16', '2014-10-01'])
    expect(days.code).toBe(0)
    expect(days.out).toMatch(/act No 328 of 17\u00a0September 2014 possibly took effect; it is not known: .*Why: /)
    expect(days.out).toContain('Inserted: annex 6.')
    const changed = join(folder, 'changed')
    await cp(PACKAGE, changed, { recursive: true })
    const table = join(changed, 'procedure', 'issue.yaml')
    await writeFile(table, (await readFile(table, 'utf8')).replace('{ amount: 2, unit: workingDays }', '{ amount: 3, unit: workingDays }'))
    expect((await ruqsat(['regulation', 'diff', PACKAGE, changed])).out).toContain('step P-GI3, time: 2 working days → 3 working days')
    expect((await ruqsat(['regulation', 'diff', PACKAGE, PACKAGE, '--language', 'ru'])).out).toContain('Различий нет')
    expect(await ruqsat(['regulation', 'diff', 'grain'])).toMatchObject({ code: 64 })
  })

  test('render: writes exactly what it names', async () => {
    const out = join(folder, 'out')
    const ran = await ruqsat(['regulation', 'render', 'grain', '--out', out])
    expect(ran.code).toBe(0)
    const files = await readdir(out)
    // Three variants with two channels and a procedure each, every table as CSV and as Markdown.
    expect(files).toHaveLength(18)
    for (const file of files) expect(ran.out).toContain(file)
    const page = await ruqsat(['regulation', 'render', 'grain', '--format', 'html', '--out', join(folder, 'page'), '--language', 'kk'])
    expect(page.out).toContain('2014-aktobe-120-grain.kk.html')
    expect(await ruqsat(['regulation', 'render', 'grain', '--format', 'stone'])).toMatchObject({ code: 64 })
  })

  test('render: draws every diagram as SVG and on paper', async () => {
    const drawn = async (...words: string[]) => {
      const out = join(folder, words.join('-'))
      const ran = await ruqsat(['regulation', 'render', 'grain', '--out', out, '--language', 'kk', ...words])
      expect(ran.code).toBe(0)
      const files = await readdir(out)
      for (const file of files) expect(ran.out).toContain(file)
      return { out, files }
    }
    // Three variants with two channels, a reference and a block diagram each.
    const pictures = await drawn('--format', 'svg', '--layout', 'phone')
    expect(pictures.files).toHaveLength(12)
    expect(await readFile(join(pictures.out, '2014-aktobe-120-grain.issue.portal.interaction.kk.svg'), 'utf8')).toContain('3-шарт')
    const papers = await drawn('--format', 'pdf', '--paper', 'A3')
    expect(papers.files).toHaveLength(12)
    expect((await readFile(join(papers.out, papers.files[0]!))).toString('latin1')).toMatch(/^%PDF-1\.7/)
    expect(await ruqsat(['regulation', 'render', 'grain', '--format', 'pdf', '--paper', 'A5'])).toMatchObject({ code: 64 })
    expect(await ruqsat(['regulation', 'render', 'grain', '--format', 'svg', '--layout', 'round'])).toMatchObject({ code: 64 })
  })

  test('export: the catalogue of all services', async () => {
    const ran = await ruqsat(['regulation', 'export', '--format', 'cpsv', '--out', join(folder, 'catalogue')])
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('catalogue.cpsv.jsonld') })
    expect(await readFile(join(folder, 'catalogue', 'catalogue.cpsv.jsonld'), 'utf8')).toContain('urn:ruqsat:vessel:issue')
    expect(await ruqsat(['regulation', 'export', '--format', 'bpmn'])).toMatchObject({ code: 64 })
  })

  test.each([
    ['bpmn', '2014-aktobe-120-grain.issue.portal.en.bpmn', '<bpmn:collaboration'],
    ['cpsv', '2014-aktobe-120-grain.cpsv.jsonld', '"cpsv:PublicService"'],
    ['json', '2014-aktobe-120-grain.json', '"hash":'],
    ['csv', '2014-aktobe-120-grain.issue.procedure.en.csv', 'P-GI1'],
    ['html', '2014-aktobe-120-grain.en.html', '<caption>'],
  ])('export: %s', async (format, file, content) => {
    const out = join(folder, `export-${format}`)
    const ran = await ruqsat(['regulation', 'export', 'grain', '--format', format, '--out', out])
    expect(ran).toMatchObject({ code: 0, err: '', out: expect.stringContaining(file) })
    expect(ran.out.trim().split('\n')).toHaveLength((await readdir(out)).length)
    expect(await readFile(join(out, file), 'utf8')).toContain(content)
  })
})
