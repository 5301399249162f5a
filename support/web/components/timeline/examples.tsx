import type { Example } from '../example.ts'
import { Timeline } from './timeline.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a service history',
    render: () => (
      <>
        <h2>Service history</h2>
        <Timeline
          items={[
            {
              title: { kk: 'Сұрау салу тіркелді', ru: 'Запрос зарегистрирован', en: 'Request registered' },
              at: { date: '2014-10-01', time: '10:02' },
              by: { kk: 'Кеңсе', ru: 'Канцелярия', en: 'Registry' },
            },
            {
              title: { kk: 'Орындаушы тағайындалды', ru: 'Назначен исполнитель', en: 'Officer assigned' },
              at: { date: '2014-10-02', time: '09:40' },
              by: { kk: 'Басшы', ru: 'Руководитель', en: 'Head' },
            },
            {
              title: { kk: 'Құжаттар қаралуда', ru: 'Документы рассматриваются', en: 'Documents in review' },
              state: 'current',
              by: { kk: 'Жауапты орындаушы', ru: 'Ответственный исполнитель', en: 'Officer' },
              status: { kind: 'warning', text: { kk: 'мерзімі жақын', ru: 'срок близко', en: 'due soon' } },
            },
            { title: { kk: 'Нәтижеге қол қою', ru: 'Подпись результата', en: 'Signing the result' }, state: 'ahead' },
          ]}
        />
      </>
    ),
  },
]
