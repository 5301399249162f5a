import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { SigningPanel } from '@ruqsat/signing'
import { Button, ButtonGroup, CSRF_FIELD, Form, LinkButton, localHref, Panel, readForm, redirectTo, sendPage, sendRefusal, SourceNote, useSay, viewOf } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { stepWithAction } from '@ruqsat/law'
import type { DraftDeps } from '../../drafts/deps.ts'
import { openDraft } from '../../drafts/drafts.ts'
import { bytesToSign, expectedSigner, submitSignature } from '../../drafts/signing.ts'
import { refusePortal } from '../../refusals.ts'
import { PATHS } from '../../deps.ts'
import { draftHref, DraftFrame, LawStep, placeOf, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** The page that shows the frozen bytes and signs them. The certificate is chosen among the keys of this browser. */
export async function showSign(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  if (placeOf(page.open, page.person) !== 'sign') return redirectTo(reply, draftHref(page))
  const frozen = await bytesToSign(deps, page.open, page.person)
  if (isRefusal(frozen)) return sendRefusal(request, reply, frozen)
  const panel = await page.portal.panel(page.language, page.open.edition.regulation)
  const csrf = { name: CSRF_FIELD, value: viewOf(request, reply).csrfToken() }
  return sendPage(request, reply, { title: T.sign }, <SignPage page={page} panel={panel} csrf={csrf} />)
}

/** The exact bytes: what this answers is what is hashed, shown and signed. */
export async function sendContent(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const frozen = await bytesToSign(deps, page.open, page.person)
  if (isRefusal(frozen)) return sendRefusal(request, reply, frozen, { status: 409 })
  return reply.header('cache-control', 'no-store').type('application/json').send(Buffer.from(frozen.bytes))
}

/** A CMS of one signer with two certificates takes about 4 KiB; more is no signature of ours. */
const MOST_SIGNATURE_CHARACTERS = 64 * 1024

export async function postSign(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const typed = readForm(request).text('signature')
  if (page.open.draft.status === 'registered') return toReceipt(reply, page)
  if (typed.length > MOST_SIGNATURE_CHARACTERS || !/^[A-Za-z0-9+/\s]*={0,2}$/.test(typed)) return sendRefusal(request, reply, refusePortal('signature-unreadable'))
  const signed = await submitSignature(deps, page.open, page.person, new Uint8Array(Buffer.from(typed, 'base64')))
  const after = await openDraft(deps, page.open.draft.id, page.person)
  if (isRefusal(after)) return sendRefusal(request, reply, after)
  if (after.draft.status === 'registered') return toReceipt(reply, { ...page, open: after })
  if (signed.kind === 'waiting' || after.draft.status === 'waiting') return redirectTo(reply, draftHref(page, 'waiting'))
  if (signed.kind === 'refused' && after.step.action !== 'noticeSignatureRefused') return sendRefusal(request, reply, signed.refusal)
  if (signed.kind === 'refused') return showRefused(request, reply, { ...page, open: after }, signed.refusal)
  return redirectTo(reply, draftHref(page))
}

export function toReceipt(reply: FastifyReply, page: DraftPage): unknown {
  return redirectTo(reply, localHref(page.language, PATHS.receipt(page.open.draft.registered!.requestNumber)))
}

/** The table's notice (in our first act A7): which of the reasons it was, and what to do. */
export function showRefused(request: FastifyRequest, reply: FastifyReply, page: DraftPage, refusal: Refusal | null): Promise<unknown> {
  return sendPage(request, reply, { title: T.refused, status: refusal === null ? 200 : 422 }, <RefusedPage page={page} refusal={refusal} />)
}

export function showWaiting(request: FastifyRequest, reply: FastifyReply, page: DraftPage): Promise<unknown> {
  if (page.open.draft.status === 'registered') return Promise.resolve(toReceipt(reply, page))
  if (page.open.draft.status !== 'waiting') return Promise.resolve(redirectTo(reply, draftHref(page)))
  reply.header('refresh', String(LOOK_AGAIN_SECONDS))
  return sendPage(request, reply, { title: T.waiting }, <WaitingPage page={page} />)
}

const LOOK_AGAIN_SECONDS = 10

function SignPage({ page, panel, csrf }: { readonly page: DraftPage; readonly panel: Awaited<ReturnType<DraftPage['portal']['panel']>>; readonly csrf: { readonly name: string; readonly value: string } }) {
  const say = useSay()
  const signer = expectedSigner(page.person)
  return (
    <DraftFrame page={page} title={say(T.sign)} at="sign">
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
        <Button text={T.backToForm} kind="quiet" />
      </Form>
    </DraftFrame>
  )
}

function RefusedPage({ page, refusal }: { readonly page: DraftPage; readonly refusal: Refusal | null }) {
  const say = useSay()
  const condition = stepWithAction(page.open.view.steps, 'checkCertificate')
  const { regulation } = page.open.edition
  return (
    <>
      <Panel title={T.refused}>{refusal && <p>{say(refusal.text)}</p>}</Panel>
      {refusal && <p class="lead">{say(refusal.remedy)}</p>}
      {refusal && (
        <p class="hint">
          <code>{refusal.code}</code>
        </p>
      )}
      <p>{say(T.kept)}</p>
      <LawStep page={page} />
      {condition && (
        <p>
          {condition.id}: {say(condition.name)} <SourceNote source={condition.source} label={page.portal.sourceLabel(regulation, condition.source)} />
        </p>
      )}
      <Form action={draftHref(page, 'again')}>
        <ButtonGroup>
          <Button text={T.signAgain} />
          <LinkButton href={localHref(page.language, PATHS.keys)} text={KEYS} kind="secondary" />
        </ButtonGroup>
      </Form>
      <Form action={draftHref(page, 'edit')}>
        <Button text={T.backToForm} kind="quiet" />
      </Form>
    </>
  )
}

const KEYS = { kk: 'Кілттерім', ru: 'Мои ключи', en: 'My keys' }

function WaitingPage({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  const registering = page.open.step.action === 'registerRequest'
  return (
    <>
      <h1>{say(T.waiting)}</h1>
      <p>{say(registering ? T.registering : T.waitingText)}</p>
      <p>{say(T.kept)}</p>
      <LawStep page={page} />
      <ButtonGroup>
        <LinkButton href={draftHref(page, 'waiting')} text={T.lookAgain} />
      </ButtonGroup>
      {!registering && (
        <Form action={draftHref(page, 'edit')}>
          <Button text={T.backToForm} kind="quiet" />
        </Form>
      )}
    </>
  )
}
