// Whether every cell that is offered (variant, channel, kind of applicant) can be walked from the form over the payment and the number to
// each end, by the portal's own door and by the engine: asked before a package is offered, and by `regulation check`.
import { toInstant, toLocal } from '@ruqsat/clock'
import { feeAt } from '@ruqsat/engine'
import { fillText, inAll, isRefusal, wordsOf, type LocalDate, type LocalText } from '@ruqsat/foundation'
import { packageError, zoneOf, type Edition, type PackageError, type PackageFile } from '@ruqsat/law'
import { portalDoor } from '@ruqsat/portal/door'
import { judgeDigest, placeOf, type FurtherCheck } from '@ruqsat/regulations'
import { startOf, walkCases, walkForm, type OfferedCell, type WalkContext } from '@ruqsat/scenarios'
import texts from './texts.yaml'

/** Each edition in its own time: a case is registered on the first working day of it that the calendar has. */
export const runsToItsEnd: FurtherCheck = (edition, tables, files, notBefore) =>
  cellsOf(edition)
    .flatMap((cell) => [formErrors, feeErrors, caseErrors].flatMap((judge) => judge(cell, { edition, tables, notBefore }, files)))
    .filter((error, place, all) => all.findIndex((each) => each.file === error.file && each.line === error.line) === place)

/** Of all that judges here: the portal's door, this file, and the rooms that read and walk a package. */
let judged: Promise<string> | null = null
export const runsDigest = (): Promise<string> => (judged ??= judgeDigest(['@ruqsat/portal'], [import.meta.filename]))

function cellsOf({ regulation }: Edition): readonly OfferedCell[] {
  return regulation.variants
    .filter(({ offered }) => offered)
    .flatMap((variant) =>
      variant.views
        .filter(({ offered }) => offered)
        .flatMap((view) => regulation.applicants.map(({ kind }) => ({ variant, view, applicant: kind }))),
    )
}

type Judge = (cell: OfferedCell, context: WalkContext, files: readonly PackageFile[]) => readonly PackageError[]

/** A form that nobody of this kind can fill in is found here, not by the person who has paid. */
const formErrors: Judge = (cell, context, files) =>
  walkForm(cell, portalDoor, dayOf(context)).map(({ at, why }) => {
    const place = placeOf(files, `variants/${cell.variant.id}.yaml`, 'id', at.id)
    return packageError('cannot-be-filled', place, null, expected(texts.runs.filled, cell), plain(why))
  })

/** On the day of the walk, or the last one whose index a budget law has set: of a later day nobody knows it yet. */
const feeErrors: Judge = ({ variant, applicant }, context, files) => {
  const { edition, tables } = context
  const last = toInstant(tables.mci.lastDay, '10:00', zoneOf(edition.regulation, tables))
  const start = startOf(context)
  const fee = feeAt(start < last ? start : last, variant.id, { applicant, answers: {} }, context)
  if (fee === null || !isRefusal(fee)) return []
  const place = placeOf(files, `variants/${variant.id}.yaml`, 'mciRate', '')
  return [packageError('cannot-be-run', place, null, texts.runs.feeOfDay, plain(wordsOf(fee).text))]
}

const caseErrors: Judge = (cell, context, files) => {
  const fault = walkCases(cell, context)
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

/** The legal day on which the walk begins: what depends on today is asked of it. */
const dayOf = (context: WalkContext): LocalDate => toLocal(startOf(context), zoneOf(context.edition.regulation, context.tables)).date

const plain = (text: LocalText): LocalText => inAll((language) => text[language].replace(/\.$/, ''))
