import { awaited, pendingWork } from '@ruqsat/engine'
import type { TaskScene } from './open.ts'

/** Whether a paper of this task waits for a signature: the result, or what was written at a step that decides nothing. */
export function isToSign({ step, view }: TaskScene): boolean {
  return step.action === 'signResult' || (step.writing !== undefined && awaited(step, view.state) === 'signature')
}

/** The document that was prepared for it last; null where none is. */
export function preparedPaper({ step, view }: TaskScene): string | null {
  const prepared = step.writing === undefined ? view.state.prepared : pendingWork(view.state, step.id)?.paper
  return prepared?.documentId ?? null
}
