import { isRefusal, type LocalText, type Refusal, wordsOf, type RefusalWords } from '@ruqsat/foundation'
import {
  Button,
  Form,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  readForm,
  redirectTo,
  sendPage,
  useLanguage,
  useSay,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { identityOf } from '../people/identity.ts'
import { PATHS, type Portal } from '../../deps.ts'
import { REGISTRATION_LIMIT } from '../../common/http/limits.ts'
import { hrefWithReturn, returnPathOf, withReturn } from '../../common/http/return-path.ts'
import { isRegistered, keepPending, lookUp, pendingOf, type Pending } from '../people/registration.ts'
import { refusePortal } from '../../refusals.ts'
import { forgetChallenge, givenChallenge } from './challenge.ts'
import texts from '../texts.yaml'
/** A CMS with its certificates has some kilobytes. */
const MOST_SIGNATURE_CHARACTERS = 128 * 1024

export function registrationCertificate(app: FastifyInstance, portal: Portal): void {
  const config = REGISTRATION_LIMIT
  app.post(localPath(`${PATHS.register}/certificate`), { config }, async (request, reply) => {
    const form = readForm(request)
    const content = givenChallenge(portal, request)
    const signature = form.text('signature')
    if (content === null || signature === '' || signature.length > MOST_SIGNATURE_CHARACTERS)
      return refused(request, reply, refusePortal('challenge-out-of-date'))
    const at = await portal.legalNow()
    const verdict = await portal.deps.trust.verifyDetached({
      cms: Buffer.from(signature, 'base64'),
      content,
      at,
      expect: { purpose: 'authenticate' },
    })
    if (verdict.kind === 'waiting') return notice(request, reply, 503, texts.certificate.waiting, texts.certificate.waitingText)
    if (verdict.kind === 'refused') return refused(request, reply, verdict.refusal)
    const identity = identityOf(verdict.signer, verdict.evidence)
    if (isRefusal(identity)) return refused(request, reply, identity)
    forgetChallenge(request)
    const pending: Pending = {
      identity,
      found: null,
      returnPath: returnPathOf(request),
      startedMs: portal.technicalClock.ms(),
    }
    keepPending(request, pending)
    return goOn(portal, request, reply, pending)
  })
  app.post(localPath(`${PATHS.register}/lookup`), { config }, async (request, reply) => {
    const pending = pendingOf(request, portal)
    return pending === null ? refused(request, reply, refusePortal('registration-out-of-date')) : goOn(portal, request, reply, pending)
  })
}

/** Asks the registers. The certificate is proven by now, so that an outage costs the person one click and no signature. */
async function goOn(portal: Portal, request: FastifyRequest, reply: FastifyReply, pending: Pending): Promise<unknown> {
  if (await isRegistered(portal, pending.identity)) return registeredAlready(request, reply, pending.returnPath)
  const answer = await lookUp(portal, pending.identity)
  if (answer.kind === 'outage') return outage(request, reply, answer.refusal)
  if (answer.kind !== 'found') return refused(request, reply, answer.refusal, pending.returnPath)
  keepPending(request, { ...pending, found: answer.found })
  return redirectTo(reply, localHref(languageOf(request), `${PATHS.register}/details`))
}

function refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, returnPath?: string): Promise<unknown> {
  const { text, remedy } = wordsOf(refusal)
  return notice(request, reply, 422, text, remedy, returnPath)
}

function notice(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  title: LocalText,
  text: LocalText,
  returnPath = returnPathOf(request),
): Promise<unknown> {
  const again = hrefWithReturn(request, PATHS.register, returnPath)
  return sendPage(request, reply, { title, status }, <Notice title={title} text={text} again={again} />)
}

function Notice({ title, text, again }: { readonly title: LocalText; readonly text: LocalText; readonly again: string }) {
  const say = useSay()
  return (
    <>
      <h1>{say(title)}</h1>
      <p class="lead">{say(text)}</p>
      <LinkButton href={again} text={texts.certificate.again} />
    </>
  )
}

export function registeredAlready(request: FastifyRequest, reply: FastifyReply, returnPath: string): Promise<unknown> {
  const words = wordsOf(refusePortal('person-registered'))
  return sendPage(request, reply, { title: words.text, status: 409 }, <Registered words={words} returnPath={returnPath} />)
}

function Registered({ words, returnPath }: { readonly words: RefusalWords; readonly returnPath: string }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h1>{say(words.text)}</h1>
      <p class="lead">{say(words.remedy)}</p>
      <div class="button-group">
        <LinkButton href={withReturn(localHref(language, PATHS.signIn), returnPath)} text={texts.certificate.signIn} />
        <LinkButton kind="secondary" href={withReturn(localHref(language, PATHS.reset), returnPath)} text={texts.certificate.reset} />
      </div>
    </>
  )
}

function outage(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): Promise<unknown> {
  const words = wordsOf(refusal)
  return sendPage(request, reply, { title: words.text, status: 503 }, <Outage words={words} />)
}

function Outage({ words }: { readonly words: RefusalWords }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h1>{say(words.text)}</h1>
      <p class="lead">{say(words.remedy)}</p>
      <Form action={localHref(language, `${PATHS.register}/lookup`)}>
        <Button text={texts.certificate.retry} />
      </Form>
    </>
  )
}
