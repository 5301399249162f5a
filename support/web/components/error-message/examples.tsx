import type { Example } from '../example.ts'
import { ErrorMessage } from './error-message.tsx'

export const examples: readonly Example[] = [
  { title: 'a message', render: () => <ErrorMessage text={{ kk: 'Атауын енгізіңіз', ru: 'Введите название', en: 'Enter the name' }} /> },
]
