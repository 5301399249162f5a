import { localPath, sendPage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS } from '../deps.ts'
import texts from './texts.yaml'

const TEXTS = texts.accessibility

export function accessibilityPage(app: FastifyInstance): void {
  app.get(localPath(PATHS.accessibility), (request, reply) => sendPage(request, reply, { title: TEXTS.title }, <Accessibility />))
}

function Accessibility() {
  const say = useSay()
  return (
    <>
      <h1>{say(TEXTS.title)}</h1>
      <p class="lead">{say(TEXTS.aim)}</p>
      <h2>{say(TEXTS.can)}</h2>
      <ul>
        {[TEXTS.keyboard, TEXTS.reader, TEXTS.zoom, TEXTS.narrow, TEXTS.script].map((text) => (
          <li>{say(text)}</li>
        ))}
      </ul>
      <h2>{say(TEXTS.limits)}</h2>
      <p>{say(TEXTS.limitsText)}</p>
      <p>{say(TEXTS.tell)}</p>
    </>
  )
}
