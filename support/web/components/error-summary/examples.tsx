import type { Example } from '../example.ts'
import { TextInput } from '../text-input/text-input.tsx'
import { ErrorSummary } from './error-summary.tsx'

const empty = { kk: 'Фирманың атауын енгізіңіз', ru: 'Введите название фирмы', en: 'Enter the name of the firm' }

export const examples: readonly Example[] = [
  {
    title: 'with the field it leads to',
    render: () => (
      <>
        <ErrorSummary
          errors={[
            { field: 'firm', text: empty },
            { text: { kk: 'Төлем әлі түскен жоқ', ru: 'Оплата ещё не поступила', en: 'The payment has not arrived yet' } },
          ]}
        />
        <TextInput name="firm" label={{ kk: 'Фирманың атауы', ru: 'Название фирмы', en: 'Name of the firm' }} error={empty} />
      </>
    ),
  },
]
