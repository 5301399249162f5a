// What is said when a task is done; the person comes back to the list, and the next task is one key away.
import { fillText, type Refusal, officialsIn } from '@ruqsat/foundation'
import { flash, languageOf, localHref, redirectTo } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Staff } from '../contract.ts'
import type { TaskAction } from '../actions/action.ts'
import { PATHS } from '../http/paths.ts'
import texts from '../texts.yaml'
export type StepDone = { readonly kind: 'done'; readonly number: string; readonly journalNumber: string | null }

/** The answer to our own act was lost on its way, and the person asked again. */
export function isOwnDoing(refusal: Refusal, staff: Staff): boolean {
  return (refusal.code === 'task-done' || refusal.code === 'task-withdrawn') && officialsIn(refusal.facts).includes(staff.id)
}

export function finished(request: FastifyRequest, reply: FastifyReply, action: TaskAction, { number, journalNumber }: StepDone): unknown {
  const shape = journalNumber === null ? texts.done.doneFor : texts.done.entered
  flash(request, 'success', fillText(shape, { done: action.done, number, journal: journalNumber ?? '' }))
  return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
}

export function finishedBefore(request: FastifyRequest, reply: FastifyReply): unknown {
  flash(request, 'information', texts.done.doneBefore)
  return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
}
