import type { Example } from '../example.ts'
import { Caption } from './caption.tsx'
import roomTexts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a service and its variant',
    render: () => <Caption texts={[roomTexts.captionExamples.nameOfTheService, roomTexts.captionExamples.issueOfTheLicence]} />,
  },
]
