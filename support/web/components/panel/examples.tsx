import type { Example } from '../example.ts'
import { Panel } from './panel.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a confirmation',
    render: () => (
      <Panel title={texts.panelExamples.yourRequestIsReceived}>
        <p class="number">2014-000017</p>
      </Panel>
    ),
  },
]
