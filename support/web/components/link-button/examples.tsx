import type { Example } from '../example.ts'
import { LinkButton } from './link-button.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'start',
    render: () => <LinkButton kind="start" href="#start" text={texts.linkButtonExamples.applyNow} />,
  },
  {
    title: 'secondary',
    render: () => <LinkButton kind="secondary" href="#print" text={texts.linkButtonExamples.openTheReceipt} />,
  },
]
