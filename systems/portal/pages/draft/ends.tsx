import { Button, ButtonGroup, Form, LinkButton, localHref, redirectTo, sendPage, useSay, WarningText } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PATHS } from '../../deps.ts'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** Asked before a draft is given up: what stays, and what becomes of the fee. */
export function showAbandon(request: FastifyRequest, reply: FastifyReply, page: DraftPage): Promise<unknown> {
  if (page.open.draft.status === 'abandoned') return Promise.resolve(redirectTo(reply, draftHref(page, 'abandoned')))
  return sendPage(request, reply, { title: T.abandonSure, back: { href: draftHref(page) } }, <AbandonPage page={page} />)
}

export function showAbandoned(request: FastifyRequest, reply: FastifyReply, page: DraftPage): Promise<unknown> {
  if (page.open.draft.status !== 'abandoned') return Promise.resolve(redirectTo(reply, draftHref(page)))
  return sendPage(request, reply, { title: T.abandoned }, <AbandonedPage page={page} />)
}

function AbandonPage({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  return (
    <DraftFrame page={page} title={say(T.abandonSure)} at="">
      <p>{say(T.abandonText)}</p>
      {page.open.draft.payment !== null && <WarningText text={T.abandonPaid} />}
      <Form action={draftHref(page, 'abandon')}>
        <ButtonGroup>
          <Button text={T.abandon} kind="warning" />
          <LinkButton href={draftHref(page)} text={T.keep} kind="secondary" />
        </ButtonGroup>
      </Form>
    </DraftFrame>
  )
}

function AbandonedPage({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  return (
    <>
      <h1>{say(T.abandoned)}</h1>
      <p>{say(T.abandonText)}</p>
      {page.open.draft.payment !== null && <WarningText text={T.abandonPaid} />}
      <Form action={draftHref(page, 'resume')}>
        <ButtonGroup>
          <Button text={T.resume} />
          <LinkButton href={localHref(page.language, PATHS.cabinet)} text={T.cabinet} kind="secondary" />
        </ButtonGroup>
      </Form>
    </>
  )
}
