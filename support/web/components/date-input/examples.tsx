import type { Example } from '../example.ts'
import { DateInput } from './date-input.tsx'
import texts from '../texts.yaml'
export const examples: readonly Example[] = [
  {
    title: 'with a hint',
    render: () => <DateInput name="issued" legend={texts.dateInputExamples.legend} hint={texts.dateInputExamples.forExample2752014} />,
  },
  {
    title: 'with an error',
    render: () => (
      <DateInput
        name="issued-wrong"
        legend={texts.dateInputExamples.legend}
        value={{ day: '31', month: '2', year: '2014' }}
        error={texts.dateInputExamples.thereIsNoSuchDay}
      />
    ),
  },
]
