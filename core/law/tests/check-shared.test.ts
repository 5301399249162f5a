import { describe, expect, it } from 'vitest'
import { loadRegulation, type PackageFile } from '../index.ts'
import { broken, GOOD } from '../testing.ts'

const portal = GOOD.find((file) => file.path === 'views/first.portal.yaml')!.text
const copy = (path: string, from: string, text: (old: string) => string): PackageFile => ({
  path,
  text: text(GOOD.find((file) => file.path === from)!.text),
})
const term = (days: number) =>
  `offered: true\nterm: { duration: { amount: ${days}, unit: workingDays }, source: { act: sample, item: '16', certainty: stated } }`

/** The good act with a second variant; both share one portal, in which registering takes each variant's whole term. */
const TWO: readonly PackageFile[] = [
  ...GOOD.filter((file) => !file.path.startsWith('views/') && !file.path.startsWith('variants/') && !file.path.startsWith('scenarios/')),
  copy('variants/first.yaml', 'variants/first.yaml', (old) => old.replace('offered: true', term(9))),
  copy('variants/second.yaml', 'variants/first.yaml', (old) => old.replace('id: first', 'id: second').replace('offered: true', term(5))),
  copy('procedure/second.yaml', 'procedure/first.yaml', (old) => old.replace('variant: first', 'variant: second')),
  {
    path: 'views/portal.yaml',
    text: portal
      .replace('variant: first', 'variants: [first, second]')
      .replace('action: registerRequest,', 'action: registerRequest, takesTerm: true,'),
  },
]

function undecided(script: string, good = TWO): readonly string[] {
  const loaded = loadRegulation(broken(good, script))
  if (loaded.kind === 'broken') throw new Error(`Expected a package that loads but ${JSON.stringify(loaded.errors, null, 1)}`)
  const findings = loaded.findings.filter((finding) => finding.reading === null && finding.code !== 'reading-without-finding')
  return findings.map((finding) => `${finding.code} ${finding.subject}`)
}
/** What is not offered may be unsound: it is shown, and nobody is led along it. */
const notOffered = (...ids: readonly string[]) => ids.map((id) => `in variants/${id}.yaml\n- offered: true\n+ offered: false\n`).join('')
const written = (kind: 'prose' | 'table', ...rows: readonly string[]) =>
  `add transcript/${kind}.yaml\n+ id: ${kind}\n+ kind: ${kind}\n+ of: portal\n+ name: { kk: Жазба, ru: Запись, en: Record }\n+ source: { act: sample, item: '8', certainty: stated }\n+ rows:\n${rows
    .map((row) => `+   - { ${row}, source: { act: sample, item: '8', certainty: stated } }\n`)
    .join('')}`

describe('a view that variants share', () => {
  it('is told of once, by its own name', () => {
    expect(undecided(notOffered('first', 'second') + 'in views/portal.yaml\n- next: [{ to: S5 }]\n+ next: [{ to: end }]')).toEqual([
      'unreachable-step portal/S5',
    ])
  })

  it('has each variant’s time where a row gives one for each', () => {
    const times = (first: number) => `times: [{ amount: ${first}, unit: workingDays }, { amount: 5, unit: workingDays }]`
    expect(undecided(written('table', `number: '5', step: S5, ${times(9)}`))).toEqual([])
    expect(undecided(written('table', `number: '5', step: S5, ${times(8)}`))).toContain('table-differs table/5/time')
  })

  it('has steps and rows of one variant alone, and each variant’s table is whole', () => {
    const free = `in variants/second.yaml\n- fee:\n-   mciRate: 1\n-   name: { kk: Алым, ru: Сбор, en: Fee }\n-   returnRule: { kk: Қайтарылмайды, ru: Не возвращается, en: Not returned }\n-   source: { act: other-law, item: '9', certainty: found }\n`
    const only = (script: string) => loadRegulation(broken(TWO, `${free}${script}`))
    const rows = 'in views/portal.yaml\n- next: [{ to: S2 }]\n+ next: [{ to: S2, onlyFor: [first] }, { to: S4, onlyFor: [second] }]\n'
    const steps = ['action: pay,', 'action: checkPayment,', 'action: noticeNotPaid,'].map(
      (each) => `in views/portal.yaml\n- ${each}\n+ ${each} onlyFor: [first],\n`,
    )
    const loaded = only(rows + steps.join(''))
    if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
    const ids = loaded.edition.regulation.variants.map(({ views }) => views[0]!.steps.map(({ id }) => id))
    expect(ids).toEqual([
      ['S1', 'S2', 'SC1', 'S3', 'S4', 'S5'],
      ['S1', 'S4', 'S5'],
    ])
    expect(JSON.stringify(loaded.edition)).not.toContain('"onlyFor":["')
    expect(only(steps.join(''))).toMatchObject({ kind: 'broken', errors: [{ code: 'unknown-next', found: { en: 'S2' } }] })
  })

  it('is named with its variants where another one has its own', () => {
    const own = portal.replace('variant: first', 'variant: third').replace('next: [{ to: S5 }]', 'next: [{ to: end }]')
    const three = [
      ...TWO,
      copy('variants/third.yaml', 'variants/first.yaml', (old) => old.replace('id: first', 'id: third').replace('offered: true', term(9))),
      copy('procedure/third.yaml', 'procedure/first.yaml', (old) => old.replace('variant: first', 'variant: third')),
      { path: 'views/third.portal.yaml', text: own },
    ]
    expect(
      undecided(`${notOffered('first', 'second', 'third')}in views/portal.yaml\n- next: [{ to: S5 }]\n+ next: [{ to: end }]`, three),
    ).toEqual(['unreachable-step first+second/portal/S5', 'unreachable-step third/portal/S5', 'view-without-times third/portal'])
  })
})

describe('what is no contradiction', () => {
  it('a process and a question of one number are told apart by their steps', () => {
    const rows = ["number: '1', step: S1, unit: portal", "number: '1', step: SC1, unit: applicant"]
    expect(undecided(written('prose', ...rows))).toEqual(['prose-differs prose/S1/unit', 'prose-differs prose/SC1/unit'])
  })

  it('a table that names the whole provider where the text names the clerk', () => {
    const provider =
      "in units.yaml\n- units:\n+ units:\n+   - { id: provider, kind: provider, name: { kk: Беруші, ru: Услугодатель, en: Provider }, source: { act: sample, item: '6', certainty: stated } }\n"
    const rows = (unit: string) =>
      `${provider}${written('prose', "number: '1', step: S1, unit: clerk")}${written('table', `number: '1', step: S1, unit: ${unit}`)}`
    expect(undecided(rows('provider'))).toEqual(['prose-differs prose/1/unit'])
    expect(undecided(rows('head'))).toContain('table-differs table/1/unit')
  })

  it('a row that says less than the step', () => {
    expect(undecided(written('prose', "number: '1', step: S1", "number: '5', step: S5"))).toEqual([])
  })

  it('minutes said as seconds', () => {
    const timed = 'in views/portal.yaml\n- next: [{ to: S2 }]\n+ time: { duration: { amount: 90, unit: seconds } }, next: [{ to: S2 }]\n'
    expect(undecided(timed + written('table', "number: '1', step: S1, times: [{ amount: 1.5, unit: minutes }]"))).toEqual([
      'steps-without-times portal',
    ])
  })
})
