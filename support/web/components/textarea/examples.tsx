import type { Example } from '../example.ts'
import { Textarea } from './textarea.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'with a hint and text',
    render: () => (
      <Textarea
        name="reason"
        label={texts.textareaExamples.reasonForReturningIt}
        hint={texts.textareaExamples.sayWhatTheOfficerMust}
        value="Үшінші тармақта құжаттың күні көрсетілмеген."
      />
    ),
  },
  {
    title: 'with an error',
    render: () => <Textarea name="reason-empty" label={texts.textareaExamples.reason} error={texts.textareaExamples.writeTheReason} />,
  },
]
