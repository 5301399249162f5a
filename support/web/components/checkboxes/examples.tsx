import type { Example } from '../example.ts'
import { Checkboxes } from './checkboxes.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'two chosen of three',
    render: () => (
      <Checkboxes
        name="notify"
        legend={texts.checkboxesExamples.howShallWeTellYou}
        values={['sms', 'cabinet']}
        options={[
          { value: 'sms', text: texts.checkboxesExamples.sms },
          { value: 'mail', text: texts.checkboxesExamples.eMail },
          {
            value: 'cabinet',
            text: texts.checkboxesExamples.cabinet,
            hint: texts.checkboxesExamples.betterLeftOn,
          },
        ]}
      />
    ),
  },
]
