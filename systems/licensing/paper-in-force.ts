// What a signed paper was set from, out of its own case and edition: a paper that corrects it begins there.
import { answersOf, formerAnswers, type ResultInput } from '@ruqsat/documents'
import { toLocal } from '@ruqsat/clock'
import { Fault, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { resultActionOf, type ApplicantKind, type Variant } from '@ruqsat/law'
import {
  correctedInput,
  correctionFault,
  rightedIn,
  slipsIn,
  withRighted,
  wrongIn,
  type Righted,
  type Wrong,
} from './core/corrected-paper.ts'
import type { RegisterPlan } from './core/register-change.ts'
import type { LicensingParts, StaffRecord } from './deps.ts'
import { keptRequest, opinionsOnPaper } from './paper.ts'
import { codeOf } from './register-code.ts'
import { sitesNow } from './sites.ts'
import { readDocumentRow, type DocumentRow } from './store/documents.ts'
import { openCaseOf, type OpenedCase } from './views.ts'
import { worksForResult } from './works.ts'

/** A paper by what it was set from, and the edition whose template set it. */
export type SetPaper = { readonly input: ResultInput; readonly editionHash: string }

type Making = Pick<ResultInput, 'conclusion' | 'number' | 'at'> & {
  readonly plan: RegisterPlan | null
  readonly signer: Pick<StaffRecord, 'name' | 'position'>
}

/** Everything that the paper of a case states. */
export async function paperInput(room: LicensingParts, opened: OpenedCase, { plan, ...making }: Making): Promise<ResultInput> {
  const { opening, edition, variant, state } = opened
  const request = await keptRequest(room, opened)
  const acted = plan?.seen?.documentId
  const former = acted === undefined ? null : formerAnswers((await paperOf(room, acted)).input)
  const input = {
    ...making,
    ...verification(room, making.number),
    change: plan?.change ?? null,
    regulation: edition.regulation,
    variant,
    deemedSince: state.deemed?.since ?? null,
    language: request.form.language,
    answers: answersOf(request),
    ...(former && { former }),
    sites: await sitesNow(room, plan?.change?.earlier ?? null),
    works: await worksForResult(room, opened),
    opinions: opinionsOnPaper(opened),
    ...(state.basis && { basis: state.basis }),
    ...(state.complaintAbout && { complained: { what: state.complaintAbout.what } }),
    confirmations: room.deps.confirmations ?? [],
    requestNumber: opening.requestNumber,
    view: opening.view,
    registeredAt: state.openedAt!,
    zone: opened.zone,
    holder: opened.party,
    sandbox: room.deps.sandbox,
  }
  return withRighted(input, plan?.righted ?? [])
}

function verification({ deps }: LicensingParts, number: string | null): Pick<ResultInput, 'verifyUrl' | 'qr'> {
  const page = `${deps.publicOrigin}/kk/verify`
  const verifyUrl = number === null ? page : `${page}/${number}?code=${codeOf(deps.registerSecret, number)}`
  return { verifyUrl, qr: deps.typesetting.qrRows(verifyUrl) }
}

/** The paper of a grant as it was signed; one that corrected another by way of that other. */
export async function paperOf(room: LicensingParts, documentId: string): Promise<SetPaper> {
  const row = await readDocumentRow(room.deps.database.sql, documentId)
  if (row === null) throw new Fault(`Expected the document ${documentId} that the register names but it is not kept`)
  const opened = await openCaseOf(room, row.caseId)
  const signer = { name: row.signerName as StaffRecord['name'], position: row.signerPosition }
  if (resultActionOf(opened.variant.results.grant) === 'corrects') return correctedPaper(room, opened, { row, signer })
  const { number, preparedAt: at, registerPlan } = row
  const conclusion = { decision: 'grant', groundIds: [], explanation: '' } as const
  const input = await paperInput(room, opened, { conclusion, plan: registerPlan, number, at, signer })
  return { input, editionHash: opened.edition.hash }
}

type Correcting = { readonly row: Pick<DocumentRow, 'registerPlan' | 'preparedAt'>; readonly signer: Making['signer'] }

/** The paper that takes the place of the one that the register had when this was prepared. */
export async function correctedPaper(room: LicensingParts, opened: OpenedCase, { row, signer }: Correcting): Promise<SetPaper> {
  const { edition, variant, party, opening } = opened
  const former = row.registerPlan?.seen?.documentId
  const formerRow = former === undefined ? null : await readDocumentRow(room.deps.database.sql, former)
  if (former === undefined || formerRow === null) throw new Fault(`Expected the paper that case ${opened.caseId} corrects but none is kept`)
  const { input, editionHash } = await paperOf(room, former)
  const slips = slipsIn(variant, party.kind, answersOf(await keptRequest(room, opened)))
  const correction = {
    at: row.preparedAt,
    formerAt: formerRow.preparedAt,
    formerSigner: formerRow.signerName,
    requestNumber: opening.requestNumber,
    regulation: edition.regulation,
    source: variant.results.grant.source,
  }
  return { input: correctedInput(input, slips, { signer, ...verification(room, input.number), correction }), editionHash }
}

/** What this request states of a number though the register knows that it was an error: of the holder, and of the answers. */
export async function rightedBy(room: LicensingParts, opened: OpenedCase, documentId: string): Promise<readonly Righted[]> {
  const wrong = await wrongBefore(room, documentId)
  if (wrong.length === 0) return []
  const { input: present } = await paperOf(room, documentId)
  return rightedIn({ holder: opened.party, answers: answersOf(await keptRequest(room, opened)) }, wrong, present)
}

/** All that was ever corrected on the papers of this number, and of those in whose place it came. */
async function wrongBefore(room: LicensingParts, documentId: string): Promise<readonly Wrong[]> {
  const row = await readDocumentRow(room.deps.database.sql, documentId)
  const former = row?.registerPlan?.seen?.documentId
  if (row === null || former === undefined) return []
  const earlier = await wrongBefore(room, former)
  const opened = await openCaseOf(room, row.caseId)
  if (resultActionOf(opened.variant.results.grant) !== 'corrects') return earlier
  const slips = slipsIn(opened.variant, opened.party.kind, answersOf(await keptRequest(room, opened)))
  return [...earlier, ...wrongIn((await paperOf(room, former)).input, slips)]
}

type AskedCorrection = {
  readonly variant: Variant
  readonly documentId: string
  readonly kind: ApplicantKind
  readonly answers: Readonly<Record<string, string>>
  readonly today: LocalDate
}

/** Why these answers would correct nothing of that paper; null where they do, or where the variant corrects none. */
export async function whyNothingCorrected(
  room: LicensingParts,
  { variant, documentId, kind, answers, today }: AskedCorrection,
): Promise<Refusal | null> {
  if (resultActionOf(variant.results.grant) !== 'corrects') return null
  const { input } = await paperOf(room, documentId)
  return correctionFault(input, variant, slipsIn(variant, kind, answers), today)
}

/** The legal day of an instant where the authority is. */
export function dayOf(instant: OpenedCase['now'], { zone }: Pick<OpenedCase, 'zone'>): LocalDate {
  return toLocal(instant, zone).date
}
