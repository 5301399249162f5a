import type { Example } from '../example.ts'
import { StepIndicator } from './step-indicator.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'in the middle',
    render: () => (
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
]
