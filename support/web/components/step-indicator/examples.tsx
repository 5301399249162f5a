import type { Example } from '../example.ts'
import { StepIndicator } from './step-indicator.tsx'

export const examples: readonly Example[] = [
  {
    title: 'in the middle',
    render: () => (
      <StepIndicator
        steps={[
          { text: { kk: 'Пішін', ru: 'Форма', en: 'Form' }, state: 'done', href: '#form' },
          { text: { kk: 'Құжаттар', ru: 'Документы', en: 'Documents' }, state: 'done', href: '#files' },
          { text: { kk: 'Төлем', ru: 'Оплата', en: 'Payment' }, state: 'current' },
          { text: { kk: 'Қол қою', ru: 'Подпись', en: 'Signature' }, state: 'ahead' },
        ]}
      />
    ),
  },
]
