import { Cited } from '@ruqsat/lawpages'
import { Button, ButtonGroup, Caption, Form, LinkButton, localHref, redirectTo, sendPage, useSay, WarningText } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PATHS } from '../../deps.ts'
import { RefundList, refundsFor, type ListedRefund } from './refund-list.tsx'
import { draftHref, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** Asked before a draft is given up: what stays, and what becomes of the fee. */
export function showAbandon(request: FastifyRequest, reply: FastifyReply, page: DraftPage): Promise<unknown> {
  if (page.open.draft.status === 'abandoned') return Promise.resolve(redirectTo(reply, draftHref(page)))
  return sendPage(request, reply, { title: T.abandonSure, back: { href: draftHref(page) } }, <AbandonPage page={page} />)
}

export async function showAbandoned(request: FastifyRequest, reply: FastifyReply, page: DraftPage): Promise<unknown> {
  if (page.open.draft.status !== 'abandoned') return redirectTo(reply, draftHref(page))
  const refunds = await refundsFor(page.portal, page.person, page.open.draft.id)
  return sendPage(request, reply, { title: T.abandoned }, <AbandonedPage page={page} refunds={refunds} />)
}

function AbandonPage({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  return (
    <>
      <Heading page={page} title={say(T.abandonSure)} />
      <p>{say(T.abandonText)}</p>
      <FeeFate page={page} />
      <Form action={draftHref(page, 'abandon')}>
        <ButtonGroup>
          <Button text={T.abandon} kind="warning" />
          <LinkButton href={draftHref(page)} text={T.keep} kind="secondary" />
        </ButtonGroup>
      </Form>
    </>
  )
}

function AbandonedPage({ page, refunds }: { readonly page: DraftPage; readonly refunds: readonly ListedRefund[] }) {
  const say = useSay()
  return (
    <>
      <Heading page={page} title={say(T.abandoned)} />
      <p>{say(T.abandonText)}</p>
      <RefundList refunds={refunds} />
      <FeeFate page={page} />
      <Form action={draftHref(page, 'resume')}>
        <ButtonGroup>
          <Button text={T.resume} />
          <LinkButton href={localHref(page.language, PATHS.cabinet)} text={T.cabinet} kind="secondary" />
        </ButtonGroup>
      </Form>
    </>
  )
}

function Heading({ page, title }: { readonly page: DraftPage; readonly title: string }) {
  return (
    <>
      <Caption texts={[page.open.edition.regulation.service, page.open.variant.name]} />
      <h1>{title}</h1>
    </>
  )
}

/** What becomes of the money: paid and kept, or perhaps under way; and what the package says of its return. */
function FeeFate({ page }: { readonly page: DraftPage }) {
  const { draft, variant, edition } = page.open
  if (draft.orderId === null) return null
  const say = useSay()
  return (
    <>
      <WarningText text={draft.payment === null ? T.abandonPaying : T.abandonPaid} />
      {variant.fee && (
        <p>
          {say(variant.fee.returnRule)} <Cited regulation={edition.regulation} source={variant.fee.returnSource ?? variant.fee.source} />
        </p>
      )}
    </>
  )
}
