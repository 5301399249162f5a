import { Cited } from '@ruqsat/lawpages'
import { Button, ButtonGroup, Caption, Form, InsetText, LinkButton, localHref, sendPage, WarningText, type Text } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { PATHS } from '../../deps.ts'
import { RefundList, refundsFor } from './refund-list.tsx'
import { draftHref, goTo, type DraftPage } from './frame.tsx'
import portalTexts from '../../texts.yaml'
import T from './texts.yaml'

/** A complaint is called so. */
export function wordsIn({ open: { variant } }: DraftPage) {
  return variant.complains === undefined ? T : OF_COMPLAINT
}
const OF_COMPLAINT = { ...T, ...T.complaint }

/** Not in a correction: the request is registered and goes on; it is withdrawn on its own page. */
export function AbandonLink({ page }: { readonly page: DraftPage }) {
  if (page.open.draft.corrects !== null) return null
  return (
    <p>
      <a href={draftHref(page, 'abandon')}>{wordsIn(page).abandon}</a>
    </p>
  )
}

/** Asked before a draft is given up: what stays, and what becomes of the fee. */
export function showAbandon(page: DraftPage): unknown {
  if (page.open.draft.status === 'abandoned') return goTo(page)
  return sendEnd(page, wordsIn(page).abandonSure, null, {
    action: 'abandon',
    buttons: (
      <>
        <Button text={wordsIn(page).abandon} kind="warning" />
        <LinkButton href={draftHref(page)} text={T.keep} kind="secondary" />
      </>
    ),
  })
}

export async function showAbandoned(page: DraftPage): Promise<unknown> {
  const refunds = await refundsFor(page.portal, page.person, page.open.draft.id)
  return sendEnd(page, wordsIn(page).abandoned, <RefundList refunds={refunds} />, {
    action: 'resume',
    buttons: (
      <>
        <Button text={T.resume} />
        <LinkButton href={localHref(page.language, PATHS.cabinet)} text={portalTexts.pages.links.myRequests} kind="secondary" />
      </>
    ),
  })
}

type Choice = { readonly action: 'abandon' | 'resume'; readonly buttons: Child }

function sendEnd(page: DraftPage, title: Text, refunds: Child, { action, buttons }: Choice): Promise<unknown> {
  const { edition, variant } = page.open
  return sendPage(
    page.request,
    page.reply,
    { title, ...(action === 'abandon' && { back: { href: draftHref(page) } }) },
    <>
      <Caption texts={[edition.regulation.service, variant.name]} />
      <h1>{title}</h1>
      <p>{wordsIn(page).abandonText}</p>
      {refunds}
      <FeeFate page={page} />
      <Form action={draftHref(page, action)}>
        <ButtonGroup>{buttons}</ButtonGroup>
      </Form>
    </>,
  )
}

/** What becomes of the money: paid and kept, or perhaps under way; and what the package says of its return. */
function FeeFate({ page }: { readonly page: DraftPage }) {
  const { draft, variant, edition } = page.open
  if (draft.orderId === null) return null
  return (
    <>
      {draft.payment === null ? <WarningText text={T.abandonPaying} /> : <InsetText text={T.abandonPaid} />}
      {variant.fee && (
        <p>
          {variant.fee.returnRule} <Cited regulation={edition.regulation} source={variant.fee.returnSource ?? variant.fee.source} />
        </p>
      )}
    </>
  )
}
