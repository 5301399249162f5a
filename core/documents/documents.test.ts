import { describe, expect, it } from 'vitest'
import type { Regulation, Variant } from '@ruqsat/law'
import { citation, lintResult, resultDocument, tengeText, type ResultInput } from './index.ts'

const text = (kk: string) => ({ kk, ru: kk, en: kk })
const source = { act: 'act', item: '5 3)', variant: 'issue', certainty: 'stated' } as const
const result = {
  kind: 'licence',
  title: text('Лицензия'),
  template: 't.typ',
  labels: { statement: text('Мәлімдеме') },
  source,
  registerLetters: 'LAA',
  licensedActivity: text('Қызмет'),
}
const variant = {
  id: 'issue',
  name: { kk: 'Лицензия беру', ru: 'Выдача лицензии', en: 'Issue' },
  grounds: [{ id: 'unmet', text: text('Сай емес'), remedy: text('Түзетіңіз'), source: { ...source, certainty: 'assumed' } }],
  form: {
    sections: [
      {
        fields: [
          { id: 'place', type: { kind: 'text' } },
          { id: 'moved', type: { kind: 'yesNo' } },
        ],
      },
    ],
  },
  views: [{ id: 'portal', name: text('Портал арқылы') }],
  procedure: { steps: [] },
  results: { grant: result, refuse: { ...result, kind: 'reasonedRefusal', labels: {} } },
} as unknown as Variant
const regulation = {
  id: 'act',
  laws: [{ id: 'law', name: text('Заң'), number: '1', on: 'unknown' }],
  variants: [variant],
  authority: { name: text('Басқарма'), address: text('Көше'), phone: '' },
  act: { title: text('Акт') },
  complaint: { place: text('Орын'), term: text('Мерзім'), source },
} as unknown as Regulation
const zone = {
  kind: 'zone',
  id: 'z',
  title: text('z'),
  rules: [{ fromInstant: '2000-01-01T00:00:00.000Z', offsetMinutes: 300, source }],
} as const
const input: ResultInput = {
  regulation,
  variant,
  zone,
  number: 'KZ96LAA00035527',
  answers: {},
  change: null,
  requestNumber: 'A-2026-000001',
  view: 'portal',
  registeredAt: '2026-11-20T05:00:00.000Z',
  at: '2026-11-22T20:30:00.000Z',
  conclusion: { decision: 'grant', groundIds: [], explanation: '' },
  ...({ language: 'kk', opinions: [] } as const),
  confirmations: [],
  holder: { name: 'Қойма', iin: '061211600012', bin: null, address: 'Көше, 7' },
  signer: { name: 'Басшы', position: text('Басшы') },
  verifyUrl: 'http://localhost/kk/verify/x',
  qr: ['1'],
  sandbox: true,
}

describe('a citation', () => {
  it('names in each language the places that a new package cites before its act is read', () => {
    expect(citation(null, { act: 'law', part: 'workingHours', certainty: 'stated' })).toEqual({
      kk: 'law, жұмыс кестесі',
      ru: 'law, график работы',
      en: 'law, working hours',
    })
    expect(citation(null, { act: 'law', part: 'portal', item: '3)', certainty: 'stated' }).ru).toBe('law, портал, 3)')
  })

  it('names paragraph and variant in the words of each language', () => {
    expect(citation(regulation, source)).toEqual({
      kk: 'Регламент, 5-тармақтың 3) тармақшасы (лицензия беру)',
      ru: 'Регламент, подп. 3) п. 5 (выдача лицензии)',
      en: 'The regulation, para 5, subpara 3) (issue)',
    })
  })
  it('names an annex table to its column', () => {
    expect(citation(null, { act: 'law', annex: '1', table: '2', column: '4', certainty: 'stated' })).toEqual({
      kk: 'law, 1-қосымша, 2-кесте, 4-баған',
      ru: 'law, приложение 1, таблица 2, графа 4',
      en: 'law, annex 1, table 2, column 4',
    })
  })
  it('names a paragraph of the resolution that brought the act', () => {
    expect(citation(null, { act: 'law', part: 'resolution', item: '4', certainty: 'stated' })).toEqual({
      kk: 'law, қаулының 4-тармағы',
      ru: 'law, п. 4 постановления',
      en: 'law, para 4 of the resolution',
    })
  })
  it('leaves the numbering of another law alone and says what is assumed', () => {
    expect(citation(regulation, { act: 'law', item: '32', certainty: 'assumed' })).toEqual({
      kk: 'Заң, 32 (болжам)',
      ru: 'Заң, 32 (предположение)',
      en: 'Заң, 32 (assumed)',
    })
  })
  it('names a law that no package lists, and its article, even without a package', () => {
    const name = { kk: 'Қол туралы заң', ru: 'Закон о подписи', en: 'Law on signatures' }
    const law = { name, numbering: 'articles' } as const
    expect(citation(null, { act: 'signatures', item: '10', certainty: 'stated', law })).toEqual({
      kk: 'Қол туралы заң, 10-бап',
      ru: 'Закон о подписи, ст. 10',
      en: 'Law on signatures, art. 10',
    })
  })
})

describe('the data of a result', () => {
  it("carries the day of signing on the authority's own clock and the package's labels", () => {
    const data = resultDocument(input)
    expect(data.issuedOn).toEqual({
      kk: '2026\u00a0жылғы 23\u00a0қараша',
      ru: '23\u00a0ноября 2026\u00a0года',
      en: '23\u00a0November 2026',
    })
    expect(data.labels.statement).toEqual({ kk: 'Мәлімдеме', ru: 'Мәлімдеме', en: 'Мәлімдеме' })
    expect(data.holder).toMatchObject({ identifierName: 'IIN', identifier: '061211600012' })
    expect(lintResult(data)).toEqual([])
  })
  it('reads a fact of a register by the question to this kind of holder, and has a dash for one that nobody asked', () => {
    const question = (onlyFor: string, label: string) => ({
      system: 'IS-X',
      onlyFor,
      answers: [{ id: 'use', type: { kind: 'choice', options: [{ id: 'a', label: text(label) }] } }],
    })
    const asking = { ...variant, registers: [question('individual', 'Бау'), question('legalEntity', 'Егін')] } as unknown as Variant
    const use = (answers: ResultInput['answers'], bin: string | null) =>
      resultDocument({ ...input, variant: asking, answers, holder: { ...input.holder, bin } }).registers['IS-X']!['use']!.kk
    expect([use({ 'IS-X.use': 'a' }, null), use({ 'IS-X.use': 'a' }, '061240001234'), use({}, null)]).toEqual(['Бау', 'Егін', '—'])
  })

  it('is not to be signed as a licence without a number, nor as a refusal without ground and explanation', () => {
    expect(lintResult(resultDocument({ ...input, number: null })).map((each) => each.en)).toEqual(['The document has no number.'])
    const bare = resultDocument({ ...input, number: null, conclusion: { decision: 'refuse', groundIds: [], explanation: ' ' } })
    expect(lintResult(bare).map((each) => each.en)).toEqual(['No ground of refusal is given.', 'The ground is not explained.'])
    const whole = resultDocument({
      ...input,
      number: null,
      conclusion: { decision: 'refuse', groundIds: ['unmet'], explanation: 'Себебі бар.' },
    })
    expect(lintResult(whole).map((each) => each.en)).toEqual(['A ground is only assumed: no department has confirmed it.'])
    expect(whole.grounds[0]).toMatchObject({
      text: { kk: 'Сай емес' },
      source: { kk: 'Регламент, 5-тармақтың 3) тармақшасы (лицензия беру)' },
    })
  })
  it('rests a refusal on a ground that a department confirms, by the place that it names, in both languages', () => {
    const confirmations = [
      {
        regulation: 'act',
        ground: 'unmet',
        by: text('Орган'),
        on: '2026-11-01',
        source: { act: 'law', item: '32(1)', certainty: 'found' },
      },
    ] as const
    const conclusion = { decision: 'refuse', groundIds: ['unmet'], explanation: 'Причина есть.' } as const
    const opinion = { opinion: 'objects', reason: 'Против', body: text('Орган'), at: input.at } as const
    const russian = { ...input, number: null, language: 'ru', confirmations, opinions: [opinion] } as const
    expect(lintResult(resultDocument({ ...russian, conclusion })).map((each) => each.en)).toEqual([
      'The explanation is not written in Kazakh.',
      'The reasons of the interested body are not written in Kazakh.',
    ])
    const data = resultDocument({
      ...russian,
      conclusion: { ...conclusion, inStateLanguage: 'Себебі бар.' },
      opinions: [{ ...opinion, inStateLanguage: 'Қарсы' }],
    })
    expect(lintResult(data)).toEqual([])
    expect(data.grounds[0]!.source.en).toBe('Заң, 32(1)')
    expect(data.explanations).toEqual([
      { language: 'kk', text: 'Себебі бар.' },
      { language: 'ru', text: 'Причина есть.' },
    ])
    // To a request in Kazakh nobody has to write Russian; who does is printed in both.
    const kazakh = { ...input, number: null, language: 'kk', confirmations } as const
    const also = { ...conclusion, explanation: 'Себебі бар.', alsoIn: { language: 'ru', text: 'Причина есть.' } } as const
    expect(resultDocument({ ...kazakh, conclusion: also }).explanations).toEqual(data.explanations)
    expect(data.opinion).toEqual(data.opinions[0])
    expect(data.opinion).toMatchObject({ opinion: { ru: 'возражает' }, day: { ru: '23\u00a0ноября 2026\u00a0года' } })
  })
})

it('writes sums with their sign and no-break spaces', () => {
  expect(tengeText(4_325_000)).toBe('43\u00a0250\u00a0₸')
})
