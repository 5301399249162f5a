import type { Example } from '../example.ts'
import { LinkButton } from './link-button.tsx'

export const examples: readonly Example[] = [
  {
    title: 'start',
    render: () => <LinkButton kind="start" href="#start" text={{ kk: 'Сұрау салу', ru: 'Подать запрос', en: 'Apply now' }} />,
  },
  {
    title: 'secondary',
    render: () => (
      <LinkButton kind="secondary" href="#print" text={{ kk: 'Қолхатты ашу', ru: 'Открыть расписку', en: 'Open the receipt' }} />
    ),
  },
]
