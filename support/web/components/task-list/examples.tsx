import type { Example } from '../example.ts'
import { TaskList } from './task-list.tsx'
import texts from '../texts.yaml'

const done = { kind: 'success' as const, text: texts.taskListExamples.done.text }
const start = { kind: 'information' as const, text: texts.taskListExamples.start.text }
export const examples: readonly Example[] = [
  {
    title: 'three tasks',
    render: () => (
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
]
