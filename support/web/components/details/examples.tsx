import type { Example } from '../example.ts'
import { useSay } from '../../language/view.ts'
import { Details } from './details.tsx'
import texts from '../texts.yaml'

function Inside() {
  const say = useSay()
  return <p>{say(texts.detailsExamples.theKeyStaysInThis)}</p>
}

const summary = texts.detailsExamples.summary

export const examples: readonly Example[] = [
  {
    title: 'closed',
    render: () => (
      <Details summary={summary}>
        <Inside />
      </Details>
    ),
  },
  {
    title: 'open',
    render: () => (
      <Details summary={summary} open>
        <Inside />
      </Details>
    ),
  },
]
