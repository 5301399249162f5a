import type { Example } from '../../site/showcase.tsx'
import { ErrorMessage } from './error-message.tsx'

export const examples: readonly Example[] = [
  { title: 'a message', render: () => <ErrorMessage text={{ kk: 'Атауын енгізіңіз', ru: 'Введите название', en: 'Enter the name' }} /> },
]
