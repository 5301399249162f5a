import type { Example } from '../example.ts'
import { DateInput } from './date-input.tsx'

const legend = { kk: 'Құжат берілген күн', ru: 'Дата выдачи документа', en: 'Date of the document' }

export const examples: readonly Example[] = [
  {
    title: 'with a hint',
    render: () => (
      <DateInput
        name="issued"
        legend={legend}
        hint={{ kk: 'Мысалы, 27 5 2014', ru: 'Например, 27 5 2014', en: 'For example, 27 5 2014' }}
      />
    ),
  },
  {
    title: 'with an error',
    render: () => (
      <DateInput
        name="issued-wrong"
        legend={legend}
        value={{ day: '31', month: '2', year: '2014' }}
        error={{ kk: 'Мұндай күн жоқ', ru: 'Такого дня нет', en: 'There is no such day' }}
      />
    ),
  },
]
