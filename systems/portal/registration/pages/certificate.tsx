import { wordsOf, type LocalText, type Refusal } from '@ruqsat/foundation'
import { Button, Form, languageOf, LinkButton, localHref, localPath, redirectTo, sendPage, rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { PATHS, type Portal } from '../../deps.ts'
import { hrefWithReturn, returnPathOf } from '../../common/http/return-path.ts'
import { isRegistered, keepPending, lookUp, pendingOf, registrationPurpose, type Pending } from '../people/registration.ts'
import { refusePortal } from '../../refusals.ts'
import { provenIdentity } from './challenge.ts'
import texts from '../texts.yaml'

export function registrationCertificate(app: FastifyInstance, portal: Portal): void {
  app.post(localPath(`${PATHS.register}/certificate`), { config: rateLimit('registration') }, async (request, reply) => {
    const identity = await provenIdentity(portal, request)
    if (identity.kind === 'refusal') return refused(request, reply, identity)
    if (identity.kind === 'waiting') return notice(request, reply, 503, texts.certificate.waits, <Again request={request} />)
    const pending = { identity, found: null, returnPath: returnPathOf(request), startedMs: portal.technicalClock.ms() }
    keepPending(request, pending)
    return goOn(portal, request, reply, pending)
  })
  app.post(localPath(`${PATHS.register}/lookup`), { config: rateLimit('registration') }, async (request, reply) => {
    const pending = pendingOf(request, portal)
    return pending === null ? refused(request, reply, refusePortal('registration-out-of-date')) : goOn(portal, request, reply, pending)
  })
}

/** Asks the registers. Who it is is proven by now, so that an outage costs the person one click and no second proof. */
export async function goOn(portal: Portal, request: FastifyRequest, reply: FastifyReply, pending: Pending): Promise<unknown> {
  if (await isRegistered(portal, pending.identity)) return registeredAlready(request, reply, pending.returnPath)
  const answer = await lookUp(portal, pending.identity, await registrationPurpose(portal, pending))
  if (answer.kind === 'outage') return notice(request, reply, 503, wordsOf(answer.refusal), <AskAgain request={request} />)
  if (answer.kind !== 'found') return refused(request, reply, answer.refusal, pending.returnPath)
  keepPending(request, { ...pending, found: answer.found })
  return redirectTo(reply, localHref(languageOf(request), `${PATHS.register}/details`))
}

function refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, returnPath?: string): Promise<unknown> {
  return notice(request, reply, 422, wordsOf(refusal), <Again request={request} returnPath={returnPath} />)
}

function Again({ request, returnPath }: { readonly request: FastifyRequest; readonly returnPath?: string | undefined }) {
  return <LinkButton href={hrefWithReturn(request, PATHS.register, returnPath)} text={texts.certificate.again} />
}

function AskAgain({ request }: { readonly request: FastifyRequest }) {
  return (
    <Form action={localHref(languageOf(request), `${PATHS.register}/lookup`)}>
      <Button text={texts.certificate.retry} />
    </Form>
  )
}

export function registeredAlready(request: FastifyRequest, reply: FastifyReply, returnPath: string): Promise<unknown> {
  return notice(
    request,
    reply,
    409,
    wordsOf(refusePortal('person-registered')),
    <div class="button-group">
      <LinkButton href={hrefWithReturn(request, PATHS.signIn, returnPath)} text={texts.certificate.signIn} />
      <LinkButton kind="secondary" href={hrefWithReturn(request, PATHS.reset, returnPath)} text={texts.certificate.reset} />
    </div>,
  )
}

/** Why registration does not go on from here, and the way on. */
function notice(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  words: { readonly text: LocalText; readonly remedy: LocalText },
  ways: Child,
): Promise<unknown> {
  return sendPage(
    request,
    reply,
    { title: words.text, status },
    <>
      <h1>{words.text}</h1>
      <p class="lead">{words.remedy}</p>
      {ways}
    </>,
  )
}
