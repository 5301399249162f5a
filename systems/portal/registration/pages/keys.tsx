import { KeyImport } from '@ruqsat/signing'
import { languageOf, localHref, localPath, sendPage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Child } from 'hono/jsx'
import { PATHS, type Portal } from '../../deps.ts'
import { returnPathOf } from '../../common/http/return-path.ts'
import texts from '../texts.yaml'

/** Where a person attaches the certificate to the browser. Needs no sign-in: registration comes before it. */
export function keysPage(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.keys), async (request, reply) => {
    const language = languageOf(request)
    const person = await portal.person(request)
    const holder = person && { iin: person.iin, bin: person.bin, name: person.name }
    const back = returnPathOf(request)
    const panel = (
      <KeyImport
        {...await portal.panel(language)}
        {...(holder && { expectedHolder: holder })}
        returnTo={back === '' ? localHref(language, person === null ? PATHS.register : PATHS.cabinet) : back}
      />
    )
    return sendPage(request, reply, { title: texts.keys.title, ...(back !== '' && { back: { href: back } }) }, <Keys panel={panel} />)
  })
}

function Keys({ panel }: { readonly panel: Child }) {
  const say = useSay()
  return (
    <>
      <h1>{say(texts.keys.title)}</h1>
      <p class="lead">{say(texts.keys.lead)}</p>
      {panel}
    </>
  )
}
