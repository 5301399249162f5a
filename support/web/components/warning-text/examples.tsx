import type { Example } from '../example.ts'
import { WarningText } from './warning-text.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a warning',
    render: () => (
      <WarningText
        text={{
          kk: 'Бас тартылған жағдайда төленген алым қайтарылмайды.',
          ru: 'При отказе уплаченный сбор не возвращается.',
          en: 'If the request is refused, the fee is not returned.',
        }}
      />
    ),
  },
]
