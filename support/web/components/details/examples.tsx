import type { Example } from '../example.ts'
import { useSay } from '../../language/view.ts'
import { Details } from './details.tsx'
import texts from '../texts.yaml'

function Inside() {
  const say = useSay()
  return <p>{say(texts.detailsExamples.theKeyStaysInThis)}</p>
}

export const examples: readonly Example[] = [
  {
    title: 'closed',
    render: () => (
      <Details summary={texts.detailsExamples.summary}>
        <Inside />
      </Details>
    ),
  },
  {
    title: 'open',
    render: () => (
      <Details summary={texts.detailsExamples.summary} open>
        <Inside />
      </Details>
    ),
  },
]
