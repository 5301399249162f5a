import { refuseEngine } from '../refusals.ts'
import { isRefusal } from '@ruqsat/foundation'
import type { Bodies, Scene } from '../scene.ts'
import { complete, completed } from '../flow.ts'
import { Course } from '../course.ts'
import { heldSteps } from '../held.ts'
import type { Task } from '../model.ts'
import { textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { barredFault } from '../assignment.ts'
import { stepOf } from './step-of.ts'

/** The head names the officer. After an assignment that ended, the work goes on at the steps that wait for the next one. */
export const assign: StaffAction<'assign'> = {
  command: 'assign',
  action: 'assign',
  decide({ officerId, instruction }, task, scene) {
    if (officerId.trim() === '') return refuseEngine('officer-missing', { field: 'officerId' })
    const fault = barredFault(officerId, scene) ?? textFault(instruction, 'instruction', null)
    if (fault !== null) return fault
    const held = heldSteps(scene.state)
    const following = held.length > 0 ? resume(held, task, officerId, scene) : complete({ task, outcome: 'done', officerId }, scene)
    if (isRefusal(following)) return following
    return [{ kind: 'assigned', officerId, instruction, source: stepOf(task, scene).source }, ...following]
  },
}

function resume(held: readonly string[], task: Task, officerId: string, scene: Scene): Bodies {
  const course = new Course(scene, officerId)
  course.add(completed(task, 'done', scene))
  return course.resume(held, stepOf(task, scene)) ?? course.bodies
}
