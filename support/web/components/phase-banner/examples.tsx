import type { Example } from '../example.ts'
import { PhaseBanner } from './phase-banner.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a banner',
    render: () => (
      <PhaseBanner
        tag={{ kk: 'Сынақ', ru: 'Проба', en: 'Trial' }}
        text={{
          kk: 'Мұндағы құжаттардың заңды күші жоқ.',
          ru: 'Документы здесь не имеют юридической силы.',
          en: 'Documents here have no legal force.',
        }}
      />
    ),
  },
]
