import type { Refusal } from '@ruqsat/foundation'
import { stepWithAction, firstDraftStep, registeringStep, signingStep } from '@ruqsat/law'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import { onDraft, tooMany } from './drafts.ts'
import type { Person } from '../../registration/people/person.ts'
import { askForRefunds, oweRefund } from './refunds.ts'
import { askingStep } from './register-answers.ts'
import * as store from './store.ts'
import { byPerson, TOO_LATE, UNSIGNED, write, writeWithin, type TooLate } from './write.ts'

// Turning back: to the form, from a notice, away from the draft and back to it. Each done twice is done once.

/** Why the draft may not be taken out of the host's hands. While a registration is under way nobody knows yet whether it happened. */
function isGone({ draft, step, view }: OpenDraft): Refusal | null {
  if (draft.status === 'registered') return refusePortal('already-registered')
  return draft.status === 'waiting' && step === registeringStep(view) ? refusePortal('being-registered') : null
}

/** Goes back to the form. The payment stays; frozen bytes and a signature that waits are let go. */
export function editAgain(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Refusal | null> {
  return onDraft<Refusal | null>(deps, open, person, async (now) => {
    const gone = isGone(now)
    if (gone !== null) return gone
    if (now.draft.status === 'open' && now.step.action === 'fill') return null
    const stepId = firstDraftStep(now.view).id
    const mark = { stepId, outcome: null, ...byPerson(person), facts: { why: 'editedAgain' } }
    const change = { stepId, status: 'open', changedBy: person.accountId, ...UNSIGNED } as const
    return (await write(deps, now.draft, change, [mark], (tx) => store.forgetRetry(tx, now.draft.id))) ? null : TOO_LATE
  })
}

/** From a notice of the table back to the action that can be tried again. */
export function tryAgainFrom(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Refusal | null> {
  return onDraft<Refusal | null>(deps, open, person, async (now) => {
    if (now.draft.status !== 'open') return null
    const { steps } = now.view
    const again = {
      noticeNotPaid: stepWithAction(steps, 'pay'),
      noticeSignatureRefused: signingStep(steps),
      noticeNoData: askingStep(now.view, now.step),
    } as const
    const step = again[now.step.action as keyof typeof again] ?? null
    if (step === null) return null
    // Asked again means asked once more; what other steps have asked stays.
    const kept = now.draft.registers?.filter(({ system }) => step.action !== 'askRegisters' || step.asks?.includes(system) !== true)
    const mark = { stepId: step.id, outcome: null, ...byPerson(person), facts: { why: 'triedAgain' } }
    const change = { stepId: step.id, changedBy: person.accountId, registers: kept ?? null }
    return (await write(deps, now.draft, change, [mark])) ? null : TOO_LATE
  })
}

/**
 * Gives the draft up; it stays in the cabinet and money that still arrives opens it again. A fee that was paid goes back, and that is
 * written down in the same transaction.
 */
export async function abandon(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Refusal | null> {
  const refusal = await onDraft<Refusal | null>(deps, open, person, async (now) => {
    const gone = isGone(now)
    if (gone !== null) return gone
    if (now.draft.status === 'abandoned') return null
    const mark = { stepId: now.step.id, outcome: null, ...byPerson(person), facts: { why: 'abandoned' } }
    const { payment } = now.draft
    const unpaid = payment === null ? {} : ({ payment: null, orderId: null, requirementsRead: false } as const)
    const change = { status: 'abandoned', changedBy: person.accountId, ...unpaid, ...UNSIGNED } as const
    const written = await write(deps, now.draft, change, [mark], async (tx) => {
      await store.forgetRetry(tx, now.draft.id)
      if (payment !== null) await oweRefund(deps, tx, now.draft, payment, 'withdrawn')
    })
    return written ? null : TOO_LATE
  })
  if (refusal === null) await askForRefunds(deps, open.draft.id)
  return refusal
}

/** Takes an abandoned draft up again, at its form; one that holds no files has not counted meanwhile, so there must be room for it. */
export function resume(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Refusal | null> {
  return onDraft<Refusal | null>(deps, open, person, async (now) => {
    if (now.draft.status !== 'abandoned') return null
    const stepId = firstDraftStep(now.view).id
    const mark = { stepId, outcome: null, ...byPerson(person), facts: { why: 'resumed' } }
    const done = await deps.database.sql.begin(async (tx) => {
      await store.lockPerson(tx, now.draft.accountId)
      const full = now.attachments.length === 0 ? await tooMany(tx, now.draft) : null
      if (full !== null) return full
      return (await writeWithin(tx, deps, now.draft, { status: 'open', stepId, changedBy: person.accountId }, [mark])) ? null : TOO_LATE
    })
    return done as Refusal | null | TooLate
  })
}
