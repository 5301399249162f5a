import type { Example } from '../example.ts'
import { TextInput } from '../text-input/text-input.tsx'
import { ErrorSummary } from './error-summary.tsx'
import texts from '../texts.yaml'

const empty = texts.errorSummaryExamples.empty

export const examples: readonly Example[] = [
  {
    title: 'with the field it leads to',
    render: () => (
      <>
        <ErrorSummary errors={[{ field: 'firm', text: empty }, texts.errorSummaryExamples.page]} />
        <TextInput name="firm" label={texts.errorSummaryExamples.nameOfTheFirm} error={empty} />
      </>
    ),
  },
]
