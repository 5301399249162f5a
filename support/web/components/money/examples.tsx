import type { Example } from '../example.ts'
import { Money } from './money.tsx'

export const examples: readonly Example[] = [
  {
    title: 'tenge',
    render: () => (
      <p>
        <Money amountTiyn={1_852_000} />
      </p>
    ),
  },
  {
    title: 'with tiyn',
    render: () => (
      <p>
        <Money amountTiyn={1_852_050} />
      </p>
    ),
  },
]
