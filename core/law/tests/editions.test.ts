// Law in time over hand-made acts: bounds, standings, words, and what must hold on any day.
import { itemName } from '../time/edition-words.ts'
import { passageOf, passageText, type Passage } from '@ruqsat/foundation'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  actText,
  differenceLines,
  differenceOf,
  editionAt,
  editionDays,
  editionLines,
  entryOf,
  type Force,
  type HistoryNote,
  type ItemChange,
  loadRegulation,
  packageDifference,
  type Regulation,
} from '../index.ts'
import { placesThatDiffer } from '../tables/package-places.ts'
import { PHASES, STANDINGS } from '../time/editions.ts'
import { GOOD } from '../testing.ts'

const WHOLE_ACT = { part: 'act' }
const source = { act: 'shop', item: '1', certainty: 'stated' } as const
const text = (words: string) => ({ kk: words, ru: words, en: words })
const day = fc.integer({ min: 0, max: 3000 }).map((n) => new Date(Date.UTC(2012, 0, 1 + n)).toISOString().slice(0, 10))

function force(rule: Force['rule'], notBefore: string, notAfter: string, days: number | null = null): Force {
  return { rule, days, notBefore, notAfter, source }
}
function change(passage: Passage, operation: ItemChange['operation'], before: ItemChange['before'] = 'unknown'): ItemChange {
  return { ...passage, operation, before, text: text(`new ${passageText(passage)}`) }
}
function note(
  on: string,
  number: string,
  changes: readonly ItemChange[],
  takes: Force,
  kind: HistoryNote['kind'] = 'amendment',
): HistoryNote {
  return { kind, on, number, items: changes.map(passageOf), changes, force: takes, text: text(`note ${number}`), source }
}

const loaded = loadRegulation(GOOD)
if (loaded.kind === 'broken') throw new Error('Expected the good package to load')
const good = loaded.edition.regulation
function withHistory(history: readonly HistoryNote[], act: Partial<Regulation['act']> = {}): Regulation {
  return { ...good, act: { ...good.act, ...act, history } }
}

/** As the act that got a new text, then new paragraphs, and whose publication days nobody knows. */
const renewed = withHistory(
  [
    note('2016-03-29', '97', [change(WHOLE_ACT, 'replace')], force('afterPublication', 'unknown', '2016-07-01', 10)),
    note(
      '2017-12-21',
      '326',
      [change({ item: '3' }, 'replace'), change({ annex: '1' }, 'replace')],
      force('afterPublication', 'unknown', 'unknown', 21),
    ),
    note(
      '2018-08-10',
      '196',
      [change({ item: '10' }, 'repeal'), change({ item: '12' }, 'insert', 'absent')],
      force('afterPublication', 'unknown', '2018-12-31', 21),
    ),
    note('2020-08-28', '200', [], force('onPublication', '2020-09-03', '2020-09-03'), 'repeal'),
  ],
  {
    adoptedOn: '2015-09-03',
    registeredOn: '2015-09-23',
    publishedOn: 'unknown',
    force: force('afterPublication', 'unknown', '2015-12-31', 10),
  },
)
const kindsOn = (on: string) =>
  Object.fromEntries(editionAt(renewed, on).items.map(({ passage, standing }) => [passageText(passage), standing.kind]))

describe('bounds', () => {
  test('without a day of publication the rule alone gives the earliest day: N days must have passed after registration', () => {
    expect(entryOf(renewed.act).bounds).toEqual({ from: '2015-10-04', to: '2015-12-31' })
  })
  test('a known day of publication makes the day exact', () => {
    const act = { adoptedOn: '2015-09-03', registeredOn: '2015-09-23', force: force('afterPublication', 'unknown', 'unknown', 10) }
    expect(entryOf({ ...renewed.act, ...act, publishedOn: '2015-10-01' }).bounds).toEqual({ from: '2015-10-12', to: '2015-10-12' })
    const onPublication = { ...act, force: force('onPublication', 'unknown', 'unknown'), publishedOn: '2015-10-01' }
    expect(entryOf({ ...renewed.act, ...onPublication }).bounds).toEqual({ from: '2015-10-01', to: '2015-10-01' })
    expect(entryOf({ ...renewed.act, ...act, force: force('onRegistration', 'unknown', 'unknown') }).bounds.to).toBe('2015-09-23')
    const fromPublication = { ...act, force: force('fromPublication', 'unknown', 'unknown', 10), publishedOn: '2015-10-01' }
    expect(entryOf({ ...renewed.act, ...fromPublication }).bounds).toEqual({ from: '2015-10-11', to: '2015-10-11' })
  })
  test('an act that enters into force and takes effect on different days has two answers', () => {
    const days = { registeredOn: '2015-09-23', force: force('afterPublication', '2015-10-04', '2016-01-01', 10), history: [] }
    const act = { ...renewed.act, ...days, legalForce: force('onRegistration', 'unknown', 'unknown') }
    const said = (on: string) => actText(editionAt({ ...renewed, act }, on)).en
    expect(said('2015-09-22')).toMatch(/^Has not entered into force yet: first day: 23\u00a0September 2015\. Has not taken effect yet/)
    expect(said('2015-09-23')).toMatch(
      /^Entered into force: first day: 23\u00a0September 2015\. Has not taken effect yet: first day between/,
    )
    expect(said('2015-11-01')).toMatch(/^Entered into force: .*\. Unknown whether it has taken effect: .*Why: /)
    expect(said('2016-01-01')).toMatch(/^Entered into force: .*\. Has taken effect: /)
  })
  test('what is stated wins over the rule', () => {
    const stated = { ...renewed.act, force: force('afterPublication', '2015-11-11', '2015-11-11', 10) }
    expect(entryOf(stated).bounds).toEqual({ from: '2015-11-11', to: '2015-11-11' })
  })
})

describe('a day', () => {
  test.each([
    ['2015-09-02', 'notAdopted'],
    ['2015-09-03', 'notYetInForce'],
    ['2015-10-03', 'notYetInForce'],
    ['2015-10-04', 'unknownBetween'],
    ['2015-12-31', 'inForce'],
    ['2020-09-02', 'inForce'],
    ['2020-09-03', 'repealed'],
  ])('on %s the act is %s', (on, kind) => {
    expect(editionAt(renewed, on).act.kind).toBe(kind)
  })

  test('an item comes and goes with its own note, never before its act', () => {
    expect(kindsOn('2015-10-10')).toEqual({
      '3': 'unknownBetween',
      'annex 1': 'unknownBetween',
      '10': 'unknownBetween',
      '12': 'notAdopted',
    })
    expect(kindsOn('2018-08-20')).toMatchObject({ '3': 'inForce', '10': 'inForce', '12': 'notYetInForce' })
    expect(kindsOn('2018-10-01')).toMatchObject({ '10': 'repealUnknown', '12': 'unknownBetween' })
    expect(kindsOn('2019-01-01')).toMatchObject({ '10': 'repealed', '12': 'inForce' })
    expect(kindsOn('2021-01-01')).toEqual({ '3': 'repealed', 'annex 1': 'repealed', '10': 'repealed', '12': 'repealed' })
  })

  test('what stood before a change is unknown unless told; a new text of the whole act is a change of every item', () => {
    const wordings = (on: string) => {
      const edition = editionAt(renewed, on)
      return [edition.wording.kind, ...edition.items.slice(0, 2).map(({ wording }) => wording.kind)]
    }
    expect(wordings('2016-01-01')).toEqual(['before', 'before', 'before'])
    expect(wordings('2016-05-01')).toEqual(['uncertain', 'uncertain', 'uncertain'])
    expect(wordings('2017-01-01')).toEqual(['held', 'before', 'before'])
    expect(wordings('2019-06-01')).toEqual(['held', 'uncertain', 'uncertain'])
  })

  test('in words: unknown between two dates, and why', () => {
    const lines = editionLines(renewed, editionAt(renewed, '2018-10-01')).map(({ text: line }) => line.en)
    expect(lines).toContain('Published: unknown.')
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^para 12: Unknown between two dates: first day between 1\u00a0September 2018 and 31\u00a0December 2018\. Why: .*21 calendar days.*day of publication is unknown/,
      ),
    )
    expect(editionLines(renewed, editionAt(renewed, '2015-09-10')).map(({ text: line }) => line.kk)).toContain(
      'Әлі тіркелмеген: тіркелген күні — 2015\u00a0жылғы 23\u00a0қыркүйек.',
    )
  })

  test('the days at which something changes or becomes uncertain', () => {
    expect(editionDays(renewed).map(({ day: each }) => each)).toEqual([
      '2015-09-03', '2015-09-23', '2015-10-04', '2015-12-31', '2016-03-29', '2016-04-09', '2016-07-01', '2017-12-21', '2018-01-12', '2018-08-10',
      '2018-09-01', '2018-12-31', '2020-08-28', '2020-09-03',
    ]) // prettier-ignore
  })
})

describe('a difference', () => {
  const told = (one: string, other: string) =>
    differenceLines(differenceOf(renewed, one, other)).flatMap(({ text: line, items }) => [line.en, ...items.map((item) => item.en)])
  test('adopted, perhaps in effect, in effect: each with its items, dates and what is unknown', () => {
    expect(told('2016-03-28', '2016-03-30')).toEqual([
      expect.stringMatching(
        /^Adopted: act No 97 of 29\u00a0March 2016; on 30\u00a0March 2016 it has no effect yet: first day between 9\u00a0April 2016 and 1\u00a0July 2016/,
      ),
      expect.stringMatching(/^Given a new text: the whole text of the act\. .*What stood before is unknown/),
    ])
    expect(told('2017-12-20', '2018-03-01')).toEqual([
      expect.stringMatching(
        /^Between these days act No 326 .* possibly took effect; it is not known: first day not before 12\u00a0January 2018; the latest is unknown/,
      ),
      expect.stringMatching(/^Given a new text: para 3\./),
      expect.stringMatching(/^Given a new text: annex 1\./),
    ])
    expect(told('2018-08-09', '2019-01-01').slice(-3)).toEqual([
      expect.stringMatching(/^Took effect: act No 196/),
      expect.stringMatching(/^Removed: para 10\./),
      expect.stringMatching(/^Inserted: para 12\. new 12$/),
    ])
  })
  test('the order of the days does not matter; nothing known is said in words', () => {
    expect(told('2016-03-30', '2016-03-28')).toEqual(told('2016-03-28', '2016-03-30'))
    expect(told('2016-08-01', '2016-08-02')).toEqual(['Nothing is known to have changed between these days.'])
    expect(told('2020-09-01', '2020-09-30').join(' ')).toMatch(
      /The act\. 1\u00a0September 2020: In force.*30\u00a0September 2020: Repealed/,
    )
  })
})

test('an item that was surely repealed is not in doubt because a later note repeals it again', () => {
  const twice = withHistory([
    note('2016-01-01', '1', [change({ item: '2' }, 'repeal')], force('onPublication', '2016-01-02', '2016-01-02')),
    note('2017-01-01', '2', [change({ item: '2' }, 'repeal')], force('onPublication', '2017-01-02', 'unknown')),
  ])
  expect(editionAt(twice, '2017-06-01').items.map(({ standing }) => standing.kind)).toEqual(['repealed'])
})

describe('on any history', () => {
  const bound = fc.oneof({ weight: 3, arbitrary: day }, { weight: 1, arbitrary: fc.constant('unknown') })
  const forces = fc
    .tuple(
      fc.constantFrom<Force['rule']>('afterPublication', 'fromPublication', 'onPublication', 'onRegistration', 'otherText', 'unknown'),
      bound,
      bound,
    )
    .map(([rule, one, other]) => {
      const [from, to] = one !== 'unknown' && other !== 'unknown' && one > other ? [other, one] : [one, other]
      return force(rule, from, to, ['afterPublication', 'fromPublication'].includes(rule) ? 10 : null)
    })
  const changes = fc.array(
    fc.tuple(
      fc.constantFrom<Passage>({ item: '1' }, { item: '2' }, WHOLE_ACT),
      fc.constantFrom<ItemChange['operation']>('replace', 'change', 'insert', 'repeal'),
    ),
    { minLength: 1, maxLength: 3 },
  )
  const notes = fc.array(
    fc
      .tuple(day, changes, forces, fc.constantFrom<HistoryNote['kind']>('amendment', 'amendment', 'repeal'))
      .map(([on, items, takes, kind]) =>
        note(on, on, kind === 'repeal' ? [] : items.map(([item, operation]) => change(item, operation)), takes, kind),
      ),
    { maxLength: 4 },
  )
  const acts = fc
    .tuple(notes, forces, day, bound, bound)
    .map(([history, takes, adoptedOn, registeredOn, publishedOn]) =>
      withHistory(history, { force: takes, adoptedOn, registeredOn, publishedOn }),
    )

  test('time goes one way: no phase and no standing turns back, and what is in force never becomes doubtful again', () => {
    fc.assert(
      fc.property(acts, day, day, (regulation, one, other) => {
        const [before, after] = [one, other].toSorted().map((each) => editionAt(regulation, each)) as [
          ReturnType<typeof editionAt>,
          ReturnType<typeof editionAt>,
        ]
        const rank = (edition: typeof before) => STANDINGS.indexOf(edition.act.kind)
        expect(rank(after)).toBeGreaterThanOrEqual(rank(before))
        before.notes.forEach((each, at) =>
          expect(PHASES.indexOf(after.notes[at]!.phase)).toBeGreaterThanOrEqual(PHASES.indexOf(each.phase)),
        )
        before.items.forEach((item, at) => {
          const operations = item.changes.map(({ operation }) => operation)
          if (operations.includes('insert') && (operations.includes('repeal') || operations.filter((each) => each === 'insert').length > 1))
            return
          const then = after.items[at]!.standing.kind
          expect(STANDINGS.indexOf(then)).toBeGreaterThanOrEqual(STANDINGS.indexOf(item.standing.kind))
        })
      }),
    )
  })

  test('the days of change are all the days of change', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: 2999 }), (regulation, at) => {
        const [one, next] = [at, at + 1].map((n) => new Date(Date.UTC(2012, 0, 1 + n)).toISOString().slice(0, 10)) as [string, string]
        const shape = (on: string) => {
          const { act, notes: said, items } = editionAt(regulation, on)
          return JSON.stringify([
            act.kind,
            said.map(({ phase }) => phase),
            items.map(({ standing, wording }) => [standing.kind, wording.kind]),
          ])
        }
        const isListed = editionDays(regulation).some(({ day: each }) => each === next)
        if (!isListed) expect(shape(next)).toBe(shape(one))
      }),
    )
  })

  test('every day can be said in three languages, with no place left open', () => {
    fc.assert(
      fc.property(acts, day, day, (regulation, one, other) => {
        const differences = differenceLines(differenceOf(regulation, one, other)).flatMap(({ text: line, items }) => [line, ...items])
        const said = [...editionLines(regulation, editionAt(regulation, one)).map(({ text: line }) => line), ...differences]
        for (const line of said) for (const words of [line.kk, line.ru, line.en]) expect(words).not.toMatch(/[{}]|undefined|^$/)
      }),
    )
  })
})

describe('two packages', () => {
  test('nothing, something that is not structure, and every kind of difference in words', () => {
    expect(packageDifference(good, good).map((line) => line.en)).toEqual(['Nothing differs.'])
    expect(packageDifference(good, { ...good, templates: [] })[0]!.en).toMatch(/^changed: templates\/.* → none$/)
    const [variant] = good.variants
    // What no list compares is reported by its place, and never called the same.
    const fee = { ...variant!.fee!, returnRule: { ...variant!.fee!.returnRule, kk: 'Қайтарылмайды.' } }
    const other: Regulation = { ...good, variants: [{ ...variant!, fee }, ...good.variants.slice(1)] }
    expect(placesThatDiffer({ list: [{ id: 'a' }, { id: 'b' }] }, { list: [{ id: 'b' }, { id: 'a' }] })).toEqual([
      { path: ['list'], before: 'a, b', after: 'b, a', isOrder: true },
    ])
    expect(packageDifference(good, other).map((line) => line.en)).toEqual([
      expect.stringMatching(/^changed: variants\/\w+\/fee\/returnRule\/kk: .+ → Қайтарылмайды\.$/),
    ])
    const [step] = variant!.procedure.steps
    const changed: Regulation = {
      ...good,
      variants: [
        {
          ...variant!,
          term: { duration: { amount: 99, unit: 'workingDays' }, source },
          fee: null,
          silence: { means: 'refusal', ground: 'late', to: 'S7', source },
          form: {
            ...variant!.form,
            sections: variant!.form.sections.map((section) => ({
              ...section,
              fields: section.fields.map((field, at) => (at === 0 ? { ...field, corrects: 'holder.name' } : field)),
            })),
          },
          grounds: [],
          documents: [{ id: 'newDocument', name: text('New'), required: true, source }, ...variant!.documents],
          procedure: { ...variant!.procedure, steps: [{ ...step!, unit: 'somebody', time: null }, ...variant!.procedure.steps.slice(1)] },
        },
        ...good.variants.slice(1),
      ],
    }
    const said = packageDifference(good, changed).map((line) => line.en)
    expect(said).toContainEqual(expect.stringMatching(/^changed: variant .*, term: .* → 99 working days$/))
    expect(said).toContainEqual(
      expect.stringMatching(/^changed: variant .*, not decided in time: none → .*counts as refused.* \(late\) → S7$/),
    )
    expect(said).toContainEqual(expect.stringMatching(/^changed: field .*, corrects of the former paper: none → holder\.name$/))
    expect(said).toContainEqual(expect.stringMatching(/^added: document \(.*\) newDocument: New$/))
    expect(said).toContainEqual(expect.stringMatching(new RegExp(`^changed: .*procedure: step ${step!.id}, unit: .* → somebody$`)))
    expect(packageDifference(changed, good).map((line) => line.en)).toContainEqual(expect.stringMatching(/^removed: document/))
  })
})

describe('an item of an amendment', () => {
  test('is called as the act numbers it, the paragraph in the words of each language', () => {
    expect(itemName({ item: '7 3)' })).toEqual({ kk: '7-тармақ 3)', ru: 'пункт 7 3)', en: 'para 7 3)' })
    expect(itemName({ item: '5' }).ru).toBe('пункт 5')
    expect(itemName({ part: 'note' }).en).toBe('note')
  })
})
