import type { Example } from '../example.ts'
import { Money } from '../money/money.tsx'
import { SummaryList } from './summary-list.tsx'
import texts from '../texts.yaml'

const change = texts.summaryListExamples.change
const name = texts.summaryListExamples.name

export const examples: readonly Example[] = [
  {
    title: 'with actions',
    render: () => (
      <SummaryList
        rows={[
          { key: name, value: '«Ақ бидай – Үміт» ЖШС', actions: [{ href: '#name', text: change, hidden: name }] },
          { key: texts.summaryListExamples.bin, value: <span class="number">140540000012</span> },
          { key: texts.summaryListExamples.fee, value: <Money amountTiyn={1_852_000} /> },
        ]}
      />
    ),
  },
]
