import { Cited } from '@ruqsat/lawpages'
import { type Refusal, wordsOf } from '@ruqsat/foundation'
import { stepWithAction } from '@ruqsat/law'
import {
  Button,
  ButtonGroup,
  Form,
  LinkButton,
  localHref,
  Notification,
  redirectTo,
  sendPage,
  useSay,
  WarningText,
  type Text,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { withReturn } from '../../common/http/return-path.ts'
import { PATHS } from '../../deps.ts'
import { lastRefusal } from '../drafts/refused.ts'
import { StepNote } from '../../common/parts/step-note.tsx'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { refreshWhileLooking } from './look-again.ts'
import { T } from './texts.ts'

/** The table's notice (in our first act A7): which of the reasons it was, and what to do. */
export function showRefused(request: FastifyRequest, reply: FastifyReply, page: DraftPage): Promise<unknown> {
  if (page.open.step.action !== 'noticeSignatureRefused') return Promise.resolve(redirectTo(reply, draftHref(page)))
  return sendPage(request, reply, { title: T.refused }, <RefusedPage page={page} />)
}

function RefusedPage({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  const { view, edition } = page.open
  const refusal = lastRefusal(page.open)
  const condition = stepWithAction(view.steps, 'checkCertificate')
  return (
    <DraftFrame page={page} title={say(T.refused)} at="sign">
      {condition && <StepNote regulation={edition.regulation} step={condition} />}
      {refusal && <RefusalNote page={page} title={T.reason} refusal={refusal} />}
      <p>{say(T.kept)}</p>
      <Form action={draftHref(page, 'again')}>
        <ButtonGroup>
          <Button text={T.signAgain} />
          <LinkButton href={withReturn(localHref(page.language, PATHS.keys), draftHref(page, 'refused'))} text={T.keys} kind="secondary" />
        </ButtonGroup>
      </Form>
      <Form action={draftHref(page, 'edit')}>
        <Button text={T.backToForm} kind="quiet" />
      </Form>
    </DraftFrame>
  )
}

/** What was refused, why, and what the person can do; the code is for who asks for help. */
export function RefusalNote({ page, title, refusal }: { readonly page: DraftPage; readonly title: Text; readonly refusal: Refusal }) {
  const say = useSay()
  const { text, remedy } = wordsOf(refusal)
  return (
    <Notification kind="important" heading={title}>
      <p>
        <strong>{say(text)}</strong>
      </p>
      <p>{say(remedy)}</p>
      {refusal.source && (
        <p>
          <Cited regulation={page.open.edition.regulation} source={refusal.source} />
        </p>
      )}
      <p class="muted">
        <code>{refusal.code}</code>
      </p>
    </Notification>
  )
}

/** Signed, and not yet registered: what is waited for, and that nothing is lost. */
export function showWaiting(request: FastifyRequest, reply: FastifyReply, page: DraftPage): Promise<unknown> {
  if (page.open.draft.status !== 'waiting') return Promise.resolve(redirectTo(reply, draftHref(page)))
  refreshWhileLooking(request, reply)
  const title = page.open.step.action === 'registerRequest' ? T.registering : T.waiting
  return sendPage(request, reply, { title }, <WaitingPage page={page} title={title} />)
}

function WaitingPage({ page, title }: { readonly page: DraftPage; readonly title: Text }) {
  const say = useSay()
  const isRegistering = page.open.step.action === 'registerRequest'
  return (
    <DraftFrame page={page} title={say(title)} at={isRegistering ? 'registered' : 'sign'}>
      <p>{say(isRegistering ? T.registeringText : T.waitingText)}</p>
      <p>{say(T.kept)}</p>
      <LinkButton href={draftHref(page, 'waiting')} text={T.lookAgain} />
      {!isRegistering && (
        <Form action={draftHref(page, 'edit')}>
          <WarningText text={T.letGo} />
          <Button text={T.backToForm} kind="quiet" />
        </Form>
      )}
    </DraftFrame>
  )
}
