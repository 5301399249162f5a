import { SigningPanel } from '@ruqsat/signing'
import { languageOf, LinkButton, localHref, localPath, rateLimit, sendPage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { PhoneWay } from '../../phone/pages.tsx'
import { hrefWithReturn, returnPathOf, withReturn } from '../../common/http/return-path.ts'
import { offeredStep, StepNote } from '../../common/parts/step-note.tsx'
import { challengeByPhone, challengeBytes, challengePanel } from './challenge.ts'
import { knowsSubscribers } from '../people/subscriber.ts'
import texts from '../texts.yaml'

/** The proof of the key, made in eGov Mobile. */
const BY_PHONE = `${PATHS.register}/phone-signing`

export function registrationStart(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.register), async (request, reply) => {
    const language = languageOf(request)
    const step = offeredStep(await portal.offers(), portal.deps.channels, 'registerAccount', returnPathOf(request))
    const importHref = withReturn(localHref(language, PATHS.keys), hrefWithReturn(request, PATHS.register))
    return sendPage(
      request,
      reply,
      { title: texts.start.title },
      <>
        <h1>{texts.start.title}</h1>
        <p class="lead">{texts.start.lead}</p>
        {step && <StepNote {...step} />}
        <p>
          {texts.start.have} <a href={hrefWithReturn(request, PATHS.signIn)}>{texts.start.signIn}</a>
        </p>
        <h2>{texts.start.needed}</h2>
        <ul>
          <li>{texts.start.key}</li>
          <li>{texts.start.phone}</li>
          <li>{texts.start.password}</li>
        </ul>
        <p class="muted">{texts.start.employee}</p>
        {knowsSubscribers(portal.deps.registers) && <ByPhone href={hrefWithReturn(request, PATHS.registerByPhone)} />}
        <h2>{texts.start.sign}</h2>
        <p>
          <LinkButton kind="secondary" href={importHref} text={texts.start.bring} />
        </p>
        <SigningPanel {...await challengePanel(portal, request, reply, hrefWithReturn(request, `${PATHS.register}/certificate`))} />
        <PhoneWay portal={portal} action={hrefWithReturn(request, BY_PHONE)} />
      </>,
    )
  })
  app.post(localPath(BY_PHONE), { config: rateLimit('registration') }, (request, reply) => {
    const to = (path: string) => withReturn(path, returnPathOf(request))
    const paths = { submitPath: to(`${PATHS.register}/certificate`), beginPath: to(BY_PHONE), backPath: to(PATHS.register) }
    return challengeByPhone(portal, request, reply, paths)
  })
  app.get(localPath(`${PATHS.register}/challenge`), async (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('application/octet-stream')
      .send(await challengeBytes(portal, request)),
  )
}

/** The other way, where the register of subscribers can be asked. */
function ByPhone({ href }: { readonly href: string }) {
  return (
    <>
      <h2>{texts.start.byPhone}</h2>
      <p>{texts.start.byPhoneText}</p>
      <p>
        <LinkButton kind="secondary" href={href} text={texts.start.byPhoneButton} />
      </p>
    </>
  )
}
