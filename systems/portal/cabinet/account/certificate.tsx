import { isRefusal, wordsOf, type RefusalWords } from '@ruqsat/foundation'
import { SigningPanel } from '@ruqsat/signing'
import { flash, languageOf, localHref, localPath, redirectTo, sendPage, rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Person, type Portal } from '../../deps.ts'
import { PhoneWay } from '../../phone/pages.tsx'
import { refusePortal } from '../../refusals.ts'
import { renewCertificate } from '../../registration/people/store.ts'
import { challengeByPhone, challengePanel, provenIdentity } from '../../registration/pages/challenge.ts'
import texts from '../texts.yaml'

// A person of a firm shows a present certificate: the one they registered with was revoked, has expired, or states other rights now.

export function certificatePage(app: FastifyInstance, portal: Portal): void {
  const path = localPath(PATHS.certificate)
  app.get(
    path,
    portal.requirePerson((request, reply, person) => show(portal, request, reply, person, null), 'endedToo'),
  )
  app.post(
    path,
    { config: rateLimit('registration') },
    portal.requirePerson((request, reply, person) => take(portal, request, reply, person), 'endedToo'),
  )
  app.post(
    localPath(BY_PHONE),
    { config: rateLimit('registration') },
    portal.requirePerson((request, reply) => {
      const paths = { submitPath: PATHS.certificate, beginPath: BY_PHONE, backPath: PATHS.certificate }
      return challengeByPhone(portal, request, reply, paths)
    }, 'endedToo'),
  )
}

/** The proof of the key, made in eGov Mobile. */
const BY_PHONE = `${PATHS.certificate}/phone-signing`

async function show(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  fault: RefusalWords | null,
): Promise<unknown> {
  const language = languageOf(request)
  if (person.bin === null) return redirectTo(reply, localHref(language, PATHS.account))
  const back = { href: localHref(language, PATHS.account) }
  return sendPage(
    request,
    reply,
    { title: texts.certificate.title, back, hasErrors: fault !== null },
    <>
      {fault && (
        <div class="error-summary" role="alert">
          <p>
            <strong>{fault.text}</strong>
          </p>
          <p>{fault.remedy}</p>
        </div>
      )}
      <h1>{texts.certificate.title}</h1>
      <p class="lead">{texts.certificate.lead}</p>
      <SigningPanel {...await challengePanel(portal, request, reply, localHref(language, PATHS.certificate))} />
      <PhoneWay portal={portal} action={localHref(language, BY_PHONE)} />
    </>,
  )
}

/** The certificate must be this very person's for this very firm; what it states of their rights replaces what was known. */
async function take(portal: Portal, request: FastifyRequest, reply: FastifyReply, person: Person): Promise<unknown> {
  const identity = await provenIdentity(portal, request)
  if (identity.kind === 'waiting') return show(portal, request, reply, person, { text: identity.text, remedy: texts.certificate.waiting })
  if (isRefusal(identity)) return show(portal, request, reply, person, wordsOf(identity))
  const { iin, bin, maySign, certificateSha256, certificateBase64 } = identity
  if (iin !== person.iin || bin !== person.bin) return show(portal, request, reply, person, wordsOf(refusePortal('certificate-of-another')))
  const shown = { certificateSha256, certificate: Buffer.from(certificateBase64, 'base64'), maySign }
  await renewCertificate(portal.deps.database.sql, person.accountId, shown, portal.technicalClock.now())
  flash(request, 'success', texts.certificate.done)
  return redirectTo(reply, localHref(languageOf(request), PATHS.cabinet))
}
