import type { Example } from '../example.ts'
import { InsetText } from './inset-text.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a note',
    render: () => <InsetText text={texts.insetTextExamples.ifYouApplyTodayThe} />,
  },
]
