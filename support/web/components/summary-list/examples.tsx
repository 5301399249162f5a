import type { Example } from '../example.ts'
import { Money } from '../money/money.tsx'
import { SummaryList } from './summary-list.tsx'
import texts from '../texts.yaml'
export const examples: readonly Example[] = [
  {
    title: 'with actions',
    render: () => (
      <SummaryList
        rows={[
          {
            key: texts.summaryListExamples.name,
            value: '«Ақ бидай – Үміт» ЖШС',
            actions: [{ href: '#name', text: texts.summaryListExamples.change, hidden: texts.summaryListExamples.name }],
          },
          { key: texts.summaryListExamples.bin, value: <span class="number">140540000012</span> },
          { key: texts.summaryListExamples.fee, value: <Money amountTiyn={1_852_000} /> },
        ]}
      />
    ),
  },
]
