import { stepById, type Step } from '@ruqsat/law'
import type { Scene } from '../scene.ts'
import type { Task } from '../model.ts'

export function stepOf(task: Task, scene: Scene): Step {
  return stepById(scene.place.procedure.steps, task.stepId)
}
