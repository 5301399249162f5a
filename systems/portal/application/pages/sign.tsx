import { expectedSigner } from '@ruqsat/documents'
import { isRefusal } from '@ruqsat/foundation'
import { SigningPanel } from '@ruqsat/signing'
import { Button, CSRF_FIELD, Form, localHref, readForm, redirectTo, sendPage, sendRefusal, SummaryList, useSay, viewOf } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { accessTo } from '../core/access.ts'
import type { DraftDeps } from '../drafts/deps.ts'
import { openDraft } from '../drafts/drafts.ts'
import { readFrozen } from '../drafts/frozen.ts'
import { lastRefusal } from '../drafts/refused.ts'
import { bytesToSign, submitSignature } from '../drafts/signing.ts'
import { signersOf } from '../drafts/ready.ts'
import type { Person } from '../../registration/people/person.ts'
import { refusePortal } from '../../refusals.ts'
import { PATHS } from '../../deps.ts'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { RefusalNote } from './refused.tsx'
import { T } from './texts.ts'

/** The page that shows the frozen bytes and signs them. The certificate is chosen among the keys of this browser. */
export async function showSign(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const { action } = page.open.step
  if (page.open.draft.status !== 'open' || (action !== 'chooseCertificate' && action !== 'sign')) return redirectTo(reply, draftHref(page))
  const { bin } = page.open.draft
  if (bin !== null && accessTo(page.person, page.open.draft, 'sign') !== 'allowed') {
    const signers = await signersOf(deps, bin)
    return sendPage(request, reply, { title: T.whoSigns }, <WhoSignsPage page={page} signers={signers} />)
  }
  const frozen = await bytesToSign(deps, page.open, page.person)
  if (isRefusal(frozen)) return sendRefusal(request, reply, frozen)
  const panel = await page.portal.panel(page.language, page.open.edition.regulation)
  const csrf = { name: CSRF_FIELD, value: viewOf(request, reply).csrfToken() }
  return sendPage(request, reply, { title: T.sign }, <SignPage page={page} bytes={frozen.bytes} panel={panel} csrf={csrf} />)
}

/** The exact bytes: what this answers is what is hashed, shown and signed. */
export async function sendContent(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const frozen = await bytesToSign(deps, page.open, page.person)
  if (isRefusal(frozen)) return sendRefusal(request, reply, frozen, { status: 409 })
  return reply.header('cache-control', 'no-store').type('application/octet-stream').send(Buffer.from(frozen.bytes))
}

/** A CMS of one signer with its certificates takes about 4 KiB; more is no signature of ours. */
const MOST_SIGNATURE_CHARACTERS = 64 * 1024

/** After the POST the person is sent to the page that says what became of it; that page can be opened again in any language. */
export async function postSign(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const typed = readForm(request).text('signature')
  if (typed.length > MOST_SIGNATURE_CHARACTERS || !/^[A-Za-z0-9+/\s]*={0,2}$/.test(typed))
    return sendRefusal(request, reply, refusePortal('signature-unreadable'))
  const signed = await submitSignature(deps, page.open, page.person, new Uint8Array(Buffer.from(typed, 'base64')))
  const after = await openDraft(deps, page.open.draft.id, page.person)
  if (isRefusal(after)) return sendRefusal(request, reply, after)
  const isToldThere = after.draft.status !== 'open' || lastRefusal(after) !== null
  if (signed.kind === 'refused' && !isToldThere) return sendRefusal(request, reply, signed.refusal)
  return redirectTo(reply, draftHref(page))
}

export function toReceipt(reply: FastifyReply, page: DraftPage): unknown {
  return redirectTo(reply, localHref(page.language, PATHS.receipt(page.open.draft.registered!.requestNumber)))
}

type SignProps = {
  readonly page: DraftPage
  readonly bytes: Uint8Array
  readonly panel: Awaited<ReturnType<DraftPage['portal']['panel']>>
  readonly csrf: { readonly name: string; readonly value: string }
}

function SignPage({ page, bytes, panel, csrf }: SignProps) {
  const say = useSay()
  const signer = expectedSigner(page.person)
  const refusal = lastRefusal(page.open)
  return (
    <DraftFrame page={page} title={say(T.sign)} at="sign">
      {refusal && <RefusalNote page={page} title={T.notRegistered} refusal={refusal} />}
      <InShort page={page} bytes={bytes} />
      <p>{say(T.signLead)}</p>
      <SigningPanel
        {...panel}
        csrf={csrf}
        purpose="sign"
        bytesUrl={draftHref(page, 'content')}
        submitUrl={draftHref(page, 'sign')}
        keyImportUrl={localHref(page.language, PATHS.keys)}
        expectedHolder={{ iin: page.person.iin, bin: page.person.bin, name: page.person.name, roles: signer.roles }}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
      <Form action={draftHref(page, 'edit')}>
        <p class="muted">{say(T.backToFormHint)}</p>
        <Button text={T.backToForm} kind="quiet" />
      </Form>
    </DraftFrame>
  )
}

/** Ready to sign, for a colleague who may not: who can, and that nothing is lost until they do. */
function WhoSignsPage({ page, signers }: { readonly page: DraftPage; readonly signers: readonly Person[] }) {
  const say = useSay()
  return (
    <DraftFrame page={page} title={say(T.whoSigns)} at="sign">
      <p>{say(signers.length === 0 ? T.nobodySigns : T.mayNotSign)}</p>
      {signers.length > 0 && (
        <ul>
          {signers.map((signer) => (
            <li>{signer.name}</li>
          ))}
        </ul>
      )}
      <p>{say(T.waitsForSigner)}</p>
      <p>
        <a href={localHref(page.language, PATHS.certificate)}>{say(T.newCertificate)}</a>
      </p>
      <Form action={draftHref(page, 'edit')}>
        <p class="muted">{say(T.backToFormHint)}</p>
        <Button text={T.backToForm} kind="quiet" />
      </Form>
    </DraftFrame>
  )
}

/** What is signed, in a few lines, read from the frozen bytes too. */
function InShort({ page, bytes }: { readonly page: DraftPage; readonly bytes: Uint8Array }) {
  const request = readFrozen(bytes)
  const { person } = page
  const signer = person.organisation === null ? person.name : `${person.name}, ${person.organisation}`
  const files = request.attachments.map((file) => file.name).join(', ')
  return (
    <SummaryList
      compact
      rows={[
        { key: T.request, value: request.title },
        { key: T.addressee, value: request.addressee },
        { key: T.signer, value: signer },
        ...(files === '' ? [] : [{ key: T.files, value: files }]),
        ...(request.payment === null ? [] : [{ key: T.paid, value: request.payment.amountText }]),
      ]}
    />
  )
}
