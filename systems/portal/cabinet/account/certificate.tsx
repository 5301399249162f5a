import { isRefusal, wordsOf, type RefusalWords } from '@ruqsat/foundation'
import { SigningPanel } from '@ruqsat/signing'
import { CSRF_FIELD, csrfToken, flash, languageOf, localHref, localPath, readForm, redirectTo, sendPage } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { identityOf } from '../../registration/people/identity.ts'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { REGISTRATION_LIMIT } from '../../common/http/limits.ts'
import { refusePortal } from '../../refusals.ts'
import { renewCertificate } from '../../registration/people/store.ts'
import { forgetChallenge, givenChallenge } from '../../registration/pages/challenge.ts'
import texts from '../texts.yaml'

// A person of a firm shows a present certificate: the one they registered with was revoked, has expired, or states other rights now.

/** A CMS with its certificates has some kilobytes. */
const MOST_SIGNATURE_CHARACTERS = 128 * 1024

export function certificatePage(app: FastifyInstance, portal: Portal): void {
  const path = localPath(PATHS.certificate)
  app.get(
    path,
    portal.requirePerson((request, reply, person) => show(portal, request, reply, person, null), 'endedToo'),
  )
  app.post(
    path,
    { config: REGISTRATION_LIMIT },
    portal.requirePerson((request, reply, person) => take(portal, request, reply, person), 'endedToo'),
  )
}

async function show(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  fault: RefusalWords | null,
): Promise<unknown> {
  const language = languageOf(request)
  if (person.bin === null) return redirectTo(reply, localHref(language, PATHS.account))
  const panel = (
    <SigningPanel
      {...await portal.panel(language)}
      bytesUrl={localHref(language, `${PATHS.register}/challenge`)}
      submitUrl={localHref(language, PATHS.certificate)}
      csrf={{ name: CSRF_FIELD, value: csrfToken(request, reply) }}
      keyImportUrl={localHref(language, PATHS.keys)}
      unsuitableKeys={request.server.site.sandbox ? 'warned' : 'disabled'}
      purpose="authenticate"
    />
  )
  const back = { href: localHref(language, PATHS.account) }
  const status = fault === null ? 200 : 422
  return sendPage(
    request,
    reply,
    { title: texts.certificate.title, back, status, hasErrors: fault !== null },
    <Page panel={panel} fault={fault} />,
  )
}

function Page({ panel, fault }: { readonly panel: Child; readonly fault: RefusalWords | null }) {
  return (
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
      {panel}
    </>
  )
}

/** The certificate must be this very person's for this very firm; what it states of their rights replaces what was known. */
async function take(portal: Portal, request: FastifyRequest, reply: FastifyReply, person: Person): Promise<unknown> {
  const content = givenChallenge(portal, request)
  const signature = readForm(request).text('signature')
  if (content === null || signature === '' || signature.length > MOST_SIGNATURE_CHARACTERS)
    return show(portal, request, reply, person, wordsOf(refusePortal('challenge-out-of-date')))
  const at = await portal.legalNow()
  const cms = Buffer.from(signature, 'base64')
  const verdict = await portal.deps.trust.verifyDetached({ cms, content, at, expect: { purpose: 'authenticate' } })
  if (verdict.kind === 'waiting') return show(portal, request, reply, person, { text: verdict.text, remedy: texts.certificate.waiting })
  if (verdict.kind === 'refused') return show(portal, request, reply, person, wordsOf(verdict.refusal))
  const identity = identityOf(verdict.signer, verdict.evidence)
  if (isRefusal(identity)) return show(portal, request, reply, person, wordsOf(identity))
  if (identity.iin !== person.iin || identity.bin !== person.bin)
    return show(portal, request, reply, person, wordsOf(refusePortal('certificate-of-another')))
  forgetChallenge(request)
  const { certificateSha256, certificateBase64, maySign } = identity
  const certificate = Buffer.from(certificateBase64, 'base64')
  await renewCertificate(
    portal.deps.database.sql,
    person.accountId,
    { certificateSha256, certificate, maySign },
    portal.technicalClock.now(),
  )
  flash(request, 'success', texts.certificate.done)
  return redirectTo(reply, localHref(languageOf(request), PATHS.cabinet))
}
