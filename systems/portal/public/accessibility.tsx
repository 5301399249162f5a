import { localPath, sendPage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS } from '../deps.ts'
import texts from './texts.yaml'

export function accessibilityPage(app: FastifyInstance): void {
  app.get(localPath(PATHS.accessibility), (request, reply) =>
    sendPage(request, reply, { title: texts.accessibility.title }, <Accessibility />),
  )
}

function Accessibility() {
  return (
    <>
      <h1>{texts.accessibility.title}</h1>
      <p class="lead">{texts.accessibility.aim}</p>
      <h2>{texts.accessibility.can}</h2>
      <ul>
        {[
          texts.accessibility.keyboard,
          texts.accessibility.reader,
          texts.accessibility.zoom,
          texts.accessibility.narrow,
          texts.accessibility.script,
        ].map((text) => (
          <li>{text}</li>
        ))}
      </ul>
      <h2>{texts.accessibility.limits}</h2>
      <p>{texts.accessibility.limitsText}</p>
      <p>{texts.accessibility.tell}</p>
    </>
  )
}
