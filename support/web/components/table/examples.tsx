import type { Example } from '../example.ts'
import { StatusTag } from '../status-tag/status-tag.tsx'
import { Table } from './table.tsx'

const columns = [
  { text: { kk: 'Нөмірі', ru: 'Номер', en: 'Number' } },
  { text: { kk: 'Өтініш беруші', ru: 'Заявитель', en: 'Applicant' } },
  { text: { kk: 'Мерзімі', ru: 'Срок', en: 'Due' } },
  { text: { kk: 'Күйі', ru: 'Состояние', en: 'Status' } },
  { text: { kk: 'Алым, теңге', ru: 'Сбор, тенге', en: 'Fee, tenge' }, numeric: true },
]
const caption = { kk: 'Менің тапсырмаларым', ru: 'Мои задания', en: 'My tasks' }

export const examples: readonly Example[] = [
  {
    title: 'rows',
    render: () => (
      <Table
        caption={caption}
        columns={columns}
        rows={[
          [
            <a class="number" href="#1">
              2014-000017
            </a>,
            'Қожахметова Әйгерім Ғабитқызы',
            '02.10.2014 18:30',
            <StatusTag kind="danger" text={{ kk: 'мерзімі өтті', ru: 'просрочено', en: 'overdue' }} />,
            '18 520',
          ],
          [
            <a class="number" href="#2">
              2014-000021
            </a>,
            '«Тұлпар» ЖШС',
            '06.10.2014 18:30',
            <StatusTag kind="information" text={{ kk: 'қаралуда', ru: 'рассматривается', en: 'in review' }} />,
            '1 852',
          ],
        ]}
      />
    ),
  },
  {
    title: 'empty',
    render: () => (
      <Table
        caption={caption}
        columns={columns}
        rows={[]}
        empty={{
          kk: 'Тапсырма жоқ. Жаңасы осында шығады.',
          ru: 'Заданий нет. Новые появятся здесь.',
          en: 'No tasks. New ones appear here.',
        }}
      />
    ),
  },
]
