import type { Passages } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { expect, it } from 'vitest'
import { citation } from './index.ts'

const text = (kk: string, ru: string, en: string) => ({ kk, ru, en })
const regulation = {
  id: 'act',
  variants: [{ id: 'issue', name: text('Лицензия беру', 'Выдача лицензии', 'Issue of the licence') }],
  laws: [
    {
      id: 'law',
      number: '1',
      on: 'unknown',
      numbering: 'articles',
      name: text('«Рұқсаттар туралы» Заң', 'Закон «О разрешениях»', 'Law on Permits'),
      ofName: text('«Рұқсаттар туралы» Заңның', 'Закона «О разрешениях»', 'the Law on Permits'),
    },
    {
      id: 'standard',
      number: '2',
      on: 'unknown',
      numbering: 'points',
      name: text('Стандарт', 'Стандарт', 'Standard'),
      ofName: text('Стандарттың', 'Стандарта', 'the standard'),
    },
    { id: 'page', number: '3', on: 'unknown', name: text('Порталдағы бет', 'Страница портала', 'Page of the portal') },
  ],
} as unknown as Regulation

const PLACES: readonly (readonly [act: string, passages: Passages, kk: string, ru: string, en: string])[] = [
  ['act', { item: '8 14)' }, 'Регламент, 8-тармақтың 14) тармақшасы', 'Регламент, подп. 14) п. 8', 'The regulation, para 8, subpara 14)'],
  ['act', { item: '5' }, 'Регламент, 5-тармақ', 'Регламент, п. 5', 'The regulation, para 5'],
  [
    ...(['act', { item: '5 3)', variant: 'issue' }, 'Регламент, 5-тармақтың 3) тармақшасы (лицензия беру)'] as const),
    ...(['Регламент, подп. 3) п. 5 (выдача лицензии)', 'The regulation, para 5, subpara 3) (issue of the licence)'] as const),
  ],
  [
    ...([
      'act',
      { item: '6 14)', also: [{ item: '7 10)' }] },
      'Регламент, 6-тармақтың 14) тармақшасы; 7-тармақтың 10) тармақшасы',
    ] as const),
    ...(['Регламент, подп. 14) п. 6; подп. 10) п. 7', 'The regulation, para 6, subpara 14); para 7, subpara 10)'] as const),
  ],
  [
    ...(['act', { item: '12 5), 6)' }, 'Регламент, 12-тармақтың 5), 6) тармақшалары', 'Регламент, подп. 5), 6) п. 12'] as const),
    'The regulation, para 12, subparas 5), 6)',
  ],
  [
    ...(['act', { item: '8 14)..15)' }, 'Регламент, 8-тармақтың 14)–15) тармақшалары', 'Регламент, подп. 14)–15) п. 8'] as const),
    'The regulation, para 8, subparas 14)–15)',
  ],
  [
    ...([
      'act',
      { item: '12', also: [{ annex: '6' }] },
      'Регламент, 12-тармақ; 6-қосымша',
      'Регламент, п. 12; приложение 6',
      'The regulation, para 12; annex 6',
    ] as const),
  ],
  ['law', { item: '32' }, '«Рұқсаттар туралы» Заңның 32-бабы', 'ст. 32 Закона «О разрешениях»', 'art. 32 of the Law on Permits'],
  [
    ...(['law', { item: '25(2)' }, '«Рұқсаттар туралы» Заңның 25-бабының 2-тармағы', 'п. 2 ст. 25 Закона «О разрешениях»'] as const),
    'art. 25(2) of the Law on Permits',
  ],
  [
    ...(['law', { item: '19-1(2) 1)' }, '«Рұқсаттар туралы» Заңның 19-1-бабының 2-тармағының 1) тармақшасы'] as const),
    ...(['подп. 1) п. 2 ст. 19-1 Закона «О разрешениях»', 'art. 19-1(2), subpara 1) of the Law on Permits'] as const),
  ],
  [
    ...(['law', { item: '616(4)', row: '2.3' }, '«Рұқсаттар туралы» Заңның 616-бабының 4-тармағы, 2.3-жол'] as const),
    ...(['строка 2.3 п. 4 ст. 616 Закона «О разрешениях»', 'art. 616(4), row 2.3 of the Law on Permits'] as const),
  ],
  ['standard', { item: '9' }, 'Стандарттың 9-тармағы', 'п. 9 Стандарта', 'para 9 of the standard'],
  ['standard', { annex: '1' }, 'Стандарт, 1-қосымша', 'Стандарт, приложение 1', 'Standard, annex 1'],
  ['page', { part: 'grounds' }, 'Порталдағы бет, негіздер', 'Страница портала, основания', 'Page of the portal, grounds'],
]

it('cites a place with the word for each of its parts, in the form that the language asks for', () => {
  for (const [act, passages, kk, ru, en] of PLACES)
    expect(citation(regulation, { act, ...passages, certainty: 'stated' })).toEqual({ kk, ru, en })
})

it('names a table of the annex just named without the annex, and what a note is to', () => {
  const columns = { annex: '1', table: '1', column: '11', also: [{ annex: '1', table: '2', column: '9' }] }
  expect(citation(regulation, { act: 'act', ...columns, certainty: 'stated' }).en).toBe(
    'The regulation, annex 1, table 1, column 11; table 2, column 9',
  )
  const notes = { part: 'note', item: '3', also: [{ part: 'note', annex: '1' }] }
  expect(citation(regulation, { act: 'act', ...notes, certainty: 'stated' })).toEqual({
    kk: 'Регламент, 3-тармаққа ескерту; 1-қосымшаға ескерту',
    ru: 'Регламент, примечание к п. 3; примечание к приложению 1',
    en: 'The regulation, note to para 3; note to annex 1',
  })
})

const ONCE: readonly (readonly [item: string, passages: Passages])[] = [
  ['5, issue, 3)', { item: '5 3)', variant: 'issue' }],
  ['5, issue', { item: '5', variant: 'issue' }],
  ['6 6)-8); 7', { item: '6 6)..8)', also: [{ item: '7' }] }],
  ['12 1), 5), 6), 8)', { item: '12 1), 5), 6), 8)' }],
  ['annex 1, table 2, column 4', { annex: '1', table: '2', column: '4' }],
  ['annexes 1-8; resolution 4', { annex: '1..8', also: [{ part: 'resolution', item: '4' }] }],
  ['note to 12', { part: 'note', item: '12' }],
  ['616(4), row 2.3', { item: '616(4)', row: '2.3' }],
]

it.each(ONCE)('cites what an event or a kept edition of old holds as %s like the same place of today', (item, passages) => {
  const source = { act: 'act', certainty: 'stated' } as const
  expect(citation(regulation, { ...source, item })).toEqual(citation(regulation, { ...source, ...passages }))
})

it('keeps old words that are no place by numbers', () => {
  expect(citation(regulation, { act: 'page', item: 'ownership of the granary', certainty: 'stated' }).en).toBe(
    'Page of the portal, ownership of the granary',
  )
})
