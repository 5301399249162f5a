import type { Example } from '../example.ts'
import { TextInput } from '../text-input/text-input.tsx'
import { ErrorSummary } from './error-summary.tsx'
import texts from '../texts.yaml'
export const examples: readonly Example[] = [
  {
    title: 'with the field it leads to',
    render: () => (
      <>
        <ErrorSummary errors={[{ field: 'firm', text: texts.errorSummaryExamples.empty }, texts.errorSummaryExamples.page]} />
        <TextInput name="firm" label={texts.errorSummaryExamples.nameOfTheFirm} error={texts.errorSummaryExamples.empty} />
      </>
    ),
  },
]
