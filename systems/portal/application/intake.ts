// A program of a firm applies: each call opens the draft for the person in whose name it was begun, and does what that person's page would do.
import { hash } from 'node:crypto'
import { isRefusal, isUuid, type Refusal } from '@ruqsat/foundation'
import { judged } from '@ruqsat/lawpages'
import { sectionsFor } from '@ruqsat/documents'
import type { Application, ApplicationIntake, ApplicationOf, OpenApplication } from '../contract.ts'
import { refusePortal } from '../refusals.ts'
import type { Person } from '../registration/people/person.ts'
import type { DraftAction } from './core/access.ts'
import { openDraft, placeIn, startDraft } from './drafts/drafts.ts'
import { attach, confirmForm, fillFaults, lifeWarning, removeAttachment, saveSection } from './drafts/filling.ts'
import type { Draft, DraftDeps, OpenDraft } from './drafts/model.ts'
import { checkPayment, feeToday, orderPayment } from './drafts/payment.ts'
import { lastRefusal } from './drafts/refused.ts'
import { askRegisters, passRegisters } from './drafts/registers.ts'
import { bytesToSign, submitSignature } from './drafts/signing.ts'
import { openDraftsOfFirm, readDraft } from './drafts/store.ts'

export type IntakePeople = {
  /** The registration of this person for this firm, with its standing as of now. */
  personOf(identity: { readonly iin: Person['iin']; readonly bin: Person['bin'] }): Promise<Person | null>
  /** With what the register of firms and the certificate say of them, asked as freshly as this act needs it. */
  personOfAccount(accountId: string, action: DraftAction): Promise<Person | null>
}

type Opened = { readonly open: OpenDraft; readonly person: Person }

export function applicationIntake(deps: DraftDeps, people: IntakePeople): ApplicationIntake {
  /** Does an act on the application and shows it as it then is. */
  const act = async (of: ApplicationOf, action: DraftAction, does: (opened: Opened) => Promise<Refusal | null>) => {
    const opened = await openFor(of, action)
    if (isRefusal(opened)) return opened
    const refusal = await does(opened)
    return refusal ?? shown(of)
  }
  const openFor = async ({ id, bin }: ApplicationOf, action: DraftAction): Promise<Opened | Refusal> => {
    const draft = isUuid(id) ? await readDraft(deps.database.sql, id) : null
    // Another firm's is not found either.
    const person = draft === null || draft.bin !== bin ? null : await people.personOfAccount(draft.accountId, action)
    if (person === null) return refusePortal('draft-not-found')
    const open = await openDraft(deps, id, person, action)
    return isRefusal(open) ? open : { open, person }
  }
  const shown = async (of: ApplicationOf): Promise<Application | Refusal> => {
    const opened = await openFor(of, 'see')
    return isRefusal(opened) ? opened : applicationOf(deps, opened)
  }
  return {
    async start({ id, bin, iin, regulation, variant, channel, language }) {
      const person = await people.personOf({ iin, bin })
      if (person === null) return refusePortal('not-registered-for-firm')
      if (person.standing !== 'current') return refusePortal('firm-access-ended')
      if (!person.maySign) return refusePortal('may-not-sign-for-firm')
      const wish = { id, regulation, variant, view: channel ?? deps.channels[0] ?? '', language }
      const begun = await startDraft(deps, person, wish)
      return isRefusal(begun) ? begun : shown({ id, bin })
    },
    read: async (of) => {
      // "Paid" is asked for: the gateway's own message may still be on its way.
      const opened = await openFor(of, 'see')
      if (!isRefusal(opened) && opened.open.draft.orderId !== null && opened.open.step.action === 'pay')
        await checkPayment(deps, opened.open)
      return shown(of)
    },
    listOpen: async (firm) => (await openDraftsOfFirm(deps.database.sql, firm)).flatMap((draft) => openLine(deps, draft)),
    answer: (of, answers) => act(of, 'fill', (opened) => keepAnswers(deps, opened, answers)),
    attach: (of, { document, name, bytes }) =>
      act(of, 'fill', async ({ open, person }) => {
        const file = judged({ name, bytes })
        return isRefusal(file) ? { ...file, field: document } : attach(deps, open, person, { slot: document, ...file })
      }),
    detach: (of, fileId) => act(of, 'fill', ({ open, person }) => removeAttachment(deps, open, person, fileId)),
    complete: (of, statements) =>
      act(of, 'fill', async ({ open, person }) => {
        const faults = await confirmForm(deps, open, person, statements, open.draft.language)
        return isRefusal(faults) ? faults : goThroughRegisters(deps, of, openFor)
      }),
    order: (of, { feeTiyn }) =>
      act(of, 'pay', async ({ open, person }) => {
        const order = await orderPayment(deps, open, person, { requirementsRead: true, seenTiyn: feeTiyn })
        return isRefusal(order) ? order : null
      }),
    submit: (of, { content, cms }) =>
      act(of, 'sign', async ({ open, person }) => {
        const frozen = open.draft.frozen
        if (open.draft.status === 'open' && frozen !== null && hash('sha256', content) !== frozen.sha256)
          return refusePortal('signed-other-text')
        const signed = await submitSignature(deps, open, person, cms)
        return signed.kind === 'refused' ? signed.refusal : null
      }),
  }
}

/** As it is kept: nothing is asked and nothing moved. None of an edition that this house has not read. */
function openLine({ edition }: DraftDeps, draft: Draft): readonly OpenApplication[] {
  const { id, status, regulation, variant, editionHash, stepId, language, payment, createdAt, changedAt } = draft
  const step = placeIn(edition(editionHash), draft)?.view.steps.find((each) => each.id === stepId)
  if (step === undefined || (status !== 'open' && status !== 'waiting')) return []
  const { action, name } = step
  return [
    {
      id,
      status,
      regulation,
      variant,
      edition: editionHash,
      language,
      step: { id: stepId, action, name },
      isPaid: payment !== null,
      createdAt,
      changedAt,
    },
  ]
}

/** Section by section, as the form has them. A field that no section of this applicant has is named. */
async function keepAnswers(deps: DraftDeps, { open, person }: Opened, answers: Readonly<Record<string, string>>): Promise<Refusal | null> {
  const sections = sectionsFor(open.variant.form, person.kind)
  const asked = new Set(sections.flatMap(({ fields }) => fields.map(({ id }) => id)))
  const unknown = Object.keys(answers).find((field) => !asked.has(field))
  if (unknown !== undefined) return refusePortal('field-not-asked', { field: unknown })
  for (const { id, fields } of sections) {
    const typed = Object.fromEntries(fields.flatMap((field) => (answers[field.id] === undefined ? [] : [[field.id, answers[field.id]!]])))
    if (Object.keys(typed).length === 0) continue
    const saved = await saveSection(deps, open, person, id, typed)
    if (isRefusal(saved)) return saved
  }
  return null
}

type OpenFor = (of: ApplicationOf, action: DraftAction) => Promise<Opened | Refusal>

/** Where the table asks registers after the form: they are asked, and what they say against the request is the answer. Silence waits for the next call. */
async function goThroughRegisters(deps: DraftDeps, of: ApplicationOf, openFor: OpenFor): Promise<Refusal | null> {
  const before = await openFor(of, 'fill')
  if (isRefusal(before) || before.open.step.action !== 'askRegisters') return isRefusal(before) ? before : null
  const silent = await askRegisters(deps, before.open, before.person)
  if (isRefusal(silent)) return silent
  if (silent[0] !== undefined) return silent[0]
  const after = await openFor(of, 'fill')
  if (isRefusal(after)) return after
  const certain = await passRegisters(deps, after.open, after.person)
  return isRefusal(certain) ? certain : (certain[0] ?? null)
}

async function applicationOf(deps: DraftDeps, { open, person }: Opened): Promise<Application | Refusal> {
  const { draft, step } = open
  const isFilling = draft.status === 'open' && step.action === 'fill'
  const faults = isFilling
    ? (await fillFaults(deps, open, person)).map(({ refusal }) => refusal)
    : [lastRefusal(open)].filter((each) => each !== null)
  const fee = draft.status === 'open' && draft.payment === null ? await feeToday(deps, open) : null
  const order = draft.orderId === null ? null : await deps.payments.readOrder(draft.orderId)
  const isToSign = draft.status === 'open' && ['chooseCertificate', 'sign', 'noticeSignatureRefused'].includes(step.action)
  const warning = draft.status === 'open' ? await lifeWarning(deps, open) : null
  const frozen = isToSign ? await bytesToSign(deps, open, person) : null
  return {
    kind: 'application',
    id: draft.id,
    status: draft.status,
    regulation: draft.regulation,
    variant: draft.variant,
    edition: draft.editionHash,
    language: draft.language,
    step: { id: step.id, action: step.action, name: step.name },
    answers: draft.values,
    files: open.attachments.map(({ id, slot, name, mediaType, sizeBytes, sha256 }) => ({
      id,
      document: slot,
      name,
      mediaType,
      sizeBytes,
      sha256,
    })),
    faults: frozen !== null && isRefusal(frozen) ? [...faults, frozen] : faults,
    warnings: warning === null ? [] : [warning],
    feeTiyn: fee === null || isRefusal(fee) ? null : fee.feeTiyn,
    payment:
      draft.orderId === null
        ? null
        : {
            orderId: draft.orderId,
            payUrl: order === null || isRefusal(order) || draft.payment !== null ? null : order.payUrl,
            paidAt: draft.payment?.paidAt ?? null,
          },
    toSign: frozen === null || isRefusal(frozen) ? null : frozen,
    registered: draft.registered && { requestNumber: draft.registered.requestNumber, at: draft.registered.at },
  }
}
