import { isRefusal } from '@ruqsat/foundation'
import { readForm, redirectTo } from '@ruqsat/web'
import { openDraft } from '../drafts/drafts.ts'
import { sendPassword, submitPassword } from '../drafts/confirming.ts'
import { lastRefusal } from '../drafts/refused.ts'
import { draftHref, type DraftPage, goTo, refuse, stageOf } from './frame.tsx'
import { showSign } from './sign.tsx'

/** Sends a one-time password for the request as it is; the page then asks for it. */
export async function postPassword(page: DraftPage): Promise<unknown> {
  const refusal = await sendPassword(page.deps, page.open, page.person)
  if (refusal === null) return redirectTo(page.reply, `${draftHref(page, 'sign')}?sent`)
  return stageOf(page.open) === 'sign' ? showSign(page, { refusal, typed: '' }) : refuse(page, refusal, { status: 409 })
}

/** Takes the password back. What is wrong with it is said at its field; what became of the request, on the page where it is then. */
export async function postConfirm(page: DraftPage): Promise<unknown> {
  const typed = readForm(page.request).digits('code')
  const signed = await submitPassword(page.deps, page.open, page.person, typed)
  const after = await openDraft(page.deps, page.open.draft.id, page.person)
  if (isRefusal(after)) return refuse(page, after)
  const isToldThere = after.draft.status !== 'open' || lastRefusal(after) !== null
  if (signed.kind !== 'refused' || isToldThere) return goTo(page)
  return stageOf(after) === 'sign' ? showSign({ ...page, open: after }, { refusal: signed.refusal, typed }) : refuse(page, signed.refusal)
}
