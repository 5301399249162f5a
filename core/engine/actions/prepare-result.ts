import { refuseEngine } from '../refusals.ts'
import { Fault } from '@ruqsat/foundation'
import { isNumbered } from '@ruqsat/law'
import { conclusionOf } from '../conclusion.ts'
import { hearingFault } from '../applicant/hearing.ts'
import { missedFault } from '../applicant/missed.ts'
import { objectionFault } from '../opinions.ts'
import { deemedFault } from '../provider-silence.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The document that will be signed exists and its number is reserved. Prepared again for the same conclusion, it keeps its number. */
export const prepareResult: StaffAction<'prepareResult'> = {
  command: 'prepareResult',
  action: 'signResult',
  decide({ document }, task, scene) {
    const conclusion = conclusionOf(scene.state)
    if (conclusion === null) return refuseEngine('result-not-concluded')
    const fault =
      objectionFault(conclusion, scene) ??
      missedFault(conclusion, scene) ??
      hearingFault(conclusion, scene) ??
      deemedFault(conclusion, scene)
    if (fault !== null) return fault
    const { kind } = scene.place.variant.results[conclusion.decision]
    if (document.documentKind !== kind) throw new Fault(`Expected a document of kind '${kind}' but '${document.documentKind}' was prepared`)
    if ((document.number !== null) !== isNumbered(kind)) throw new Fault(`Expected a number unless the kind has none but '${kind}' differs`)
    const { reservedNumber } = scene.state
    // A refusal has none; the number that an extension was to bear stays the earlier result's.
    if (reservedNumber !== null && document.number !== null && document.number !== reservedNumber)
      throw new Fault(`Expected the reserved number ${reservedNumber} but the document has ${document.number}`)
    return [{ kind: 'resultPrepared', document, source: stepOf(task, scene).source }]
  },
}
