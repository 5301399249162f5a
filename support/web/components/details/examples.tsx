import type { Example } from '../example.ts'
import { useSay } from '../../language/view.ts'
import { Details } from './details.tsx'

function Inside() {
  const say = useSay()
  return (
    <p>
      {say({
        kk: 'Кілт тек осы браузерде сақталады және ешқайда жіберілмейді.',
        ru: 'Ключ хранится только в этом браузере и никуда не передаётся.',
        en: 'The key stays in this browser and travels nowhere.',
      })}
    </p>
  )
}

const summary = { kk: 'Кілтім қайда сақталады?', ru: 'Где хранится мой ключ?', en: 'Where is my key kept?' }

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
