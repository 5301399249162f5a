import { formatInstant } from '@ruqsat/clock'
import { expectedSignerOf } from '@ruqsat/documents'
import { fillText, inAll, isRefusal, type Refusal } from '@ruqsat/foundation'
import { RequestView } from '@ruqsat/lawpages'
import { SigningPanel } from '@ruqsat/signing'
import { CSRF_FIELD, csrfToken, Details, fieldErrorsOf, LinkButton, localHref, readForm, redirectTo, SummaryList } from '@ruqsat/web'
import { accessTo } from '../core/access.ts'
import { openDraft } from '../drafts/drafts.ts'
import { readFrozen } from '../drafts/frozen.ts'
import { isCertain } from '../drafts/filling.ts'
import { lastRefusal } from '../drafts/refused.ts'
import { bytesToSign, submitSignature } from '../drafts/signing.ts'
import { confirmingOf } from '../drafts/confirming.ts'
import { signersOf } from '../drafts/ready.ts'
import { beginPhoneSigning, PhoneWay } from '../../phone/pages.tsx'
import { refusePortal } from '../../refusals.ts'
import { PATHS, type Person } from '../../deps.ts'
import { BackToForm, draftHref, type DraftPage, goTo, refuse, sendDraft } from './frame.tsx'
import { RefundList, refundsFor } from './refund-list.tsx'
import { RefusalNote } from './refused.tsx'
import { ByPassword, type PasswordAgain } from './by-password.tsx'
import { wordsIn } from './ends.tsx'
import T from './texts.yaml'

/** The page that shows the frozen bytes and signs them. The certificate is chosen among the keys of this browser. */
export async function showSign(page: DraftPage, again: PasswordAgain | null = null): Promise<unknown> {
  const { deps, open, person } = page
  const { bin } = open.draft
  if (bin !== null && accessTo(person, open.draft, 'sign') !== 'allowed') return showWhoSigns(page, await signersOf(deps, bin))
  const over = correctionOver(page)
  if (over !== null) return showCorrectionOver(page, over)
  const frozen = await bytesToSign(deps, open, person)
  if (isRefusal(frozen)) return isCertain(frozen) ? showNothingComes(page, frozen) : refuse(page, frozen)
  const confirming = confirmingOf(deps, open, person)
  const panel = await page.portal.panel(page.language, open.edition.regulation)
  const refusal = lastRefusal(open)
  return sendDraft(
    page,
    { title: T.sign, at: 'sign', ...(again !== null && { errors: fieldErrorsOf([again.refusal]) }) },
    <>
      {refusal && (
        <RefusalNote
          page={page}
          title={open.draft.corrects === null ? wordsIn(page).notRegistered : T.correctionNotTaken}
          refusal={refusal}
        />
      )}
      {confirming !== null && <InShort person={person} bytes={frozen.bytes} />}
      <RefundList refunds={await refundsFor(page.portal, person, open.draft.id)} />
      {confirming !== null && (
        <ByPassword page={page} bytes={frozen.bytes} phone={await confirming.phoneOf(person.accountId)} again={again} />
      )}
      {confirming !== null && <h2>{T.bySignature}</h2>}
      <SigningPanel
        {...panel}
        {...(confirming === null && { meanwhile: <InShort person={person} bytes={frozen.bytes} /> })}
        csrf={{ name: CSRF_FIELD, value: csrfToken(page.request, page.reply) }}
        purpose="sign"
        bytesUrl={draftHref(page, 'content')}
        submitUrl={draftHref(page, 'sign')}
        keyImportUrl={localHref(page.language, PATHS.keys)}
        expectedHolder={holderOf(person)}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
      <PhoneWay portal={page.portal} action={draftHref(page, 'phone')}>
        <Details summary={T.wholeRequest}>
          <RequestView request={readFrozen(frozen.bytes)} headings="h3" zone={page.portal.zone(open.edition.regulation)} />
        </Details>
      </PhoneWay>
      <BackToForm page={page}>
        <p class="muted">{T.backToFormHint}</p>
      </BackToForm>
    </>,
  )
}

/** Refusals after which no signature of this correction can count any more. */
const OVER = new Set(['correction-not-asked', 'correction-too-late'])

/** Why this correction can never be taken; null where it may be signed, or where this is none. */
function correctionOver({ open }: DraftPage): Refusal | null {
  const refusal = open.draft.corrects === null ? null : lastRefusal(open)
  return refusal !== null && OVER.has(refusal.code) ? refusal : null
}

/** Nothing is signed here any more: until when it could be, and where the request is now. */
function showCorrectionOver(page: DraftPage, refusal: Refusal): Promise<unknown> {
  const { edition, draft } = page.open
  const { due, requestNumber } = draft.corrects!
  const zone = page.portal.zone(edition.regulation)
  return sendDraft(
    page,
    { title: T.sign, at: 'sign' },
    <>
      <RefusalNote page={page} title={T.correctionNotTaken} refusal={refusal} isByLaw />
      <p>{fillText(T.correctionWasDue, { due: inAll((language) => formatInstant(due, zone, language)) })}</p>
      <LinkButton href={localHref(page.language, PATHS.request(requestNumber))} text={T.toRequest} />
    </>,
  )
}

/** Time has passed since the form was filled in: it is corrected there, and what was paid stays paid. */
function showNothingComes(page: DraftPage, refusal: Refusal): Promise<unknown> {
  return sendDraft(
    page,
    { title: T.sign, at: 'sign', status: 422 },
    <>
      <RefusalNote page={page} title={wordsIn(page).notRegistered} refusal={refusal} isByLaw />
      <BackToForm page={page} />
    </>,
  )
}

/** Ready to sign, for a colleague who may not: who can, and that nothing is lost until they do. */
function showWhoSigns(page: DraftPage, signers: readonly Person[]): Promise<unknown> {
  return sendDraft(
    page,
    { title: T.whoSigns, at: 'sign' },
    <>
      <p>{signers.length === 0 ? T.nobodySigns : T.mayNotSign}</p>
      {signers.length > 0 && (
        <ul>
          {signers.map((signer) => (
            <li>{signer.name}</li>
          ))}
        </ul>
      )}
      <p>{T.waitsForSigner}</p>
      <p>
        <a href={localHref(page.language, PATHS.certificate)}>{T.newCertificate}</a>
      </p>
      <BackToForm page={page}>
        <p class="muted">{T.backToFormHint}</p>
      </BackToForm>
    </>,
  )
}

/** Whose key is looked for: a representative's is their own. */
function holderOf(person: Person) {
  const { representative } = person
  const { roles } = expectedSignerOf(representative, person)
  return representative === undefined
    ? { iin: person.iin, bin: person.bin, name: person.name, roles }
    : { iin: representative.iin, bin: null, name: representative.name, roles }
}

function signerRows({ name, organisation, representative }: Person) {
  if (representative === undefined) return [{ key: T.signer, value: organisation === null ? name : `${name}, ${organisation}` }]
  return [
    { key: T.applicant, value: organisation ?? name },
    { key: T.signer, value: representative.name },
    { key: T.power, value: `${representative.power.number}: ${representative.power.scope}` },
  ]
}

/** What is signed, in a few lines, read from the frozen bytes too. */
function InShort({ person, bytes }: { readonly person: Person; readonly bytes: Uint8Array }) {
  const { title, addressee, attachments, payment } = readFrozen(bytes)
  const files = attachments.map((file) => file.name).join(', ')
  return (
    <SummaryList
      compact
      rows={[
        { key: T.request, value: title },
        { key: T.addressee, value: addressee },
        ...signerRows(person),
        ...(files === '' ? [] : [{ key: T.files, value: files }]),
        ...(payment === null ? [] : [{ key: T.paid, value: payment.amountText }]),
      ]}
    />
  )
}

/** The exact bytes: what this answers is what is hashed, shown and signed. */
export async function sendContent(page: DraftPage): Promise<unknown> {
  const frozen = await bytesToSign(page.deps, page.open, page.person)
  if (isRefusal(frozen)) return refuse(page, frozen, { status: 409 })
  return page.reply.header('cache-control', 'no-store').type('application/octet-stream').send(Buffer.from(frozen.bytes))
}

/** The same bytes, to be signed in eGov Mobile. */
export async function postPhone(page: DraftPage): Promise<unknown> {
  const frozen = await bytesToSign(page.deps, page.open, page.person)
  if (isRefusal(frozen)) return refuse(page, frozen, { status: 409 })
  const at = (place: string) => `${PATHS.draft(page.open.draft.id)}/${place}`
  const paths = { submitPath: at('sign'), beginPath: at('phone'), backPath: at('sign') }
  return beginPhoneSigning(page.request, page.reply, page.portal, { title: page.open.variant.name, bytes: frozen.bytes, ...paths })
}

/** A CMS of one signer with its certificates takes about 4 KiB; more is no signature of ours. */
const MOST_SIGNATURE_CHARACTERS = 64 * 1024

/** After the POST the person is sent to the page that says what became of it; that page can be opened again in any language. */
export async function postSign(page: DraftPage): Promise<unknown> {
  const typed = readForm(page.request).text('signature')
  if (typed.length > MOST_SIGNATURE_CHARACTERS || !/^[A-Za-z0-9+/\s]*={0,2}$/.test(typed))
    return refuse(page, refusePortal('signature-unreadable'))
  const signed = await submitSignature(page.deps, page.open, page.person, new Uint8Array(Buffer.from(typed, 'base64')))
  const after = await openDraft(page.deps, page.open.draft.id, page.person)
  if (isRefusal(after)) return refuse(page, after)
  const isToldThere = after.draft.status !== 'open' || lastRefusal(after) !== null
  if (signed.kind !== 'refused' || isToldThere) return goTo(page)
  return isCertain(signed.refusal) ? showNothingComes({ ...page, open: after }, signed.refusal) : refuse(page, signed.refusal)
}

export function toReceipt({ reply, language, open }: DraftPage): unknown {
  const { registered, corrects } = open.draft
  const path = corrects === null ? PATHS.receipt : PATHS.request
  return redirectTo(reply, localHref(language, path(registered!.requestNumber)))
}
