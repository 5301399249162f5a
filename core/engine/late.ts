import { Fault, isRefusal } from '@ruqsat/foundation'
import { stepById, type Step } from '@ruqsat/law'
import { missCorrection } from './applicant/correction.ts'
import { endHearing } from './applicant/hearing.ts'
import { changeCalendar } from './calendar-change.ts'
import { complete, outcomeFor } from './flow.ts'
import type { Actor, EventBody, Opinion, Task } from './model.ts'
import { decideBySilence, TOTAL_TIMER } from './provider-silence.ts'
import { remindersDue } from './reminders.ts'
import type { Bodies, Scene } from './scene.ts'

/**
 * The clock looks at a task: what is to be brought to mind is, and where its due date has passed, it is marked, and those who answer for it
 * are informed. Nothing is decided by that, except where the edition says what silence means (`silence`) or what follows it (a row
 * `when: late`). A mark that comes twice, too early or after the work changes nothing. At the due instant itself everybody is in time: the
 * look of the clock is the last that happens in it, and whoever calls it sees to that (decision 0114).
 */
export function markLate(taskId: string, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'system') throw new Fault(`Expected the system's own timer to mark a task late but ${actor.kind} did`)
  // Who would be late by a calendar that no longer counts is not.
  const changed = changeCalendar(actor, scene)
  if (isRefusal(changed) || changed.length > 0) return changed
  if (taskId === TOTAL_TIMER) return decideBySilence(scene)
  const asked = scene.state.asked?.find(({ id }) => id === taskId)
  // An answer that was handed in is judged by that instant: the time for it does not pass.
  if (asked !== undefined)
    return scene.now < asked.due || asked.presented !== undefined
      ? []
      : asked.kind === 'hearing'
        ? endHearing(asked, scene)
        : missCorrection(asked, scene)
  const task = scene.state.tasks.find(({ id }) => id === taskId)
  if (task === undefined || task.due === null) return []
  const isOver = scene.now >= task.due.due
  const reminded = remindersDue(task, isOver, scene)
  if (task.late || !isOver) return reminded
  const step = stepById(scene.place.procedure.steps, task.stepId)
  const answer = answerBySilence(step)
  const marked: EventBody[] = [
    { kind: 'taskLate', taskId: task.id, stepId: step.id, source: step.source },
    ...(answer === null ? [] : [counted(answer, task, step)]),
  ]
  const isFollowed = step.next.some((row) => row.when === 'late')
  if (!isFollowed && answer === null) return [...marked, ...reminded]
  const outcome = isFollowed ? 'late' : outcomeFor(step, answer === 'agrees' ? 'yes' : 'no')
  const following = complete({ task, outcome }, scene)
  return isRefusal(following) ? following : [...marked, ...following]
}

/** What the act takes the silence of this body for; null where that is no answer. */
export function answerBySilence({ silence }: Step): Opinion | null {
  if (silence === undefined || silence.means === 'nothing') return null
  return silence.means === 'consent' ? 'agrees' : 'objects'
}

function counted(opinion: Opinion, { id: taskId, unit, due }: Task, { id: stepId, silence }: Step): EventBody {
  return { kind: 'silenceCounted', taskId, stepId, unit, opinion, since: due!.due, source: silence!.source }
}
