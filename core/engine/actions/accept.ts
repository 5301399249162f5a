import { isRefusal } from '@ruqsat/foundation'
import { complete } from '../flow.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The clerk enters the request in the journal under its incoming number. */
export const accept: StaffAction<'accept'> = {
  command: 'accept',
  action: 'accept',
  decide(command, task, scene) {
    const following = complete({ task, outcome: 'done' }, scene)
    if (isRefusal(following)) return following
    return [{ kind: 'entered', journalNumber: command.journalNumber, source: stepOf(task, scene).source }, ...following]
  },
}
