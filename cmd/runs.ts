// Whether every cell that is offered (variant, channel, kind of applicant) can be walked from the form over the payment and the number to
// each end, by the portal's own door and by the engine: asked before a package is offered, and by `regulation check`.
import { toInstant } from '@ruqsat/clock'
import { feeAt } from '@ruqsat/engine'
import { fillText, inAll, isRefusal, wordsOf, type LocalText } from '@ruqsat/foundation'
import { packageError, zoneOf, type ClockTables, type Edition, type PackageError, type PackageFile } from '@ruqsat/law'
import { portalDoor } from '@ruqsat/portal/door'
import { placeOf, type FurtherCheck } from '@ruqsat/regulations'
import { walkCases, walkForm, type OfferedCell } from '@ruqsat/scenarios'
import texts from './texts.yaml'

export const runsToItsEnd: FurtherCheck = (edition, tables, files) =>
  cellsOf(edition)
    .flatMap((cell) => [
      ...formErrors(cell, edition, tables, files),
      ...feeErrors(cell, edition, tables, files),
      ...caseErrors(cell, edition, tables, files),
    ])
    .filter((error, place, all) => all.findIndex((each) => each.file === error.file && each.line === error.line) === place)

function cellsOf({ regulation }: Edition): readonly OfferedCell[] {
  return regulation.variants
    .filter(({ offered }) => offered)
    .flatMap((variant) =>
      variant.views
        .filter(({ offered }) => offered)
        .flatMap((view) => regulation.applicants.map(({ kind }) => ({ variant, view, applicant: kind }))),
    )
}

type Judge = (cell: OfferedCell, edition: Edition, tables: ClockTables, files: readonly PackageFile[]) => readonly PackageError[]

/** A form that nobody of this kind can fill in is found here, not by the person who has paid. */
const formErrors: Judge = (cell, edition, tables, files) =>
  walkForm(cell, portalDoor, someDay(edition, tables)).map(({ at, why }) => {
    const place = placeOf(files, `variants/${cell.variant.id}.yaml`, 'id', at.id)
    return packageError('cannot-be-filled', place, null, expected(texts.runs.filled, cell), plain(why))
  })

const feeErrors: Judge = ({ variant, applicant }, edition, tables, files) => {
  const at = toInstant(someDay(edition, tables), '10:00', zoneOf(edition.regulation, tables))
  const fee = feeAt(at, variant.id, { applicant, answers: {} }, { edition, tables })
  if (fee === null || !isRefusal(fee)) return []
  const place = placeOf(files, `variants/${variant.id}.yaml`, 'mciRate', '')
  return [packageError('cannot-be-run', place, null, texts.runs.feeOfDay, plain(wordsOf(fee).text))]
}

const caseErrors: Judge = (cell, edition, tables, files) => {
  const fault = walkCases(cell, { edition, tables })
  if (fault === null) return []
  const { stepId, why, path } = fault
  const variant = cell.variant.id
  const place =
    stepId === null ? placeOf(files, `variants/${variant}.yaml`, 'term', '') : placeOf(files, `procedure/${variant}.yaml`, 'id', stepId)
  const found = path.length === 0 ? plain(why) : fillText(texts.runs.after, { why: plain(why), path: path.join(' → ') })
  return [packageError('cannot-be-run', place, null, expected(texts.runs.toItsEnd, cell), found)]
}

function expected(text: LocalText, { view, applicant }: OfferedCell): LocalText {
  return fillText(text, { view: view.name, applicant: texts.runs.applicants[applicant] })
}

/** A day on which the edition's terms can be counted: what depends on today is asked of it. */
function someDay({ regulation }: Edition, tables: ClockTables): string {
  return `${tables.calendars[regulation.authority.calendar]!.firstYear}-02-01`
}

const plain = (text: LocalText): LocalText => inAll((language) => text[language].replace(/\.$/, ''))
