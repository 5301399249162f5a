import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { completeMigrationList, MIGRATION_LIST } from './rules/migrations.ts'
import { EXEMPT } from './rules/tables.ts'
import { scan } from './scan.ts'
import { printFinding, tidy } from './tidy.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

const room = (name: string, uses: readonly string[] = [], doors: readonly string[] = ['.']) =>
  JSON.stringify({
    name: `@ruqsat/${name}`,
    exports: Object.fromEntries(doors.map((door) => [door, './x.ts'])),
    dependencies: Object.fromEntries(uses.map((use) => [use, '1'])),
  })

/** A small house; each test adds the file that it is about. */
const HOUSE: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'ruqsat', devDependencies: { vitest: '1' } }),
  'core/foundation/package.json': room('foundation'),
  'core/clock/package.json': room('clock', ['@ruqsat/foundation']),
  'support/database/package.json': room('database', ['@ruqsat/foundation', 'postgres'], ['.', './testing']),
  'systems/portal/package.json': room('portal', ['@ruqsat/foundation', '@ruqsat/payments', '@ruqsat/database'], ['.', './contract']),
  'systems/payments/package.json': room('payments', ['@ruqsat/foundation'], ['.', './contract']),
  'sandbox/package.json': room('sandbox', ['@ruqsat/payments']),
  'cmd/package.json': room('cmd', ['@ruqsat/portal', '@ruqsat/sandbox']),
  'regulations/2014-aktobe-120-grain/act.yaml': 'subject: grain',
}
for (const path of Object.keys(HOUSE).filter((each) => each.endsWith('/package.json')))
  HOUSE[path.replace('package.json', 'README.md')] = '# A room\n'

function findings(files: Record<string, string>): string[] {
  root = mkdtempSync(join(tmpdir(), 'ruqsat-tidy-'))
  for (const [path, text] of Object.entries({ ...HOUSE, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return tidy(root).map(printFinding)
}

/** Samples of texts are written in code here. */
function findingsButLanguages(files: Record<string, string>): string[] {
  return findings(files).filter((line) => !line.endsWith('(languages)'))
}

test('a second rule for a value that has a type is found, in rooms and not in tests', () => {
  const rules = [
    'const mail = /^[^\\s@]+@[^\\s@]+\\.kz$/',
    'const phone = /^\\+?[78][\\d -]{10}$/',
    'const iin = /^\\d{12}$/.test(x)',
    'const day = /^\\d{4}-\\d{2}-\\d{2}$/',
    'const unseen = /[\\u200b\\ufeff]/g',
    'const login = /^[a-z0-9._@-]{3}$/',
    'const cast = typed as IIN',
  ].join('\n')
  const found = findings({ 'systems/portal/form.ts': rules, 'systems/portal/form.test.ts': rules, 'core/foundation/mail.ts': rules })
  expect(found.map((line) => /form\.ts:(\d).*use (\w+)/.exec(line)?.slice(1, 3))).toEqual([
    ['1', 'parseMailAddress'],
    ['2', 'parsePhoneNumber'],
    ['3', 'parseIIN'],
    ['4', 'parseDay'],
    ['5', 'tidyText'],
    ['7', 'the'],
  ])
})

test('a house that keeps its rules has no findings', () => {
  expect(
    findings({
      'core/clock/index.ts':
        "import { instantFromMs } from '@ruqsat/foundation'\nimport { rule } from './rule.ts'\nexport const at = (ms: number) => instantFromMs(ms) // not Date.now()\n",
      'core/clock/rule.test.ts':
        "import { readFileSync } from 'node:fs'\nimport { test } from 'vitest'\ntest('grain', () => readFileSync('x'))\n",
      'support/database/technical-clock.ts': 'export const ms = () => Date.now()\n',
      'support/database/index.ts':
        'export const q = (sql: any) => sql`select legal_time.now(), ${clock.now()}`\nexport const day = (text: string) => new Date(text)\n',
      'systems/portal/index.ts': "import type { Order } from '@ruqsat/payments/contract'\nexport const help = 'write to us now (please)'\n",
      'cmd/all.ts': "import { startPortal } from '@ruqsat/portal'\nimport { people } from '@ruqsat/sandbox'\n",
      'README.md': '# House\n[rooms](core/clock/index.ts), [top](#house), [web](https://example.kz), `[no](link)`\n',
      'regulations/2014-aktobe-120-grain/README.md': 'grain is at home here\n',
      'docs/faults.md': "| fault | now | held by |\n| 1 | so | `core/clock/held.test.ts` › a day's end<br>a type |\n",
      'core/clock/held.test.ts': "import { test } from 'vitest'\ntest('a day\\'s end', () => {})\n",
    }),
  ).toEqual([])
})

test('a contract that holds a text or a rule is found; types, parsers and codes are not', () => {
  const contract = [
    "import type { LocalText } from '@ruqsat/foundation'",
    "export const NAMES = { kk: 'a', ru: 'b' }",
    "export const CODES = ['kept-apart', 'lost'] as const",
    'export function parseOrder(text: string) {}',
    'export const isOrder = (text: string) => true',
    'export function feeOf(order: unknown) {}',
  ].join('\n')
  const found = findingsButLanguages({ 'systems/payments/contract.ts': contract, 'systems/payments/order.ts': contract })
  expect(found).toEqual([
    expect.stringMatching(/contract\.ts:2: .*texts.*\(contract-words\)$/),
    expect.stringMatching(/contract\.ts:6: 'feeOf' is no parser/),
  ])
})

test('what is thrown is a Fault', () => {
  const thrown = "if (rows.length > 1) throw new Error('Expected one row')\n"
  const found = findings({
    'systems/payments/order.ts': thrown,
    'systems/payments/order.test.ts': thrown,
    'systems/payments/testing.ts': thrown,
  })
  expect(found).toEqual([expect.stringMatching(/order\.ts:1: .*throw a Fault.*\(fault\)$/)])
})

test('a code of a refusal is compared whole', () => {
  const code = [
    "if (made.code.endsWith('taken')) stop()",
    'if (/-taken$/.test(made.code)) stop()',
    "if (made.code === 'login-taken') stop()",
  ]
  const found = findings({ 'systems/payments/order.ts': code.join('\n'), 'systems/payments/order.test.ts': code.join('\n') })
  expect(found.map((line) => line.replace(/.*order\.ts:(\d+).*\((.*)\)$/, '$1 $2'))).toEqual(['1 refusal-code', '2 refusal-code'])
})

describe('what is found, and what the message says to do instead', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'an undeclared package',
      { 'core/clock/index.ts': "import yaml from 'yaml'\n" },
      /core\/clock\/index\.ts:1: 'yaml' is not declared; add it to core\/clock\/package\.json/,
    ],
    [
      'an undeclared package asked for at run time',
      { 'support/database/index.ts': "\nawait import('pg')\n" },
      /index\.ts:2: 'pg' is not declared/,
    ],
    [
      'a path out of a room',
      { 'core/clock/index.ts': "export * from '../foundation/time.ts'\n" },
      /leaves the room @ruqsat\/clock; import the other room by its name/,
    ],
    [
      'an inner room that imports one above it',
      {
        'systems/payments/package.json': JSON.stringify({ name: '@ruqsat/payments', layers: ['wire', 'pages'] }),
        'systems/payments/wire/order.ts': "import { page } from '../pages/page.ts'\nexport const order = page\n",
        'systems/payments/pages/page.ts': 'export const page = 1\n',
      },
      /order\.ts:1: wire of @ruqsat\/payments may not import pages, which is above it \(wire -> pages\)/,
    ],
    [
      'a door that is none',
      { 'support/database/index.ts': "import '@ruqsat/foundation/time.ts'\n" },
      /@ruqsat\/foundation has no door '\.\/time\.ts'; its doors are \./,
    ],
    [
      'a system that imports a system',
      { 'systems/portal/index.ts': "import { startPayments } from '@ruqsat/payments'\n" },
      /by its contract and words only: import '@ruqsat\/payments\/contract'/,
    ],
    [
      'a sandbox that imports a system',
      { 'sandbox/index.ts': "import { startPayments } from '@ruqsat/payments'\n" },
      /by its contract and words only/,
    ],
    [
      'a system that imports the sandbox',
      {
        'systems/portal/index.ts': "import { people } from '@ruqsat/sandbox'\n",
        'systems/portal/package.json': room('portal', ['@ruqsat/sandbox']),
      },
      /portal\/index\.ts:1: .*\(systems\) may import core, support, glossary, systems only/,
    ],
    [
      'a core room whose product needs a room of support',
      { 'core/clock/package.json': room('clock', ['@ruqsat/foundation', '@ruqsat/database']) },
      /core\/clock\/package\.json:1: @ruqsat\/clock \(core\) may need core only, not @ruqsat\/database/,
    ],
    [
      'rooms in a ring',
      { 'core/foundation/package.json': room('foundation', ['@ruqsat/clock']) },
      /in a ring: @ruqsat\/\w+ -> @ruqsat\/\w+ -> @ruqsat\/\w+/,
    ],
    ['the machine in core', { 'core/clock/index.ts': "import { readFileSync } from 'node:fs'\n" }, /'node:fs' is the machine's/],
    ['randomness in core', { 'core/clock/index.ts': 'const n = Math.random()\n' }, /core has no randomness/],
    ['the environment in core', { 'core/clock/index.ts': 'const e = process.env.X\n' }, /core has no environment/],
    ["the machine's zone in core", { 'core/clock/index.ts': 'const h = new Date(1).getHours()\n' }, /the machine's zone is not ours/],
    ['words of the machine in core', { 'core/clock/index.ts': 'const f = new Intl.DateTimeFormat()\n' }, /the machine decides neither/],
    [
      'a timer of its own for background work',
      { 'systems/portal/index.ts': 'setInterval(sweep, 1000)\n' },
      /use openJobs of @ruqsat\/jobs/,
    ],
    ['JSON that is parsed unmeasured', { 'systems/portal/index.ts': 'const j = JSON.parse(body)\n' }, /use readJson .* with named limits/],
    [
      'a literal that is spread to pack a line',
      { 'systems/portal/index.ts': 'const o = { ...{ a, b }, c }\n' },
      /write the properties one under/,
    ],
    ['Date.now()', { 'systems/portal/index.ts': 'const n = Date.now()\n' }, /take LegalClock .* or TechnicalClock/],
    ['new Date() with nothing in it', { 'systems/portal/index.ts': 'const n = new Date( )\n' }, /take LegalClock/],
    ['new Date without brackets', { 'systems/portal/index.ts': 'const n = new Date\n' }, /take LegalClock/],
    [
      'SQL now() in a query',
      { 'systems/portal/index.ts': 'const q = sql`update x set at = now() where id = ${f({ a: `b` })}`\n' },
      /write legal_time\.now\(\)/,
    ],
    [
      'SQL time after a nested expression',
      { 'systems/portal/index.ts': 'const q = sql`${f({ a: 1 })} current_timestamp`\n' },
      /write legal_time\.now\(\)/,
    ],
    [
      'SQL time in a migration',
      {
        'systems/portal/store/migrations/001-x.sql':
          '-- now() here is fine\ncreate table portal.x (at timestamptz default clock_timestamp());\n',
      },
      /001-x\.sql:2: 'clock_timestamp\(' is not for here/,
    ],
    [
      "an act's word in an identifier",
      { 'systems/portal/index.ts': 'export const issueGrainLicence = 1\n' },
      /'Grain' is a word of one act; put what differs into the package/,
    ],
    ["an act's word in Kazakh", { 'support/database/index.ts': "const t = 'Астық қолхаттары'\n" }, /'Астық' is a word of one act/],
    ['the name of a package', { 'systems/portal/index.ts': "const p = 'x/2014-aktobe-120-grain/y'\n" }, /is a word of one act/],
    ['a file too long', { 'systems/portal/index.ts': 'const a = 1\n'.repeat(451) }, /index\.ts:451: 452 lines are too many/],
    ['a link to nowhere', { 'docs/a.md': 'see\n[this](../gone.md)\n' }, /docs\/a\.md:2: the link to '\.\.\/gone\.md' leads nowhere/],
    ['a room without a README', { 'support/web/package.json': room('web') }, /support\/web\/README\.md:1: the room has no README/],
    [
      'a name that two exported types share',
      {
        'core/clock/place.ts': 'export type Place = 1\n',
        'core/clock/twice.test.ts': 'export type Place = 3\n',
        'support/database/place.ts': '\nexport class Place {}\n',
      },
      /support\/database\/place\.ts:2: a type 'Place' is exported by core\/clock\/place\.ts already/,
    ],
    ['an anchor to nowhere', { 'docs/a.md': '# One\n[this](#two)\n' }, /leads nowhere/],
    ['a fault that no test holds', { 'docs/faults.md': '| 1 | it is so | a rule |\n' }, /faults\.md:1: the row names no test/],
    ['a test file that is gone', { 'docs/faults.md': '| 1 | it is so | `a/b.test.ts` › it is so |\n' }, /no test file 'a\/b\.test\.ts'/],
    [
      'a test that has another name now',
      { 'docs/faults.md': '| 1 | it is so | core/clock/a.test.ts › it is so |\n', 'core/clock/a.test.ts': "test('it was so', f)\n" },
      /'core\/clock\/a\.test\.ts' has no test 'it is so'/,
    ],
    ['a path of one machine', { 'docs/a.md': `run ${['', 'root', 'tool'].join('/')}\n` }, /is a path of one machine/],
  ])('%s', (_, files, message) => {
    const found = findings(files)
    expect(
      found.some((line) => message.test(line)),
      found.join('\n') || 'nothing was found',
    ).toBe(true)
  })
})

test('scanning tells code from strings, comments and regular expressions, and keeps every place', () => {
  const text = "const a = 'x' // Date.now()\nconst b = /['\"]/.test(`t ${f({ k: `n` })} u`) /* c */ + 1 / 2"
  const { code, strings } = scan(text)
  expect(code).toHaveLength(text.length)
  expect(code.replace(/\s+/g, ' ')).toBe("const a = ' ' const b = / /.test(` ${f({ k: ` ` })} `) + 1 / 2")
  expect(strings.replace(/\s+/g, ' ').trim()).toBe('x t n u')
})

test('a Kazakh place without its case, and units that nobody knows, are found with what to write', () => {
  const text = (kk: string) => `export const TEXT = { kk: '${kk}', ru: 'с', en: 'x' } // {day} бастап\n`
  expect(
    findingsButLanguages({
      'systems/portal/index.ts': text('{day} бастап, {size:dative} дейін') + 'export const said = (day: string) => `${day} дейін`\n',
      'regulations/2014-aktobe-120-grain/variants/issue.yaml': "# {due} дейін\nhint: { kk: '10 МиБ-қа дейін', en: '10 MB' }\n",
      'systems/portal/index.test.ts': text('{day} бастап'),
    }),
  ).toEqual([
    expect.stringMatching(/^regulations\/.*issue\.yaml:2: people do not know 'МиБ'; write МБ .*\(unit\)$/),
    expect.stringMatching(/^systems\/portal\/index\.ts:1: '\{day\} бастап' .*write \{day:ablative\} бастап.*\(kazakh-case\)$/),
    expect.stringMatching(/^systems\/portal\/index\.ts:2: '\{day\} дейін' .*\{day:dative\} дейін.*\(kazakh-case\)$/),
  ])
})

test('quotation marks of another language are found, where a text is built and where it is written in English', () => {
  expect(
    findingsButLanguages({
      'systems/portal/index.ts':
        "export const said = (name: string) => `«${name}»`\nexport const T = { kk: '«{a}»', ru: '«{a}»', en: '“{a}”' }\n",
      'regulations/2014-aktobe-120-grain/act.yaml': "note: { kk: '«х»', ru: '«х»', en: 'the «x»' }\n",
    }),
  ).toEqual([
    expect.stringMatching(/^regulations\/.*act\.yaml:1: « and » are not English.*\(quotation-marks\)$/),
    expect.stringMatching(/^systems\/portal\/index\.ts:1: « and » are not English.*quoted\(text, language\)/),
  ])
})

describe('tables', () => {
  const schema = (...tables: string[]) => findings({ 'systems/portal/store/schema.sql': `-- Generated.\n\n${tables.join('\n\n')}\n` })
  const table = (lines: readonly string[], after: readonly string[] = []) =>
    [`table portal.office (`, lines.map((line) => `  ${line}`).join(',\n'), ');', ...after].join('\n')
  const kind = (text: string) => `comment on table portal.office is '${text}';`

  test('say whose rows they hold', () => {
    expect(schema(table(['id uuid not null']))).toEqual([expect.stringContaining('schema.sql:3: portal.office does not say whose rows')])
    expect(schema(table(['id uuid not null'], [kind('For the office.')]))).toEqual([expect.stringContaining('does not say whose rows')])
    expect(
      schema(table(['id uuid not null'], [kind('By person: visitors.')]), table(['id uuid not null'], [kind('National: the law.')])),
    ).toEqual([])
  })

  test('by authority have it first in every key, unique rule and reference', () => {
    const by = kind('By authority: its desks.')
    expect(schema(table(['id uuid not null', 'constraint office_pkey PRIMARY KEY (id)'], [by]))).toEqual([
      expect.stringContaining("without a column 'authority text not null'"),
    ])
    const lines = ['authority text not null', 'id uuid not null', 'constraint office_pkey PRIMARY KEY (authority, id)']
    expect(schema(table(lines, [by, 'CREATE INDEX office_by_id ON portal.office USING btree (id);']))).toEqual([])
    const wrong = [
      ...['constraint desk_key UNIQUE (id, authority)', 'constraint house_fkey FOREIGN KEY (house) REFERENCES portal.house(id)'],
      'constraint place_check CHECK ((place > 0))',
    ]
    const index = 'CREATE UNIQUE INDEX one_place ON portal.office USING btree (lower(place)) WHERE (place IS NOT NULL);'
    expect(schema(table([...lines, ...wrong], [by, index])).map((line) => /:(\d+): .* key (\w+) /.exec(line)?.slice(1))).toEqual([
      ['7', 'desk_key'],
      ['8', 'house_fkey'],
      ['12', 'one_place'],
    ])
  })

  test('list no languages', () => {
    const check = "constraint office_language_check CHECK ((language = ANY (ARRAY['kk'::text, 'ru'::text, 'en'::text])))"
    expect(schema(table([check], [kind('National: the law.')]))).toEqual([expect.stringContaining('SQL lists languages')])
  })

  test('that do without it are at most ten, each with its reason', () => {
    expect(Object.keys(EXEMPT).length).toBeLessThanOrEqual(10)
    for (const reason of Object.values(EXEMPT)) expect(reason).toMatch(/\w+ \w+/)
  })
})

test('a word that many readers stumble over is found in comments, docs and faults, not in code, names of tests or texts of pages', () => {
  expect(
    findings({
      'tools/x.ts':
        "// It stands beside the table.\nconst told = 'mend it'\nthrow new Fault('Expected one at hand')\nconst a = /told/ // stands for b\n",
      'docs/a.md': 'Done anew, indeed: `told` | x.test.ts › it is told |\n',
      'tools/y.yaml': "# in vain\nkey: 'told'\n",
    }).map((line) => line.replace(/ is hard to read.*/, '')),
  ).toEqual([
    "docs/a.md:1: 'anew'",
    "tools/x.ts:1: 'stands'",
    "tools/x.ts:1: 'beside'",
    "tools/x.ts:3: 'at hand'",
    "tools/y.yaml:1: 'in vain'",
  ])
})

test('a sentence in code, a list of languages and a text that nothing shows are found', () => {
  const lines = [
    "import texts from './texts.yaml'",
    'export const shown = texts.page.title',
    "export const sentence = 'Жеке кабинет'",
    "export const languages = ['kk', 'ru', 'en']",
    "export type Known = 'kk' | 'ru'",
    "export const words = { kk: 'a', ru: 'b', en: 'c' }",
    'export const path = /^\\/(?:kk|ru|en)/',
  ].join('\n')
  const yaml = 'page:\n  title: { kk: а, ru: б, en: c }\n  old: { kk: г, ru: д, en: e }\n'
  const found = findings({ 'systems/portal/page.ts': lines, 'systems/portal/page.test.ts': lines, 'systems/portal/texts.yaml': yaml })
  expect(
    found
      .filter((line) => /languages|unused-text/.test(line))
      .map((line) => line.replace(/:\d+: .*\(/, (all) => `${all.split(':')[1]} (`).replace('systems/portal/', '')),
  ).toEqual([
    'page.ts3 (languages)',
    'page.ts4 (languages)',
    'page.ts5 (languages)',
    'page.ts6 (languages)',
    'page.ts7 (languages)',
    'texts.yaml3 (unused-text)',
  ])
})

test('a contract that imports or hands on words is found', () => {
  const contract =
    "import texts from './texts.yaml'\nexport { sayFinding } from './words/findings.ts'\nexport const keys = Object.keys(texts)\n"
  const found = findings({ 'systems/payments/contract.ts': contract, 'systems/payments/order.ts': contract })
  expect(found.filter((line) => line.endsWith('(contract-words)'))).toEqual([
    expect.stringMatching(/contract\.ts:1: .*the words of '\.\/texts\.yaml' stay in the room/),
    expect.stringMatching(/contract\.ts:2: .*the words of '\.\/words\/findings\.ts' stay in the room/),
  ])
})

describe('migrations', () => {
  const first = 'systems/portal/store/migrations/001-first.sql'
  const second = 'systems/portal/store/migrations/002-second.sql'
  const list = completeMigrationList({ files: [{ path: first, text: 'select 1;', room: null, isTest: false }] }, '')
  const found = (files: Record<string, string>) => findings(files).filter((line) => line.endsWith('(migrations)'))

  test('one that was listed and is changed or gone is found, an unchanged one is not', () => {
    expect(found({ [first]: 'select 1;', [MIGRATION_LIST]: list })).toEqual([])
    expect(found({ [first]: 'select 2;', [MIGRATION_LIST]: list })).toEqual([expect.stringContaining(`${first} was changed`)])
    expect(found({ [MIGRATION_LIST]: list })).toEqual([expect.stringContaining(`${first} is gone`)])
  })

  test('a new one is added to the list, and a line that is there never changes', () => {
    const files = [first, second].map((path) => ({ path, text: 'select 2;', room: null, isTest: false }))
    const more = completeMigrationList({ files }, list)
    expect(more.startsWith(list)).toBe(true)
    expect(more).toContain(second)
    expect(completeMigrationList({ files }, more)).toBe(more)
  })
})

test('a word that the glossary gives up for another is found in texts, by language, with its endings; an act keeps its own words', () => {
  const terms = [
    'terms:',
    "  - { kk: 'тізілім', ru: 'реестр', en: 'register', notSaid: { kk: ['тіркелім*'], ru: ['регистр'] }, notSaidByUs: { en: ['registry'] } }",
  ].join('\n')
  const texts =
    "a:\n  kk: Тіркелімнен алынды\n  ru: 'Регистр: регистратор'\n  en: From the registry\nb: { kk: 'тізілім', ru: 'тіркелім', en: 'registered' }\n"
  const found = findings({
    'glossary/terms.yaml': terms,
    'systems/portal/texts.yaml': texts,
    'regulations/2014-aktobe-120-grain/act.yaml': "name: { kk: 'тіркелімде', ru: 'в реестре', en: 'the registry' }",
    'regulations/2014-aktobe-120-grain/findings.yaml': "kk: 'тіркелім'",
    'systems/portal/page.ts': "const said = { kk: 'тіркелім' }",
  }).filter((line) => line.endsWith('(one-word)'))
  expect(found.map((line) => /^(\S+) '([^']+)' is another word for '([^']+)'/.exec(line)?.slice(1))).toEqual([
    ['regulations/2014-aktobe-120-grain/act.yaml:1:', 'тіркелімде', 'тізілім'],
    ['systems/portal/texts.yaml:2:', 'Тіркелімнен', 'тізілім'],
    ['systems/portal/texts.yaml:3:', 'Регистр', 'реестр'],
    ['systems/portal/texts.yaml:4:', 'registry', 'register'],
  ])
})
