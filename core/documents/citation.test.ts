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

const PLACES: readonly (readonly [act: string, item: string, kk: string, ru: string, en: string])[] = [
  ['act', '8 14)', 'Регламент, 8-тармақтың 14) тармақшасы', 'Регламент, подп. 14) п. 8', 'The regulation, para 8, subpara 14)'],
  ['act', '5', 'Регламент, 5-тармақ', 'Регламент, п. 5', 'The regulation, para 5'],
  [
    ...(['act', '5, issue, 3)', 'Регламент, 5-тармақтың 3) тармақшасы (лицензия беру)'] as const),
    ...(['Регламент, подп. 3) п. 5 (выдача лицензии)', 'The regulation, para 5, subpara 3) (issue of the licence)'] as const),
  ],
  [
    ...(['act', '6 14); 7 10)', 'Регламент, 6-тармақтың 14) тармақшасы; 7-тармақтың 10) тармақшасы'] as const),
    ...(['Регламент, подп. 14) п. 6; подп. 10) п. 7', 'The regulation, para 6, subpara 14); para 7, subpara 10)'] as const),
  ],
  [
    ...(['act', '12 5), 6)', 'Регламент, 12-тармақтың 5), 6) тармақшалары', 'Регламент, подп. 5), 6) п. 12'] as const),
    'The regulation, para 12, subparas 5), 6)',
  ],
  [
    ...(['act', '8 14)-15)', 'Регламент, 8-тармақтың 14)–15) тармақшалары', 'Регламент, подп. 14)–15) п. 8'] as const),
    'The regulation, para 8, subparas 14)–15)',
  ],
  [
    ...([
      'act',
      '12; annex 6',
      'Регламент, 12-тармақ; 6-қосымша',
      'Регламент, п. 12; приложение 6',
      'The regulation, para 12; annex 6',
    ] as const),
  ],
  ['law', '32', '«Рұқсаттар туралы» Заңның 32-бабы', 'ст. 32 Закона «О разрешениях»', 'art. 32 of the Law on Permits'],
  [
    ...(['law', '25(2)', '«Рұқсаттар туралы» Заңның 25-бабының 2-тармағы', 'п. 2 ст. 25 Закона «О разрешениях»'] as const),
    'art. 25(2) of the Law on Permits',
  ],
  [
    ...(['law', '19-1(2) 1)', '«Рұқсаттар туралы» Заңның 19-1-бабының 2-тармағының 1) тармақшасы'] as const),
    ...(['подп. 1) п. 2 ст. 19-1 Закона «О разрешениях»', 'art. 19-1(2), subpara 1) of the Law on Permits'] as const),
  ],
  [
    ...(['law', '616(4), row 2.3', '«Рұқсаттар туралы» Заңның 616-бабының 4-тармағы, 2.3-жол'] as const),
    ...(['строка 2.3 п. 4 ст. 616 Закона «О разрешениях»', 'art. 616(4), row 2.3 of the Law on Permits'] as const),
  ],
  ['standard', '9', 'Стандарттың 9-тармағы', 'п. 9 Стандарта', 'para 9 of the standard'],
  ['standard', 'annex 1', 'Стандарт, 1-қосымша', 'Стандарт, приложение 1', 'Standard, annex 1'],
  ['page', 'grounds', 'Порталдағы бет, негіздер', 'Страница портала, основания', 'Page of the portal, grounds'],
]

it('cites a place with the word for each of its parts, in the form that the language asks for', () => {
  for (const [act, item, kk, ru, en] of PLACES) expect(citation(regulation, { act, item, certainty: 'stated' })).toEqual({ kk, ru, en })
})
