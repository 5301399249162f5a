import { localPath, sendPage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS } from '../deps.ts'
import texts from './texts.yaml'

export function accessibilityPage(app: FastifyInstance): void {
  app.get(localPath(PATHS.accessibility), (request, reply) =>
    sendPage(request, reply, { title: texts.accessibility.title }, <Accessibility />),
  )
}

function Accessibility() {
  const say = useSay()
  return (
    <>
      <h1>{say(texts.accessibility.title)}</h1>
      <p class="lead">{say(texts.accessibility.aim)}</p>
      <h2>{say(texts.accessibility.can)}</h2>
      <ul>
        {[
          texts.accessibility.keyboard,
          texts.accessibility.reader,
          texts.accessibility.zoom,
          texts.accessibility.narrow,
          texts.accessibility.script,
        ].map((text) => (
          <li>{say(text)}</li>
        ))}
      </ul>
      <h2>{say(texts.accessibility.limits)}</h2>
      <p>{say(texts.accessibility.limitsText)}</p>
      <p>{say(texts.accessibility.tell)}</p>
    </>
  )
}
