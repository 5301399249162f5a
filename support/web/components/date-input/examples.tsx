import type { Example } from '../example.ts'
import { DateInput } from './date-input.tsx'
import texts from '../texts.yaml'

const legend = texts.dateInputExamples.legend

export const examples: readonly Example[] = [
  {
    title: 'with a hint',
    render: () => <DateInput name="issued" legend={legend} hint={texts.dateInputExamples.forExample2752014} />,
  },
  {
    title: 'with an error',
    render: () => (
      <DateInput
        name="issued-wrong"
        legend={legend}
        value={{ day: '31', month: '2', year: '2014' }}
        error={texts.dateInputExamples.thereIsNoSuchDay}
      />
    ),
  },
]
