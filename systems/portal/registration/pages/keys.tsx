import { KeyImport } from '@ruqsat/signing'
import { languageOf, localHref, localPath, sendPage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { returnPathOf } from '../../common/http/return-path.ts'
import texts from '../texts.yaml'

/** Where a person attaches the certificate to the browser. Needs no sign-in: registration comes before it. */
export function keysPage(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.keys), async (request, reply) => {
    const language = languageOf(request)
    const person = await portal.person(request)
    const back = returnPathOf(request)
    return sendPage(
      request,
      reply,
      { title: texts.keys.title, ...(back !== '' && { back: { href: back } }) },
      <>
        <h1>{texts.keys.title}</h1>
        <p class="lead">{texts.keys.lead}</p>
        <KeyImport
          {...await portal.panel(language)}
          {...(person && { expectedHolder: { iin: person.iin, bin: person.bin, name: person.name } })}
          returnTo={back || localHref(language, person === null ? PATHS.register : PATHS.cabinet)}
        />
      </>,
    )
  })
}
