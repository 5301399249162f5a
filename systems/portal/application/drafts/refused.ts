import { refusePortal } from '../../refusals.ts'
import { isRefusal, ownJson, type Refusal, type SaidRefusal } from '@ruqsat/foundation'
import { stepWithAction, type Step, type View, nextStep, signingStep } from '@ruqsat/law'
import type { OpenDraft } from './model.ts'
import type { NewMark } from './write.ts'

// A refusal is kept in the trace, so that its page says the reason whenever and in whichever language it is opened.

/** The mark of a refusal: which step said no, and what the person was shown. */
export function refusalMark(stepId: string, actor: string, reason: string, refusal: Refusal): NewMark {
  const { code, facts, source } = refusal
  const told = JSON.stringify({ kind: 'refusal', code, ...(facts && { facts }), ...(source && { source }) })
  return { stepId, outcome: 'no', actor, facts: { reason, refusal: told } }
}

/** The refusal that the person faces: the newest mark, as long as nothing was done since. */
export function lastRefusal(open: Pick<OpenDraft, 'marks'>): Refusal | null {
  const told = open.marks.at(-1)?.facts['refusal']
  if (told === undefined) return null
  const refusal = ownJson(told)
  return isRefusal(refusal) ? withoutSentences(refusal) : null
}

/** A mark of an earlier release kept the finished sentences. */
function withoutSentences(kept: Refusal | SaidRefusal): Refusal {
  if (!('text' in kept)) return kept
  const { text, remedy, source } = kept
  return refusePortal('told-before', { facts: { text, remedy }, ...(source && { source }) })
}

/** Where a draft is after its signature was refused: at the table's notice, or where one signs if the table has none. */
export function stepAfterRefusedSignature(view: View): { readonly condition: Step | null; readonly step: Step } {
  const condition = stepWithAction(view.steps, 'checkCertificate')
  const notice = condition && nextStep(view.steps, condition, 'no')
  return { condition, step: notice ?? signingStep(view.steps) ?? view.steps[0]! }
}
