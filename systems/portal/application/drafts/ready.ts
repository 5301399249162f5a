import { type BIN, isRefusal } from '@ruqsat/foundation'
import { signingStep } from '@ruqsat/law'
import type { DraftDeps, Draft } from './model.ts'
import { openDraft } from './drafts.ts'
import type { Person } from '../../registration/people/person.ts'
import texts from '../texts.yaml'

// A firm's draft that only waits for its signature, and those of the firm who may give it.

/** Who is registered for the firm now and may sign for it. */
export async function signersOf(deps: Pick<DraftDeps, 'peopleOfFirm'>, bin: BIN): Promise<readonly Person[]> {
  return (await deps.peopleOfFirm(bin)).filter((each) => each.standing === 'current' && each.maySign)
}

/** Informs those who may sign, but not the person who brought the draft there. A draft that went on meanwhile needs nobody any more. */
export async function tellReady(deps: DraftDeps, draft: Draft): Promise<void> {
  const signers = draft.bin === null ? [] : await signersOf(deps, draft.bin)
  // Opened for one of them, so that a payment that came while nobody looked takes the draft to its signature.
  const open = signers[0] === undefined ? null : await openDraft(deps, draft.id, signers[0])
  if (open !== null && !isRefusal(open) && open.draft.status === 'open' && open.step === signingStep(open.view.steps)) {
    const others = signers.some((each) => each.accountId === open.draft.changedBy) ? [] : signers
    for (const signer of others)
      await deps.tell(signer, {
        key: `portal:ready:${draft.id}:${open.draft.version}:${signer.accountId}`,
        subject: texts.ready.aRequestIsReadyTo,
        text: texts.ready.aRequestOfYourOrganisation,
      })
  }
}
