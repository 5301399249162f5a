// A model act and its children: what a child may say otherwise, what it must cite, and what is wrong with one.
import { LANGUAGES } from '@ruqsat/foundation'
import { expect, it } from 'vitest'
import { familyOf, formatPackageError, loadRegulation, packageFile, type Loaded, type PackageFile } from '../index.ts'
import { GOOD } from '../testing.ts'

const OPENS = 'opens: [variants/first.yaml fee, variants/first.yaml documents, procedure/first.yaml P2 time, notices, templates, service]\n'
const actText = GOOD.find(({ path }) => path === 'act.yaml')!.text
const blockOf = (key: string) => new RegExp(`^${key}:.*\\n(?:[ #].*\\n)*`, 'm').exec(actText)![0]
const cite = (item: string) => `source: { act: town, item: '${item}', certainty: stated }`
/** The child's `act.yaml`: what identifies it, and no more. */
const ACT = `model: sample-act
id: town
${blockOf('act').replaceAll('act: sample', 'act: town')}${blockOf('authority').replaceAll('act: sample', 'act: town')}items:
  - { item: '1..3' }
`

type Own = Readonly<Record<string, string>>
const filesOf = (own: Own, opens = OPENS, model: readonly PackageFile[] = GOOD): readonly PackageFile[] => [
  ...Object.entries({ 'act.yaml': ACT, ...own }).map(([path, text]) => ({ path, text })),
  ...model.map(({ path, text }) => ({ path: `../sample-act/${path}`, text: path === 'act.yaml' ? text + opens : text })),
]
const load = (...parts: Parameters<typeof filesOf>) => loadRegulation(filesOf(...parts))
const loaded = (...parts: Parameters<typeof filesOf>): Loaded => {
  const result = load(...parts)
  if (result.kind === 'broken') throw new Error(result.errors.map((error) => formatPackageError(error, 'en')).join('\n'))
  return result
}
const errorsOf = (...parts: Parameters<typeof filesOf>) => {
  const result = load(...parts)
  if (result.kind !== 'broken') throw new Error('Expected the child to be refused')
  for (const error of result.errors) for (const language of LANGUAGES) expect(error.remedy[language]).not.toBe('')
  return result.errors.map(({ code, file, line, column, expected, found }) => ({
    code,
    place: `${file}:${line}:${column}`,
    expected: expected.en,
    found: found.en,
  }))
}

const FEE = `fee:\n  mciRate: 3\n  ${cite('2')}\n`
const TIME = `steps:\n  - id: P2\n    time: { duration: { amount: 5, unit: workingDays } }\n    ${cite('3')}\n`

it('a child without anything of its own is its model under its own name, and cites the model', () => {
  const { regulation } = loaded({}).edition
  const model = loadRegulation(GOOD) as Loaded
  expect(regulation.variants).toEqual(model.edition.regulation.variants)
  expect(regulation.templates).toEqual(model.edition.regulation.templates)
  expect([regulation.id, regulation.model]).toEqual(['town', { id: 'sample', name: { kk: 'Үлгі', ru: 'Образец', en: 'Sample' } }])
  expect(regulation.laws.at(-1)).toMatchObject({ id: 'sample', number: '1', items: model.edition.regulation.items })
  expect(packageFile(filesOf({}), 'templates/paper.typ')?.path).toBe('../sample-act/templates/paper.typ')
})

it('what a child takes away is a fact of its own, with its source', () => {
  const { regulation } = loaded({ 'variants/first.yaml': `documents:\n  - { id: paper, none: true, ${cite('2')} }\n` }).edition
  expect(regulation.variants[0]!.documents).toEqual([])
  expect(regulation.model?.takesAway).toEqual([
    {
      what: 'variants/first.yaml documents paper',
      text: { kk: 'Қағаз', ru: 'Бумага', en: 'Paper' },
      source: expect.objectContaining({ act: 'town', item: '2' }),
    },
  ])
})

it('a child replaces what is open, with a source of its own; all else is the model’s', () => {
  const lease = `documents:\n  - { id: lease, name: { kk: Шарт, ru: Договор, en: Lease }, required: false, ${cite('2')} }\n`
  const { regulation } = loaded({
    'variants/first.yaml': FEE + lease,
    'procedure/first.yaml': TIME,
    'templates/paper.typ': '// ours',
  }).edition
  const [variant] = regulation.variants
  expect(variant!.fee).toMatchObject({ mciRate: 3, name: { en: 'Fee' }, source: { act: 'town', item: '2' } })
  expect(variant!.documents.map(({ id, source }) => `${id} ${source.act}`)).toEqual(['paper sample', 'lease town'])
  const [first, second] = variant!.procedure.steps
  expect([first!.source.act, second!.source.act, second!.time!.duration, second!.name.en]).toEqual([
    'sample',
    'town',
    { amount: 5, unit: 'workingDays' },
    'Examine',
  ])
})

it('takes away what is open with `none: true`', () => {
  const { regulation } = loaded({ 'variants/first.yaml': `documents: [{ id: paper, none: true, ${cite('2')} }]\n` }).edition
  expect(regulation.variants[0]!.documents).toEqual([])
})

it('every local difference is there, with its place, the place in the model and its source', () => {
  const family = familyOf(filesOf({ 'variants/first.yaml': FEE, 'procedure/first.yaml': TIME, 'templates/paper.typ': '// ours' }))
  if (family?.kind !== 'family') throw new Error('Expected a child')
  expect(
    family.differences.map(({ what, place, instead, before, after, source }) => [
      what,
      `${place.file}:${place.line}`,
      instead && `${instead.file}:${instead.line}`,
      before?.en,
      after?.en.slice(0, 20),
      source?.item,
    ]),
  ).toEqual([
    ['authority', 'act.yaml:18', '../sample-act/act.yaml:19', 'Department', 'Department', '2'],
    ['variants/first.yaml fee mciRate', 'variants/first.yaml:2', '../sample-act/variants/first.yaml:6', '1', '3', '2'],
    [
      'procedure/first.yaml steps P2 time duration',
      'procedure/first.yaml:3',
      '../sample-act/procedure/first.yaml:6',
      '2 workingDays',
      '5 workingDays',
      '3',
    ],
    ['templates/paper.typ', 'templates/paper.typ:1', '../sample-act/templates/paper.typ:1', expect.any(String), '"// ours"', undefined],
  ])
})

it('dated values work in both: each day of either gives an edition', () => {
  const model = GOOD.map((file) =>
    file.path === 'variants/first.yaml'
      ? {
          ...file,
          text: file.text.replace(
            /^documents:\n(.*)\n/m,
            (_all, row: string) =>
              `documents:\n${row}\n  - values:\n      - none: true\n      - from: '2027-01-01'\n        ${row
                .trim()
                .slice(2)
                .replace('paper', 'map')
                .slice(2, -2)
                .replace(/, (required|source|proves|name)/g, '\n        $1')}\n`,
          ),
        }
      : file,
  )
  const fee = `fee:\n  mciRate:\n    values:\n      - value: 3\n        ${cite('2')}\n      - from: '2028-01-01'\n        value: 4\n        ${cite('3')}\n  ${cite('2')}\n`
  const child = loaded({ 'variants/first.yaml': fee }, OPENS, model)
  expect(
    [child, ...child.later].map(({ from, edition: { regulation } }) => [
      from,
      regulation.variants[0]!.fee!.mciRate,
      regulation.variants[0]!.documents.length,
    ]),
  ).toEqual([
    [null, 3, 1],
    ['2027-01-01', 3, 2],
    ['2028-01-01', 4, 2],
  ])
})

it('what the model does not open stays as it is', () => {
  const step = `steps:\n  - id: P3\n    time: { duration: { amount: 5, unit: hours } }\n    ${cite('3')}\n`
  expect(errorsOf({ 'procedure/first.yaml': step })).toEqual([
    {
      code: 'not-open',
      place: 'procedure/first.yaml:3:23',
      expected: 'one of: variants/first.yaml fee, variants/first.yaml documents, procedure/first.yaml P2 time, notices, templates, service',
      found: 'procedure/first.yaml steps P3 time duration',
    },
  ])
  expect(errorsOf({ 'procedure/first.yaml': TIME.replace('time:', 'next: [{ to: P4 }]\n    time:') })[0]).toMatchObject({
    code: 'not-open',
    found: 'procedure/first.yaml steps P2 next',
  })
  expect(errorsOf({ 'act.yaml': `${ACT}host: regional\n` })[0]).toMatchObject({ code: 'not-open', found: 'host' })
  expect(errorsOf({ 'variants/first.yaml': FEE }, '')[0]).toMatchObject({ code: 'not-open', expected: 'nothing: the model has no `opens`' })
})

it('a child does not repeat its model', () => {
  expect(errorsOf({ 'variants/first.yaml': `fee:\n  mciRate: 1\n  ${cite('2')}\n` })).toMatchObject([
    { code: 'repeats-model', place: 'variants/first.yaml:2:12' },
  ])
  const paper = GOOD.find(({ path }) => path === 'templates/paper.typ')!.text
  expect(errorsOf({ 'templates/paper.typ': paper })).toMatchObject([{ code: 'repeats-model', place: 'templates/paper.typ:1:1' }])
})

it('what a child says otherwise cites an item of its own act that there is', () => {
  const bare = 'fee:\n  mciRate: 3\n'
  expect(errorsOf({ 'variants/first.yaml': bare })).toMatchObject([
    { code: 'cites-no-own-item', place: 'variants/first.yaml:2:12', expected: 'source: { act: town, … }' },
  ])
  expect(errorsOf({ 'variants/first.yaml': `${bare}  source: { act: sample, item: '2', certainty: stated }\n` })[0]!.code).toBe(
    'cites-no-own-item',
  )
  expect(errorsOf({ 'variants/first.yaml': `${bare}  ${cite('7')}\n` })).toMatchObject([
    { code: 'unknown-item', place: 'variants/first.yaml:3:30' },
  ])
})

it('a model that is not there, or has a model itself, is refused; so is one that names its own folder', () => {
  expect(errorsOf({}, OPENS, [])).toMatchObject([{ code: 'missing-model', place: 'act.yaml:1:8', found: 'sample-act' }])
  expect(errorsOf({}, `${OPENS}model: another\n`)).toMatchObject([{ code: 'model-of-model', place: 'act.yaml:1:8' }])
  const itself = [...filesOf({}, '', []), { path: '../sample-act/act.yaml', text: ACT }]
  expect(loadRegulation(itself)).toMatchObject({ kind: 'broken', errors: [{ code: 'model-of-model' }] })
})

it('an error in what is inherited names the file of the model', () => {
  const model = GOOD.map((file) =>
    file.path === 'units.yaml' ? { ...file, text: file.text.replace('kind: applicant', 'kind: anybody') } : file,
  )
  expect(errorsOf({}, OPENS, model)[0]).toMatchObject({
    code: 'wrong-value',
    place: expect.stringMatching(/^\.\.\/sample-act\/units\.yaml:2:/),
  })
})

it('a model opens only what it has', () => {
  const files = GOOD.map((file) =>
    file.path === 'act.yaml'
      ? { ...file, text: `${actText}opens: [procedure/first.yaml P2 time, variants/first.yaml term, procedure/first.yaml P9 time]\n` }
      : file,
  )
  const result = loadRegulation(files)
  expect(result).toMatchObject({
    kind: 'broken',
    errors: [{ code: 'unknown-reference', file: 'act.yaml', found: { en: 'procedure/first.yaml P9 time' } }],
  })
})
