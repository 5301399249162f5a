import { describe, expect, it } from 'vitest'
import { allDecided, checkRegulation, loadRegulation, stepTable, stepTableCsv, type Finding, type Loaded } from '../index.ts'
import { broken, GOOD } from '../testing.ts'

function findingsOf(script: string): readonly Finding[] {
  const loaded = loadRegulation(broken(GOOD, script))
  if (loaded.kind === 'broken') throw new Error(`Expected a package that loads but ${JSON.stringify(loaded.errors)}`)
  return loaded.findings
}
/** What is not offered may be unsound: it is shown, and nobody is led along it. */
const NOT_OFFERED = 'in variants/first.yaml\n- offered: true\n+ offered: false\n'
const undecided = (findings: readonly Finding[]) =>
  findings.filter((finding) => finding.reading === null).map((finding) => [finding.code, finding.subject])

describe('the checker', () => {
  it('is content with a package whose every finding has a decided reading', () => {
    expect(allDecided((loadRegulation(GOOD) as Loaded).findings)).toBe(true)
  })

  it('names a step that no path reaches', () => {
    const findings = findingsOf(NOT_OFFERED + 'in views/first.portal.yaml\n- next: [{ to: S5 }]\n+ next: [{ to: end }]')
    expect(undecided(findings)).toEqual([['unreachable-step', 'first/portal/S5']])
    expect(allDecided(findings)).toBe(false)
  })

  it('shows the path into a loop that never ends', () => {
    const findings = findingsOf('in procedure/first.yaml\n- next: [{ to: end }]\n+ next: [{ to: P2 }]')
    expect(undecided(findings)).toContainEqual(['no-way-out', 'first/procedure/P4'])
    expect(findings.find((finding) => finding.subject === 'first/procedure/P4')?.path).toEqual(['P1', 'P2', 'P3', 'P4'])
  })

  it('finds steps that add up to more than the term, and is silent where they fit', () => {
    const term = (amount: number) =>
      `in variants/first.yaml\n- offered: true\n+ offered: true\n+ term: { duration: { amount: ${amount}, unit: workingDays }, source: { act: sample, item: '16', certainty: stated } }`
    expect(undecided(findingsOf(term(2))).map(([code]) => code)).toContain('steps-exceed-term')
    expect(undecided(findingsOf(term(3))).map(([code]) => code)).not.toContain('steps-exceed-term')
  })

  it('takes an outcome into the sum with its own time where it has one', () => {
    const script = (within: string) =>
      [
        "in variants/first.yaml\n- offered: true\n+ offered: true\n+ term: { duration: { amount: 9, unit: workingDays }, source: { act: sample, item: '16', certainty: stated } }",
        'in procedure/first.yaml\n- amount: 2, unit: workingDays\n+ amount: 8, unit: workingDays',
        `in procedure/first.yaml\n- next: [{ to: P3 }]\n+ next: [{ to: P3 }, { when: incomplete,${within} to: PX }]`,
        "in procedure/first.yaml\n-   - { id: P4,\n+   - { id: PX, shape: process, unit: officer, action: conclude, name: { kk: Толықтыру, ru: Дополнение, en: Complete }, completion: { kk: Болды, ru: Готово, en: Done }, time: { duration: { amount: 2, unit: workingDays } }, next: [{ to: P3 }], source: { act: sample, item: '15 5)', certainty: stated } }\n+   - { id: P4,",
      ].join('\n')
    expect(undecided(findingsOf(script(''))).map(([code]) => code)).toContain('steps-exceed-term')
    const timed = script(' within: { duration: { amount: 1, unit: workingDays } },')
    expect(undecided(findingsOf(timed)).map(([code]) => code)).not.toContain('steps-exceed-term')
  })

  it('finds plain days among working days', () => {
    expect(undecided(findingsOf('in procedure/first.yaml\n- amount: 4, unit: hours\n+ amount: 1, unit: calendarDays'))).toEqual([
      ['calendar-days-among-working-days', 'P3'],
    ])
    expect(
      undecided(findingsOf('in procedure/first.yaml\n- amount: 4, unit: hours }\n+ amount: 1, unit: calendarDays }, named: true')),
    ).toEqual([])
  })

  it('wants the kind of a plain day marked as a reading of what the row says', () => {
    const certain = (certainty: string) =>
      [
        "add transcript/prose.yaml\n+ id: prose\n+ kind: prose\n+ of: procedure\n+ name: { kk: Prose, ru: Prose, en: Prose }\n+ source: { act: sample, item: '15', certainty: stated }\n+ rows:\n+   - { number: '3)', step: P3, times: [{ amount: 1, unit: calendarDays }], source: { act: sample, item: '15 3)', certainty: stated } }",
        `in procedure/first.yaml\n- amount: 4, unit: hours }\n+ amount: 1, unit: calendarDays }, source: { act: sample, item: '15 3)', certainty: ${certainty} }`,
      ].join('\n')
    expect(undecided(findingsOf(certain('stated')))).toContainEqual(['source-differs', 'first/procedure'])
    expect(undecided(findingsOf(certain('assumed'))).map(([code]) => code)).not.toContain('source-differs')
  })

  it('takes a variant that demands nothing', () => {
    const none =
      "in variants/first.yaml\n- requirements:\n-   - { id: able, text: { kk: Қабілетті, ru: Способен, en: Able }, source: { act: sample, item: '10', certainty: stated } }\n+ requirements: []\n"
    const findings = findingsOf(`${none}in variants/first.yaml\n- , proves: [able] }\n+ , proves: [unfit] }`)
    expect(undecided(findings)).toEqual([])
  })

  it('tells of a reading that no longer answers anything', () => {
    const findings = findingsOf('in findings.yaml\n- subject: first/portal\n+ subject: first/kiosk')
    expect(undecided(findings)).toEqual([
      ['view-without-times', 'first/portal'],
      ['reading-without-finding', 'view-without-times first/kiosk'],
    ])
  })

  it('finds nothing new when asked again', () => {
    const loaded = loadRegulation(GOOD) as Loaded
    expect(checkRegulation(loaded.edition)).toEqual(loaded.findings.map(({ place: _place, ...finding }) => finding))
  })
})

describe('the step table', () => {
  it('is written in each language with unit, time and next step, and as CSV that a spreadsheet cannot run', () => {
    const { regulation } = (loadRegulation(broken(GOOD, 'in procedure/first.yaml\n- en: Accept }\n+ en: "=1+1, \\"x\\"" }')) as Loaded)
      .edition
    const table = stepTable(regulation.variants[0]!.procedure, regulation, 'kk')
    expect(table.rows[1]).toMatchObject({ id: 'P2', unit: 'Орындаушы', time: '2 жұмыс күні', next: 'P3', source: '15 2)' })
    expect(stepTableCsv(stepTable(regulation.variants[0]!.views[0]!, regulation, 'ru'), 'ru')).toContain('S4 (да); S3 (нет)')
    expect(stepTableCsv(stepTable(regulation.variants[0]!.procedure, regulation, 'en'), 'en')).toContain(`"'=1+1, ""x"""`)
  })
})
