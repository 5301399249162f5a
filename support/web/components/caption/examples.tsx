import type { Example } from '../example.ts'
import { Caption } from './caption.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a service and its variant',
    render: () => (
      <Caption
        texts={[
          { kk: 'Қызметтің атауы', ru: 'Название услуги', en: 'Name of the service' },
          { kk: 'Лицензия беру', ru: 'Выдача лицензии', en: 'Issue of the licence' },
        ]}
      />
    ),
  },
]
