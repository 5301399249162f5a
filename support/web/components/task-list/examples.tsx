import type { Example } from '../example.ts'
import { TaskList } from './task-list.tsx'

const done = { kind: 'success' as const, text: { kk: 'дайын', ru: 'готово', en: 'done' } }
const start = { kind: 'information' as const, text: { kk: 'бастау керек', ru: 'начать', en: 'to do' } }
const later = { text: { kk: 'кейін', ru: 'позже', en: 'later' } }

export const examples: readonly Example[] = [
  {
    title: 'three tasks',
    render: () => (
      <TaskList
        items={[
          { text: { kk: 'Пішінді толтыру', ru: 'Заполнить форму', en: 'Fill the form' }, href: '#form', status: done },
          {
            text: { kk: 'Құжаттарды тіркеу', ru: 'Приложить документы', en: 'Attach documents' },
            href: '#files',
            hint: { kk: '2 құжат қалды', ru: 'Осталось 2 документа', en: '2 documents left' },
            status: start,
          },
          { text: { kk: 'Алым төлеу', ru: 'Уплатить сбор', en: 'Pay the fee' }, status: later },
        ]}
      />
    ),
  },
]
