import { refuseEngine } from '../refusals.ts'
import { Fault, isRefusal } from '@ruqsat/foundation'
import { resultActionOf } from '@ruqsat/law'
import { conclusionOf } from '../conclusion.ts'
import { complete } from '../flow.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The authorised official signed exactly the document that was prepared last. The host has verified the signature. */
export const signResult: StaffAction<'signResult'> = {
  command: 'signResult',
  action: 'signResult',
  decide({ signed, register }, task, scene) {
    const { prepared } = scene.state
    const conclusion = conclusionOf(scene.state)
    if (conclusion === null) return refuseEngine('result-not-concluded')
    if (prepared === null || prepared.documentId !== signed.documentId) return refuseEngine('document-not-prepared')
    const following = complete({ task, outcome: 'done', decision: conclusion.decision }, scene)
    if (isRefusal(following)) return following
    const { grant } = scene.place.variant.results
    const isGrant = conclusion.decision === 'grant'
    const changes = isGrant && (resultActionOf(grant) !== 'issues' || grant.validity !== undefined)
    if (changes !== (register !== undefined) || (register !== undefined && register.does !== resultActionOf(grant)))
      throw new Fault(
        `Expected what a result that ${resultActionOf(grant)} does to the register but was given ${register?.does ?? 'nothing'}`,
      )
    return [
      {
        kind: 'resultSigned',
        document: signed,
        number: prepared.number,
        decision: conclusion.decision,
        source: stepOf(task, scene).source,
      },
      ...(register === undefined ? [] : [{ kind: 'registerChanged' as const, change: register, source: grant.source }]),
      ...following,
    ]
  },
}
