import type { Example } from '../example.ts'
import { Panel } from './panel.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a confirmation',
    render: () => (
      <Panel title={{ kk: 'Сұрау салуыңыз қабылданды', ru: 'Ваш запрос принят', en: 'Your request is received' }}>
        <p class="number">2014-000017</p>
      </Panel>
    ),
  },
]
