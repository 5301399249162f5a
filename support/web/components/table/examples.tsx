import type { Example } from '../example.ts'
import { StatusTag } from '../status-tag/status-tag.tsx'
import { Table } from './table.tsx'
import texts from '../texts.yaml'

const columns = [
  texts.tableExamples.columns,
  texts.tableExamples.columns2,
  texts.tableExamples.columns3,
  texts.tableExamples.columns4,
  { text: texts.tableExamples.columns.feeTenge, numeric: true },
]
export const examples: readonly Example[] = [
  {
    title: 'rows',
    render: () => (
      <Table
        caption={texts.tableExamples.caption}
        columns={columns}
        rows={[
          [
            <a class="number" href="#1">
              2014-000017
            </a>,
            'Қожахметова Әйгерім Ғабитқызы',
            '02.10.2014 18:30',
            <StatusTag kind="danger" text={texts.tableExamples.overdue} />,
            '18 520',
          ],
          [
            <a class="number" href="#2">
              2014-000021
            </a>,
            '«Тұлпар» ЖШС',
            '06.10.2014 18:30',
            <StatusTag kind="information" text={texts.tableExamples.inReview} />,
            '1 852',
          ],
        ]}
      />
    ),
  },
  {
    title: 'empty',
    render: () => (
      <Table caption={texts.tableExamples.caption} columns={columns} rows={[]} empty={texts.tableExamples.noTasksNewOnesAppear} />
    ),
  },
]
