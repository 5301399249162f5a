import { refuseEngine } from '../refusals.ts'
import { isRefusal } from '@ruqsat/foundation'
import { complete } from '../flow.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The clerk registers the signed result and hands it over. */
export const handOver: StaffAction<'handOver'> = {
  command: 'handOver',
  action: 'handOver',
  decide(_command, task, scene) {
    const { signed } = scene.state
    if (signed === null) return refuseEngine('document-not-signed')
    const following = complete({ task, outcome: 'done' }, scene)
    if (isRefusal(following)) return following
    return [{ kind: 'handedOver', documentId: signed.documentId, source: stepOf(task, scene).source }, ...following]
  },
}
