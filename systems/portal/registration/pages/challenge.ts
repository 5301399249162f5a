import { randomBytes } from 'node:crypto'
import { canonicalJson, isRefusal, type Json, type Refusal } from '@ruqsat/foundation'
import type { ChallengeDocument, SigningPanelProps } from '@ruqsat/signing'
import type { WaitingVerdict } from '@ruqsat/trust/contract'
import { CSRF_FIELD, csrfToken, languageOf, localHref, readForm } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { beginPhoneSigning, type PhoneQuestion } from '../../phone/pages.tsx'
import { refusePortal } from '../../refusals.ts'
import { identityOf, type Identity } from '../people/identity.ts'
import texts from '../texts.yaml'

// What a person signs to show that they hold the key. Made once for one session, by the server; a signature over anything else
// proves nothing.

const KEY = 'challenge'
/** Time to find the key file and its password. */
const VALID_MS = 30 * 60 * 1000
/** A CMS with its certificates has some kilobytes. */
const MOST_SIGNATURE_CHARACTERS = 128 * 1024

type Kept = { readonly document: ChallengeDocument; readonly madeMs: number }

/** The challenge of this session, the same until it is used or old. */
export async function challengeBytes(portal: Portal, request: FastifyRequest): Promise<Buffer> {
  const kept = keptBytes(portal, request)
  if (kept !== null) return kept
  const document: ChallengeDocument = {
    schema: 'ruqsat.challenge/1',
    origin: request.server.site.origin,
    purpose: 'register',
    nonce: randomBytes(24).toString('base64url'),
    issuedAt: await portal.legalNow(),
  }
  request.session.set(KEY, { document, madeMs: portal.technicalClock.ms() } as unknown as Json)
  return bytesOf(document)
}

/** The panel that signs the challenge and posts the signature to `submitUrl`. */
export async function challengePanel(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  submitUrl: string,
): Promise<SigningPanelProps> {
  const language = languageOf(request)
  return {
    ...(await portal.panel(language)),
    bytesUrl: localHref(language, `${PATHS.register}/challenge`),
    submitUrl,
    csrf: { name: CSRF_FIELD, value: csrfToken(request, reply) },
    keyImportUrl: localHref(language, PATHS.keys),
    unsuitableKeys: request.server.site.sandbox ? 'warned' : 'disabled',
    purpose: 'authenticate',
  }
}

/** Leads on to eGov Mobile with the challenge of this session. Paths without the language. */
export async function challengeByPhone(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  paths: Pick<PhoneQuestion, 'submitPath' | 'beginPath' | 'backPath'>,
): Promise<unknown> {
  return beginPhoneSigning(request, reply, portal, { title: texts.challenge, bytes: await challengeBytes(portal, request), ...paths })
}

/** Whom the posted signature over this session's challenge proves. A challenge that was used is worth nothing again. */
export async function provenIdentity(portal: Portal, request: FastifyRequest): Promise<Identity | Refusal | WaitingVerdict> {
  const content = keptBytes(portal, request)
  const signature = readForm(request).text('signature')
  if (content === null || signature === '' || signature.length > MOST_SIGNATURE_CHARACTERS) return refusePortal('challenge-out-of-date')
  const cms = Buffer.from(signature, 'base64')
  const verdict = await portal.deps.trust.verifyDetached({
    cms,
    content,
    at: await portal.legalNow(),
    expect: { purpose: 'authenticate' },
  })
  if (verdict.kind !== 'valid') return verdict.kind === 'waiting' ? verdict : verdict.refusal
  const identity = identityOf(verdict.signer, verdict.evidence)
  if (!isRefusal(identity)) request.session.remove(KEY)
  return identity
}

/** Null where the challenge is too old or there was none. */
function keptBytes(portal: Portal, request: FastifyRequest): Buffer | null {
  const kept = request.session.get(KEY) as unknown as Kept | undefined
  return kept !== undefined && portal.technicalClock.ms() - kept.madeMs < VALID_MS ? bytesOf(kept.document) : null
}

function bytesOf(document: ChallengeDocument): Buffer {
  return Buffer.from(canonicalJson(document), 'utf8')
}
