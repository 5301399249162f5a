import type { Example } from '../example.ts'
import { StatusTag } from './status-tag.tsx'

export const examples: readonly Example[] = [
  {
    title: 'all kinds',
    render: () => (
      <p>
        <StatusTag text={{ kk: 'жоба', ru: 'черновик', en: 'draft' }} />{' '}
        <StatusTag kind="information" text={{ kk: 'тіркелді', ru: 'зарегистрировано', en: 'registered' }} />{' '}
        <StatusTag kind="success" text={{ kk: 'берілді', ru: 'выдано', en: 'issued' }} />{' '}
        <StatusTag kind="warning" text={{ kk: 'мерзімі жақын', ru: 'срок близко', en: 'due soon' }} />{' '}
        <StatusTag kind="danger" text={{ kk: 'бас тартылды', ru: 'отказано', en: 'refused' }} />
      </p>
    ),
  },
]
