import type { Example } from '../example.ts'
import { WarningText } from './warning-text.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a warning',
    render: () => <WarningText text={texts.warningTextExamples.ifTheRequestIsRefused} />,
  },
]
