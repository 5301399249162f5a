// Values that change on a day, and packages of which each has its own days.
import { describe, expect, it } from 'vitest'
import { loadRegulation, type Broken, type Loaded } from '../index.ts'
import { GOOD } from '../testing.ts'

const variants = GOOD.find(({ path }) => path === 'variants/first.yaml')!.text
/** The package's fee and its name in two times, written as blocks that YAML reads on one line each. */
function dated(rows: (fee: string) => string, more: (text: string) => string = (text) => text) {
  const start = variants.indexOf('fee:\n')
  const end = variants.slice(start + 5).search(/^\S/m) + start + 5
  const own = variants.slice(start + 5, end)
  const item = (own: string) => own.replace(/^ {2}/gm, '      ').replace(/^ {6}/, '')
  const text = more(variants.slice(0, start) + `fee:\n  values:\n${rows(item(own))}` + variants.slice(end))
  return GOOD.map((file) => (file.path === 'variants/first.yaml' ? { ...file, text } : file))
}
const two = (own: string, from = "from: '2027-01-01'") => `    - ${own}    - ${from}\n      ${own.replace(/mciRate: [\d.]+/, 'mciRate: 7')}`
const load = (files: typeof GOOD) => loadRegulation(files)

describe('dated values', () => {
  it('make an edition for each time, with its days and a plain value', () => {
    const plain = loadRegulation(GOOD) as Loaded
    const loaded = load(dated((own) => two(own))) as Loaded
    expect(loaded).toMatchObject({ kind: 'loaded', from: null, to: '2026-12-31' })
    expect(loaded.edition.hash).toBe(plain.edition.hash)
    expect(loaded.later).toHaveLength(1)
    expect(loaded.later[0]).toMatchObject({ from: '2027-01-01', to: null })
    const [before, after] = [loaded.edition, loaded.later[0]!.edition].map(({ regulation }) => regulation.variants[0]!.fee)
    expect([before!.mciRate, after!.mciRate]).toEqual([plain.edition.regulation.variants[0]!.fee!.mciRate, 7])
    expect({ ...after, mciRate: before!.mciRate }).toEqual(before)
  })

  it('of several places change on their own days', () => {
    const named = (text: string) =>
      text.replace(
        /^name: (\{.*\})$/m,
        "name:\n  values:\n    - value: $1\n      source: { act: other-law, item: '1', certainty: stated }\n    - from: '2027-06-01'\n      value: { kk: Жаңа, ru: Новое, en: New }\n      source: { act: other-law, item: '1', certainty: stated }",
      )
    const loaded = load(dated((own) => two(own), named)) as Loaded
    expect([loaded, ...loaded.later].map(({ from, to, edition }) => [from, to, edition.regulation.variants[0]!.name.en === 'New'])).toEqual(
      [
        [null, '2026-12-31', false],
        ['2027-01-01', '2027-05-31', false],
        ['2027-06-01', null, true],
      ],
    )
  })

  it('within the package’s own days only those changes that fall into them', () => {
    const act = (text: string) =>
      `${text}\nedition: { from: '2027-03-01', to: '2028-12-31', source: { act: other-law, item: '1', certainty: stated } }\n`
    const files = dated((own) => two(own)).map((file) => (file.path === 'act.yaml' ? { ...file, text: act(file.text) } : file))
    const loaded = load(files) as Loaded
    expect(loaded).toMatchObject({ from: '2027-03-01', to: '2028-12-31', later: [] })
    expect(loaded.edition.regulation.variants[0]!.fee!.mciRate).toBe(7)
    expect(loaded.edition.regulation).not.toHaveProperty('edition')
  })

  it.each([
    ['a gap', (own: string) => two(own).replace('    - ', "    - to: '2026-12-30'\n      "), "to: '2026-12-31'", '2026-12-30'],
    ['an overlap', (own: string) => two(own).replace('    - ', "    - to: '2027-01-05'\n      "), "to: '2026-12-31'", '2027-01-05'],
    [
      'a beginning of the first',
      (own: string) => two(own).replace('    - ', "    - from: '2020-01-01'\n      "),
      'without a beginning',
      '2020-01-01',
    ],
    ['a wrong order', (own: string) => `${two(own)}    - from: '2026-06-01'\n      ${own}`, "from > '2027-01-01'", '2026-06-01'],
    ['no day', (own: string) => two(own, 'from: soon'), 'the first day', 'soon'],
    ['an end of the last', (own: string) => two(own, "from: '2027-01-01'\n      to: '2027-12-31'"), 'without an end', '2027-12-31'],
    ['one row', (own: string) => `    - ${own}`, 'two rows', 'a list'],
  ])('refuse %s at its line', (_name, rows, expected, found) => {
    const files = dated(rows)
    const { errors } = load(files) as Broken
    expect(errors.map(({ code }) => code)).toEqual(['dated-values'])
    const [error] = errors
    expect([error!.file, error!.expected.en, error!.found.en]).toEqual([
      'variants/first.yaml',
      expect.stringContaining(expected),
      expect.stringContaining(found),
    ])
    const line = files.find(({ path }) => path === error!.file)!.text.split('\n')[error!.line - 1]!
    expect(line).toContain(found === 'a list' ? '- ' : found)
  })

  it('that come into being: a row with `none: true`', () => {
    const ground = 'id: late, text: { kk: Кеш, ru: Поздно, en: Late }, remedy: { kk: Ерте, ru: Раньше, en: Earlier }'
    const rows = `  - values:\n      - none: true\n      - { from: '2027-01-01', ${ground}, source: { act: sample, item: '13', certainty: stated } }\n`
    const loaded = load(
      dated(
        (own) => two(own),
        (text) => text.replace('grounds:\n', `grounds:\n${rows}`),
      ),
    ) as Loaded
    expect([loaded, ...loaded.later].map(({ edition }) => edition.regulation.variants[0]!.grounds.map(({ id }) => id))).toEqual([
      ['unfit'],
      ['late', 'unfit'],
    ])
  })
})
