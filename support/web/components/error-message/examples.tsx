import type { Example } from '../example.ts'
import { ErrorMessage } from './error-message.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  { title: 'a message', render: () => <ErrorMessage text={texts.errorMessageExamples.enterTheName} /> },
]
