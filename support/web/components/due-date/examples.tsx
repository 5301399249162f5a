import type { Example } from '../example.ts'
import { DueDate } from './due-date.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'open, with its derivation',
    render: () => (
      <DueDate
        date="2014-10-06"
        time="18:30"
        state="soon"
        open
        rule={texts.dueDateExamples['2WorkingDays']}
        source={{ act: 'act', item: '5', certainty: 'stated' }}
        sourceLabel={texts.dueDateExamples.regulationParagraph5}
        start={texts.dueDateExamples['2October20140940']}
        lines={[
          {
            text: texts.dueDateExamples['3OctoberFriday'],
            counted: true,
            reason: texts.dueDateExamples.day1,
          },
          {
            text: texts.dueDateExamples['4OctoberSaturday'],
            counted: false,
            reason: texts.dueDateExamples.dayOff,
          },
          {
            text: texts.dueDateExamples['5OctoberSunday'],
            counted: false,
            reason: texts.dueDateExamples.dayOff,
          },
          {
            text: texts.dueDateExamples['6OctoberMonday'],
            counted: true,
            reason: texts.dueDateExamples.day2EndOfThe,
          },
        ]}
        calendar={texts.dueDateExamples.kazakhstan2014}
      />
    ),
  },
  {
    title: 'derived, closed',
    render: () => <DueDate date="2014-10-17" derived state="late" rule={texts.dueDateExamples.sumOfTheSteps} />,
  },
]
