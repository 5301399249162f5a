import { SigningPanel } from '@ruqsat/signing'
import { CSRF_FIELD, csrfToken, languageOf, LinkButton, localHref, localPath, sendPage, useLanguage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Child } from 'hono/jsx'
import { PATHS, type Portal } from '../../deps.ts'
import { hrefWithReturn, returnPathOf, withReturn } from '../../common/http/return-path.ts'
import { offeredStep, StepNote } from '../../common/parts/step-note.tsx'
import { challengeBytes } from './challenge.ts'
import texts from '../texts.yaml'

export function registrationStart(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.register), async (request, reply) => {
    const language = languageOf(request)
    const step = offeredStep(await portal.offers(), 'registerAccount')
    const panel = (
      <SigningPanel
        {...await portal.panel(language)}
        bytesUrl={localHref(language, `${PATHS.register}/challenge`)}
        submitUrl={hrefWithReturn(request, `${PATHS.register}/certificate`)}
        csrf={{ name: CSRF_FIELD, value: csrfToken(request, reply) }}
        keyImportUrl={localHref(language, PATHS.keys)}
        unsuitableKeys={request.server.site.sandbox ? 'warned' : 'disabled'}
        purpose="authenticate"
      />
    )
    return sendPage(
      request,
      reply,
      { title: texts.start.title },
      <Start panel={panel} note={step && <StepNote {...step} />} returnPath={returnPathOf(request)} />,
    )
  })
  app.get(localPath(`${PATHS.register}/challenge`), async (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('application/octet-stream')
      .send(await challengeBytes(portal, request)),
  )
}

function Start({ panel, note, returnPath }: { readonly panel: Child; readonly note: Child; readonly returnPath: string }) {
  const say = useSay()
  const language = useLanguage()
  const importHref = withReturn(localHref(language, PATHS.keys), withReturn(localHref(language, PATHS.register), returnPath))
  return (
    <>
      <h1>{say(texts.start.title)}</h1>
      <p class="lead">{say(texts.start.lead)}</p>
      {note}
      <p>
        {say(texts.start.have)} <a href={withReturn(localHref(language, PATHS.signIn), returnPath)}>{say(texts.start.signIn)}</a>
      </p>
      <h2>{say(texts.start.needed)}</h2>
      <ul>
        <li>{say(texts.start.key)}</li>
        <li>{say(texts.start.phone)}</li>
        <li>{say(texts.start.password)}</li>
      </ul>
      <p class="muted">{say(texts.start.employee)}</p>
      <h2>{say(texts.start.sign)}</h2>
      <p>
        <LinkButton kind="secondary" href={importHref} text={texts.start.bring} />
      </p>
      {panel}
    </>
  )
}
