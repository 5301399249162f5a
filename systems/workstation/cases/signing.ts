import { awaited, pendingNonAcceptance, pendingWork, type KeptNonAcceptance } from '@ruqsat/engine'
import type { LocalText } from '@ruqsat/foundation'
import type { TaskScene } from './open.ts'

type AtTask = Pick<TaskScene, 'step' | 'view' | 'task'>

/** Whether a paper of this task waits for a signature: the result, what was written at a step that decides nothing, or a refusal to accept. */
export function isToSign(scene: AtTask): boolean {
  const { step, view } = scene
  const isWritten = step.writing !== undefined && awaited(step, view.state) === 'signature'
  return step.action === 'signResult' || isWritten || notAcceptedAt(scene) !== null
}

/** What was written at this task to refuse to accept, and is not signed; null where nothing is. */
export function notAcceptedAt({ view, task }: AtTask): KeptNonAcceptance | null {
  const pending = pendingNonAcceptance(view.state)
  return pending?.taskId === task.id ? pending : null
}

/** The document that was prepared for it last; null where none is. */
export function preparedPaper(scene: AtTask): string | null {
  const { step, view } = scene
  const refused = notAcceptedAt(scene)
  const written = step.writing === undefined ? view.state.prepared : pendingWork(view.state, step.id)?.paper
  return (refused === null ? written : refused.paper)?.documentId ?? null
}

/** What a paper of this task that is not the result is called; null where the result is signed. */
export function ownPaperTitle(scene: AtTask & Pick<TaskScene, 'variant'>): LocalText | null {
  if (notAcceptedAt(scene) !== null) return scene.variant.nonAcceptance!.title
  return scene.step.writing?.paper?.title ?? null
}
