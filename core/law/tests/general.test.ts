// What holds for every act, said once, and what an act says in its place.
import { expect, it } from 'vitest'
import { guaranteesOf, loadRegulation, type Broken, type Loaded, type PackageFile } from '../index.ts'
import { GOOD } from '../testing.ts'

const GENERAL = `id: kz
title: { kk: Жалпы заң, ru: Общий закон, en: The general law }
laws:
  - { id: code, number: '1', on: '2020-06-29', name: { kk: Кодекс, ru: Кодекс, en: Code } , numbering: articles }
conventions:
  - { id: dayAfterReceiptIsDayOne, source: { act: code, item: '76(2)', certainty: found } }
  - { id: lastDayOffMoves, source: { act: code, item: '76(5)', certainty: found } }
guarantees:
  - { id: silence, text: { kk: Жоқ, ru: Нет, en: No answer is a refusal. }, source: { act: code, item: '91(2)', certainty: found } }
complaint:
  place: { kk: Органға, ru: Органу, en: To the body. }
  term: { kk: Үш ай, ru: Три месяца, en: Three months. }
  source: { act: code, item: '92', certainty: found }
`
const act = GOOD.find(({ path }) => path === 'act.yaml')!.text
/** The good package without what it says itself of ways to count and complaints. */
const bare = without(without(act, 'conventions'), 'complaint')
const load = (own: string, general = GENERAL) =>
  loadRegulation([
    ...GOOD.map((file): PackageFile => (file.path === 'act.yaml' ? { ...file, text: `${bare}general: kz\n${own}` } : file)),
    { path: '../general/kz.yaml', text: general },
  ])

/** A text without one of its blocks. */
function without(text: string, key: string): string {
  return text.replace(new RegExp(`^${key}:.*\\n(?:[ #].*\\n)*`, 'm'), '')
}
const regulationOf = (loaded: Loaded | Broken) => {
  if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
  return loaded.edition.regulation
}
const codes = (loaded: Loaded | Broken) => (loaded as Broken).errors.map(({ code, file, line }) => [code, file, line])

it('speaks where the act says nothing, and is named as the one who speaks', () => {
  const regulation = regulationOf(load(''))
  expect(regulation.general).toEqual({ id: 'kz', title: expect.objectContaining({ en: 'The general law' }) })
  expect(regulation.conventions.map(({ id, inherited }) => [id, inherited])).toEqual([
    ['dayAfterReceiptIsDayOne', true],
    ['lastDayOffMoves', true],
  ])
  expect(regulation.complaint).toMatchObject({ inherited: true, term: { en: 'Three months.' } })
  expect(regulation.guarantees).toMatchObject([{ id: 'silence', inherited: true }])
})

it('gives way to what the act says with a source of its own, and to a rule that the act takes out', () => {
  const source = "source: { act: code, item: '1', certainty: found }"
  const regulation = regulationOf(
    load(`conventions:
  - { id: lastDayOffMoves, applies: false, ${source} }
  - { id: termEndsAtClosing, ${source} }
guarantees:
  - { id: silence, text: { kk: Иә, ru: Да, en: No answer is a grant. }, ${source} }
`),
  )
  expect(regulation.conventions.map(({ id, inherited }) => [id, inherited])).toEqual([
    ['dayAfterReceiptIsDayOne', true],
    ['termEndsAtClosing', undefined],
  ])
  expect(regulation.guarantees!.map(({ text, inherited }) => [text.en, inherited])).toEqual([['No answer is a grant.', undefined]])
})

it('says nothing of silence to who applies for a variant that says itself what silence means', () => {
  const regulation = regulationOf(load(''))
  expect(guaranteesOf(regulation, {})).toMatchObject([{ id: 'silence' }])
  for (const means of ['grant', 'refusal', 'nothing'] as const)
    expect(guaranteesOf(regulation, { silence: { means, source: regulation.act.source } }), means).toEqual([])
})

it('is changed in one file, on a day where it says so', () => {
  const term = 'term: { kk: Үш ай, ru: Три месяца, en: Three months. }'
  const dated = GENERAL.replace(
    term,
    `term:
    values:
      - { kk: Үш ай, ru: Три месяца, en: Three months. }
      - { from: '2027-07-01', kk: Бір ай, ru: Месяц, en: One month. }`,
  )
  const loaded = load('', dated) as Loaded
  const terms = [loaded, ...loaded.later].map(({ from, edition }) => [from, edition.regulation.complaint.term.en])
  expect(terms).toEqual([
    [null, 'Three months.'],
    ['2027-07-01', 'One month.'],
  ])
})

it('is not repeated, not unknown, and cites what it lists', () => {
  const again = "conventions:\n  - { id: lastDayOffMoves, source: { act: code, item: '76(5)', certainty: found } }\n"
  expect(codes(load(again))).toEqual([['repeats-general', 'act.yaml', expect.any(Number)]])
  expect(codes(load('', GENERAL.replace('id: kz', 'id: other')))).toContainEqual(['unknown-reference', 'act.yaml', expect.any(Number)])
  const unknownLaw = GENERAL.replace("source: { act: code, item: '92'", "source: { act: decode, item: '92'")
  expect(codes(load('', unknownLaw))).toEqual([['unknown-law', '../general/kz.yaml', 13]])
})

it('declares systems and channels, and an act adds those that no other has', () => {
  const cadastre = 'systems:\n  - { id: IS-CADASTRE, name: { kk: Кадастр, ru: Кадастр, en: Cadastre } }\n'
  const files = GOOD.map((file) => (file.path === 'act.yaml' ? { ...file, text: act.replace('systems:\n', cadastre) } : file))
  const regulation = regulationOf(loadRegulation(files))
  expect(regulation.systems!.some(({ id }) => id === 'IS-CADASTRE')).toBe(true)
  expect(regulation.channels!.map(({ kind }) => kind)).toContain('electronic')
})

it('a channel that nobody declared is refused', () => {
  const channels = act.slice(act.indexOf('channels:\n'))
  expect(
    codes(
      loadRegulation(
        GOOD.map((file) =>
          file.path === 'act.yaml' ? { ...file, text: act.replace(channels, 'channels:\n  - { id: kiosk, kind: counter }\n') } : file,
        ),
      ),
    ),
  ).toContainEqual(['unknown-reference', 'views/first.portal.yaml', expect.any(Number)])
})
