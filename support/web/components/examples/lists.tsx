import { Button, FileList, Form, Money, Pagination, StatusTag, StepIndicator, SummaryList, Table, TaskList, Timeline } from '../index.ts'
import texts from '../texts.yaml'

const columns = [
  texts.tableExamples.columns,
  texts.tableExamples.columns2,
  texts.tableExamples.columns3,
  texts.tableExamples.columns4,
  { text: texts.tableExamples.columns.feeTenge, numeric: true },
]
const done = { kind: 'success' as const, text: texts.taskListExamples.done.text }
const start = { kind: 'information' as const, text: texts.taskListExamples.start.text }

export const LISTS = {
  'file-list': {
    'two files, one that can be removed': () => (
      <FileList
        files={[
          { name: 'қоймаға меншік құқығы туралы акт.pdf', sizeBytes: 1_482_310 },
          {
            name: 'өте-ұзын-атаулы-сканерленген-құжат-бірінші-беті-және-екінші-беті-бірге.jpeg',
            sizeBytes: 52_000,
            action: (
              <Form action="/kk/_components/file-list">
                <Button text={texts.fileListExamples.remove} kind="quiet" hiddenText="өте-ұзын-атаулы-сканерленген-құжат.jpeg" />
              </Form>
            ),
          },
        ]}
      />
    ),
  },
  pagination: {
    'in the middle': () => <Pagination page={3} pages={12} href={(page) => `?page=${page}`} />,
  },
  'step-indicator': {
    'in the middle': () => (
      <StepIndicator
        steps={[
          { text: texts.stepIndicatorExamples.form, state: 'done', href: '#form' },
          { text: texts.stepIndicatorExamples.documents, state: 'done', href: '#files' },
          { text: texts.stepIndicatorExamples.payment, state: 'current' },
          { text: texts.stepIndicatorExamples.signature, state: 'ahead' },
        ]}
      />
    ),
  },
  'summary-list': {
    'with actions': () => (
      <SummaryList
        rows={[
          {
            key: texts.summaryListExamples.name,
            value: '«Ақ бидай – Үміт» ЖШС',
            actions: [{ href: '#name', text: texts.summaryListExamples.change, hidden: texts.summaryListExamples.name }],
          },
          { key: texts.summaryListExamples.bin, value: <span class="number">140540000012</span> },
          { key: texts.summaryListExamples.fee, value: <Money amountTiyn={1_852_000} /> },
        ]}
      />
    ),
  },
  table: {
    rows: () => (
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
    empty: () => (
      <Table caption={texts.tableExamples.caption} columns={columns} rows={[]} empty={texts.tableExamples.noTasksNewOnesAppear} />
    ),
  },
  'task-list': {
    'three tasks': () => (
      <TaskList
        items={[
          { text: texts.taskListExamples.fillTheForm, href: '#form', status: done },
          {
            text: texts.taskListExamples.attachDocuments,
            href: '#files',
            hint: texts.taskListExamples['2DocumentsLeft'],
            status: start,
          },
          { text: texts.taskListExamples.payTheFee, status: texts.taskListExamples.later },
        ]}
      />
    ),
  },
  timeline: {
    'a service history': () => (
      <>
        <h2>Service history</h2>
        <Timeline
          items={[
            {
              title: texts.timelineExamples.requestRegistered,
              at: { date: '2014-10-01', time: '10:02' },
              by: texts.timelineExamples.registry,
            },
            {
              title: texts.timelineExamples.officerAssigned,
              at: { date: '2014-10-02', time: '09:40' },
              by: texts.timelineExamples.head,
            },
            {
              title: texts.timelineExamples.documentsInReview,
              state: 'current',
              by: texts.timelineExamples.officer,
              status: { kind: 'warning', text: texts.timelineExamples.dueSoon },
            },
            { title: texts.timelineExamples.signingTheResult, state: 'ahead' },
          ]}
        />
      </>
    ),
  },
}
