// The regulation language: its types, the loader that refuses a broken package whole, the checker and the step tables.
// Pure: files come in as text; no folder is read here.
export * from './package/model.ts'
export * from './package/steps.ts'
export { resultActionOf, isNumbered, keepsNumber } from './package/results.ts'
export { correctableVariants, correctedBy, correctedField, correctingFields, type PaperPlace } from './package/correcting.ts'
export {
  firstDraftStep,
  isServable,
  isWalkable,
  papersStep,
  registeringStep,
  requestProofs,
  signingStep,
  stepsAhead,
} from './package/walk.ts'
export { ACTION_RULES, RETURNING_ACTIONS, type ActionRule } from './package/actions.ts'
export { plain as plainFact, registerRowsOf, type RegisterRow } from './package/register-rows.ts'
export { parseBindings, unboundRegisters, type RegisterBinding, type Unbound } from './time/bindings.ts'
export { questionBehind, questionsAt, questionsIn, registerFactId } from './package/registers.ts'
export { exemptionFor, feeFate, payersOf, percentBack, rateFor, type Payer } from './package/fees.ts'
export {
  askedAtCounter,
  channelName,
  counterRole,
  counterSeat,
  isAtCounter,
  isElectronic,
  officeOpening,
  systemName,
} from './package/systems.ts'
export { complaintIdOf, complaintsOf, isComplaintAct } from './package/complaint-act.ts'
export { editionOf, sha256Hex } from './package/hash.ts'
export { editionsOf, loadRegulation, type Broken, type DatedEdition, type Loaded } from './load.ts'
export { familyOf, packageFile, type LocalDifference } from './package/model-act.ts'
export { byPlace, emptyShelf, uncheckable, type Shelf } from './package/parts.ts'
export { noticesOf, noticeTime, noticeWords, type NoticeWords } from './package/notices.ts'
export { zoneOf } from './time/zone.ts'
export { confirmationOf, parseConfirmations, strayConfirmations, usableSource, type Confirmation } from './time/confirmations.ts'
export { closingAt, offerAt, offeredEdition, offersAt } from './time/offers.ts'
export { parseClockTable } from './package/clock-tables.ts'
export type { PackageFile } from './package/yaml.ts'
export {
  anyOf,
  formatPackageError,
  NOTHING,
  packageError,
  PACKAGE_ERROR_CODES,
  type PackageError,
  type PackageErrorCode,
  type FilePlace,
} from './package/errors.ts'
export { editorSchemas } from './package/schema.ts'
export { allDecided, checkRegulation, type Finding } from './checker/check.ts'
export { FINDINGS, type FindingCode } from './checker/findings.ts'
export { awaitedBranches, branchesOf, isSameBranch, type Branch, type Branches } from './tables/branches.ts'
export {
  exceeds,
  mainPath,
  stepsOfSuccess,
  sumOfPath,
  sumOfTable,
  sumText,
  termText,
  timeAsWritten,
  unitWord,
  worstPath,
  type Sum,
} from './tables/sums.ts'
export {
  describeEdition,
  outcomeText,
  opinionTexts,
  outcomeTimeTexts,
  stepTable,
  stepTableCsv,
  stepTimeText,
  type StepRow,
  type StepTable,
} from './tables/step-table.ts'
export {
  editionAt,
  editionDays,
  effectOf,
  entryOf,
  isWhole,
  itemsOf,
  phaseOf,
  type Bounds,
  type EditionDay,
  type EditionEvent,
  type EditionOnDay,
  type Effect,
  type ItemOnDay,
  type NoteOnDay,
  type Phase,
  type Standing,
  type StandingKind,
  type Wording,
} from './time/editions.ts'
export {
  boundsText,
  editionLines,
  eventText,
  itemName,
  itemState,
  noteName,
  noteText,
  actText,
  standingText,
  standingWord,
  whyText,
  wordingText,
  type EditionLine,
} from './time/edition-words.ts'
export {
  differenceLines,
  differenceOf,
  type DifferenceLine,
  type EditionDifference,
  type NoteDifference,
} from './time/edition-difference.ts'
export { guaranteesOf, providerSilenceRule, providerSilenceText } from './tables/provider-silence.ts'
export { withdrawalText } from './tables/withdrawal.ts'
export { packageDifference } from './tables/package-difference.ts'
export { annexPage, annexTableHtml, annexTables, type AnnexTable } from './tables/annex-tables.ts'
export { FILL_IN } from './checker/cross-check.ts'
