import type { Example } from '../example.ts'
import { Money } from '../money/money.tsx'
import { SummaryList } from './summary-list.tsx'

const change = { kk: 'Өзгерту', ru: 'Изменить', en: 'Change' }
const name = { kk: 'Атауы', ru: 'Название', en: 'Name' }

export const examples: readonly Example[] = [
  {
    title: 'with actions',
    render: () => (
      <SummaryList
        rows={[
          { key: name, value: '«Ақ бидай – Үміт» ЖШС', actions: [{ href: '#name', text: change, hidden: name }] },
          { key: { kk: 'БСН', ru: 'БИН', en: 'BIN' }, value: <span class="number">140540000012</span> },
          { key: { kk: 'Алым', ru: 'Сбор', en: 'Fee' }, value: <Money amountTiyn={1_852_000} /> },
        ]}
      />
    ),
  },
]
