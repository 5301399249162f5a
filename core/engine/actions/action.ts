import type { Action } from '@ruqsat/law'
import type { Actor, Command, CommandOf, Task } from '../model.ts'
import type { Bodies, Scene } from '../scene.ts'

/** Commands that a member of staff gives to one open task. */
export type TaskCommand = Extract<Command, { readonly taskId: string }>['kind']
export type StaffCommand = Exclude<TaskCommand, 'markLate'>

/**
 * One thing that staff can do at a step. Whose turn it is has been checked before `decide` is asked: the actor belongs to the authority, has the
 * step's role, and the task is open and theirs.
 */
export type StaffAction<K extends StaffCommand> = {
  readonly command: K
  /** The action that the step's row must name; null where any step will do. */
  readonly action: Action | null
  decide(command: CommandOf<K>, task: Task, scene: Scene, actor: Actor): Bodies
}
