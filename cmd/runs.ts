// Whether the engine can lead a case of each offered variant to its end: asked before a package is offered, and by `regulation check`.
import { inAll } from '@ruqsat/foundation'
import { packageError } from '@ruqsat/law'
import { placeOf, type FurtherCheck } from '@ruqsat/regulations'
import { dryRun } from '@ruqsat/scenarios'
import texts from './texts.yaml'

export const runsToItsEnd: FurtherCheck = (edition, tables, files) =>
  dryRun(edition, tables).map(({ variant, stepId, why }) => {
    const place =
      stepId === null ? placeOf(files, `variants/${variant}.yaml`, 'term', '') : placeOf(files, `procedure/${variant}.yaml`, 'id', stepId)
    return packageError(
      'cannot-be-run',
      place,
      null,
      texts.runs.toItsEnd,
      inAll((language) => why[language].replace(/\.$/, '')),
    )
  })
