import fc from 'fast-check'
import { isRefusal } from '@ruqsat/foundation'
import { dueDate, sumOfSteps, type Calendar, type Duration, type OfficeHours, type ZoneRules } from '@ruqsat/clock'
import { citation } from '@ruqsat/documents'
import { findVariant } from '@ruqsat/law'
import { KITE_CALENDAR, KITE_EDITION, KITE_TABLES, kiteSource } from '@ruqsat/engine/testing'
import { KAZAKH_VIEW, ViewContext } from '@ruqsat/web/testing'
import type { Child } from 'hono/jsx'
import { expect, test } from 'vitest'
import { CaseTimeline, DueOf, RequestView, sourceLabel } from '../index.ts'

const { regulation } = KITE_EDITION
const zone = KITE_TABLES.zones['kite-town'] as ZoneRules
const officeHours = regulation.authority.officeHours as OfficeHours
const variantOf = (id: string) => findVariant(regulation, id)!
const html = async (child: Child): Promise<string> =>
  String(await Promise.resolve(<ViewContext.Provider value={KAZAKH_VIEW}>{child}</ViewContext.Provider>))
const text = async (child: Child): Promise<string> =>
  (await html(child))
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')

function due(start: string, duration: Duration, calendar: Calendar = KITE_CALENDAR) {
  const answer = dueDate({ start, duration, calendar, officeHours, zone })
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}

test('a due date shows each day, why it counts or not, the rules and the calendar', async () => {
  // Friday 7 March 2025, 10:00 in Kite Town; 10 March is made a holiday.
  const source = { act: 'kites', item: '12', certainty: 'stated' } as const
  const name = { kk: 'Жел мерекесі', ru: 'День ветра', en: 'Day of wind' }
  const calendar = { ...KITE_CALENDAR, holidays: [{ id: 'wind', name, days: ['03-10'], dates: [], shifts: true, source }] } as Calendar
  const said = await text(
    <DueOf due={due('2025-03-07T05:00:00.000Z', { unit: 'workingDays', amount: 2 }, calendar)} regulation={regulation} />,
  )
  expect(said).toContain('2025\u00a0жылғы 12\u00a0наурыз, 18:30')
  expect(said).toContain('2 жұмыс күні')
  expect(said).toContain('алынған күн')
  expect(said.match(/демалыс күні/g)!.length).toBeGreaterThanOrEqual(2)
  expect(said).toContain('мереке: Жел мерекесі')
  expect(said).toContain('1-күн')
  expect(said).toContain('2-күн')
  expect(said).toContain('жұмыс күнтізбесі, 1-басылым')
  expect(said).toContain('Есептеу ережелері')
})

test('a due date that the law has moved shows what it was before, how that was counted, and the decree', async () => {
  const [before, after] = ['2025-03-07T05:00:00.000Z', '2025-03-10T05:00:00.000Z'].map((start) =>
    due(start, { unit: 'workingDays', amount: 1 }),
  )
  const source = { act: 'decree', item: '1', certainty: 'stated' } as const
  const moved = { ...after!, former: { due: before!, changedAt: '2025-03-08T00:00:00.000Z', source } }
  const said = await text(<DueOf due={moved} regulation={regulation} />)
  const [now, then] = said.split('Жұмыс күнтізбесі өзгергенге дейінгі мерзім')
  expect(now).toContain('2025\u00a0жылғы 11\u00a0наурыз, 18:30')
  expect(then).toMatch(/decree.*2025\u00a0жылғы 10\u00a0наурыз, 18:30.*жұмыс күнтізбесі, 1-басылым/s)
})

test('a term in minutes shows the stretches of office time across the break', async () => {
  const said = await text(<DueOf due={due('2025-03-03T07:45:00.000Z', { unit: 'minutes', amount: 30 })} />)
  expect(said).toContain('12:45–13:00')
  expect(said).toContain('14:30–14:45')
  expect(said).toContain('жұмыс уақыты: 15 минут')
})

test('what came after closing says why the count began later', async () => {
  const said = await text(<DueOf due={due('2025-03-03T16:00:00.000Z', { unit: 'hours', amount: 1 })} />)
  expect(said).toContain('жұмыс уақыты аяқталған еді')
})

test('a sum of steps says that it is one', async () => {
  const steps: readonly Duration[] = [
    { unit: 'minutes', amount: 30 },
    { unit: 'workingDays', amount: 1 },
  ]
  const sum = sumOfSteps('2025-03-03T05:00:00.000Z', steps, { calendar: KITE_CALENDAR, officeHours, zone })
  if (isRefusal(sum)) throw new Error(sum.code)
  const said = await text(<DueOf due={sum} />)
  expect(said).toContain('қадамдар мерзімдерінің қосындысы')
  expect(said).toContain('1-қадам: 30 минут')
  expect(said).toContain('2-қадам: 1 жұмыс күні')
})

test('a due date leaves no place unfilled, whatever happened to the term', async () => {
  const starts = ['2025-03-07T05:00:00.000Z', '2025-03-08T05:00:00.000Z', '2025-03-07T14:30:00.000Z', '2025-03-07T08:10:00.000Z']
  const units = ['seconds', 'minutes', 'hours', 'workingDays', 'calendarDays'] as const
  for (const start of starts)
    for (const unit of units)
      for (const amount of [1, 3, 20]) {
        const term = { unit, amount }
        const sum = sumOfSteps(start, [term, { unit: 'hours', amount: 4 }], { calendar: KITE_CALENDAR, officeHours, zone })
        const stops = [{ from: '2025-03-10T05:00:00.000Z', to: '2025-03-12T05:00:00.000Z' }]
        const stopped = dueDate({ start, duration: term, calendar: KITE_CALENDAR, officeHours, zone, stops })
        for (const each of [due(start, term), sum, stopped])
          if (!isRefusal(each)) expect(await text(<DueOf due={each} />)).not.toMatch(/[{}]|undefined|NaN/)
      }
})

test('the label of a source leaves the mark "assumed" to the note', () => {
  const label = sourceLabel(regulation, { act: 'kites', item: '5', certainty: 'assumed' })
  expect(label).toEqual(citation(regulation, { act: 'kites', item: '5', certainty: 'stated' }))
  expect(label.ru).not.toContain('предположение')
})

const REQUEST = {
  schema: 'ruqsat.request/1',
  edition: { regulation: 'kites', hash: 'cd'.repeat(32) },
  variant: 'issue',
  view: 'portal',
  form: { id: 'kite-form', language: 'kk' },
  title: 'Өтініш',
  addressee: 'Батпырауық кеңсесі',
  sections: [{ title: 'Батпырауық', fields: [{ id: 'colour', label: 'Түсі', value: 'blue', valueText: 'Көк' }] }],
  attachments: [
    { slot: 'sketch', label: 'Сызба', name: 'сызба 1.pdf', mediaType: 'application/pdf', sizeBytes: 52_341, sha256: 'ab'.repeat(32) },
  ],
  payment: { orderId: 'order-7', amountTiyn: 1_852_000, amountText: '18 520 ₸', paidAt: '2025-03-03T04:20:00.000Z', reference: 'REF-1' },
  statements: ['Мәліметтер дұрыс.'],
  applicant: { kind: 'individual', iin: '900101400011', bin: null, name: 'Сейітова Әлия' },
  preparedAt: '2025-03-03T04:30:00.000Z',
  draftId: 'draft-1',
}

function strings(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings)
  return value === null ? [] : [String(value)]
}

test('whom proceedings of the authority are about is the holder of the number and no applicant', async () => {
  const said = await text(<RequestView request={REQUEST} isOfOffice />)
  expect(said).toContain('Нөмір иесі')
  expect(said).not.toContain('Өтініш беруші')
})

test('every value that was signed is on the page', async () => {
  const said = await text(<RequestView request={REQUEST} zone={zone} attachmentHref={(sha256) => `/a/${sha256}`} />)
  const worded = new Set(['individual'])
  for (const value of strings(REQUEST).filter((each) => !worded.has(each))) expect(said, value).toContain(value)
  expect(said).toContain('жеке тұлға')
  expect(said).not.toContain('Басқа қол қойылған деректер')
})

test('what nobody has words for is shown as it stands, wherever it was put', async () => {
  const places: ((extra: unknown) => unknown)[] = [
    (extra) => ({ ...REQUEST, odd: extra }),
    (extra) => ({ ...REQUEST, applicant: { ...REQUEST.applicant, odd: extra } }),
    (extra) => ({ ...REQUEST, sections: [{ ...REQUEST.sections[0], odd: extra }] }),
    (extra) => ({ ...REQUEST, sections: [{ title: 'x', fields: [{ ...REQUEST.sections[0]!.fields[0], odd: extra }] }] }),
    (extra) => ({ ...REQUEST, attachments: [{ ...REQUEST.attachments[0], odd: extra }] }),
    (extra) => ({ ...REQUEST, payment: { ...REQUEST.payment, odd: extra } }),
    (extra) => ({ ...REQUEST, form: { ...REQUEST.form, odd: extra } }),
    (extra) => ({ ...REQUEST, statements: [extra] }),
    (extra) => ({ ...REQUEST, title: extra }),
    (extra) => ({ ...REQUEST, sections: extra }),
    (extra) => [extra],
    (extra) => extra,
  ]
  const word = fc.stringMatching(/^[a-zA-Zәі0-9]{3,12}$/)
  const odd = fc.oneof(word, fc.array(word, { minLength: 1 }), fc.dictionary(fc.constantFrom('a', 'b'), word, { minKeys: 1 }), fc.integer())
  await fc.assert(
    fc.asyncProperty(odd, fc.constantFrom(...places), async (extra, put) => {
      const said = await text(<RequestView request={put(extra)} zone={zone} />)
      for (const value of strings(extra)) expect(said).toContain(value)
    }),
    { seed: 20141001, numRuns: 300 },
  )
})

test('the history says what, when, who, by which paragraph and until when', async () => {
  const line = {
    at: '2025-03-03T05:00:00.000Z',
    event: 'taskStarted',
    stepId: 'L1',
    text: { kk: 'Қадам басталды', ru: 'Шаг начат', en: 'Step started' },
    source: kiteSource('L1'),
    due: due('2025-03-03T05:00:00.000Z', { unit: 'minutes', amount: 30 }),
    by: 'clara',
  } as const
  const page = (
    <CaseTimeline history={[line]} regulation={regulation} variant={variantOf('issue')} zone={zone} who={({ by }) => `Name of ${by}`} />
  )
  const said = await text(page)
  for (const part of ['Қадам басталды', '10:00', 'Name of clara', citation(regulation, line.source).kk, '10:30'])
    expect(said).toContain(part)
  expect(said).toMatch(/Мерзімі: \s*2025/)
})

test('the history gives the time of an outcome by its own paragraph, not by that of the step', async () => {
  const line = {
    at: '2025-03-03T05:00:00.000Z',
    event: 'outcomeTimed',
    stepId: 'E2',
    text: { kk: 'Толық емес деп тану', ru: 'Признание неполноты', en: 'To be found incomplete' },
    source: { act: 'kites', item: '3 1)', certainty: 'stated' },
    due: due('2025-03-03T05:00:00.000Z', { unit: 'workingDays', amount: 1 }),
    by: null,
  } as const
  const said = await text(
    <CaseTimeline history={[line]} regulation={regulation} variant={variantOf('strict')} zone={zone} who={() => null} />,
  )
  expect(said.split(citation(regulation, line.source).kk)).toHaveLength(3)
  expect(said).not.toContain(citation(regulation, kiteSource('E2')).kk)
})
