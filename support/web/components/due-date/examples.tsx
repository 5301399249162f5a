import type { Example } from '../example.ts'
import { DueDate } from './due-date.tsx'

export const examples: readonly Example[] = [
  {
    title: 'open, with its derivation',
    render: () => (
      <DueDate
        date="2014-10-06"
        time="18:30"
        state="soon"
        open
        rule={{ kk: '2 жұмыс күні', ru: '2 рабочих дня', en: '2 working days' }}
        source={{ act: 'act', item: '5', certainty: 'stated' }}
        sourceLabel={{ kk: 'Регламент, 5-тармақ', ru: 'Регламент, пункт 5', en: 'Regulation, paragraph 5' }}
        start={{
          kk: '2014 жылғы 2 қазан, 09:40 (тағайындалды)',
          ru: '2 октября 2014 года, 09:40 (назначено)',
          en: '2 October 2014, 09:40 (assigned)',
        }}
        lines={[
          {
            text: { kk: '3 қазан, жұма', ru: '3 октября, пятница', en: '3 October, Friday' },
            counted: true,
            reason: { kk: '1-күн', ru: '1-й день', en: 'day 1' },
          },
          {
            text: { kk: '4 қазан, сенбі', ru: '4 октября, суббота', en: '4 October, Saturday' },
            counted: false,
            reason: { kk: 'демалыс күні', ru: 'выходной', en: 'day off' },
          },
          {
            text: { kk: '5 қазан, жексенбі', ru: '5 октября, воскресенье', en: '5 October, Sunday' },
            counted: false,
            reason: { kk: 'демалыс күні', ru: 'выходной', en: 'day off' },
          },
          {
            text: { kk: '6 қазан, дүйсенбі', ru: '6 октября, понедельник', en: '6 October, Monday' },
            counted: true,
            reason: { kk: '2-күн, мерзім соңы', ru: '2-й день, конец срока', en: 'day 2, end of the term' },
          },
        ]}
        calendar={{ kk: 'Қазақстан, 2014', ru: 'Казахстан, 2014', en: 'Kazakhstan, 2014' }}
      />
    ),
  },
  {
    title: 'derived, closed',
    render: () => (
      <DueDate date="2014-10-17" derived state="late" rule={{ kk: 'Қадамдар қосындысы', ru: 'Сумма шагов', en: 'Sum of the steps' }} />
    ),
  },
]
