// The regulation language: its types, the loader that refuses a broken package whole, the checker and the step tables.
// Pure: files come in as text; no folder is read here.
export * from './act-model.ts'
export * from './model.ts'
export * from './steps.ts'
export { firstDraftStep, isWalkable, signingStep, stepsAhead } from './walk.ts'
export { ACTION_RULES, RETURNING_ACTIONS, type ActionRule } from './actions.ts'
export { SYSTEM_NAMES, SYSTEMS, systemName, type SystemId } from './systems.ts'
export { editionOf, sha256Hex } from './hash.ts'
export { loadRegulation, uncheckable, type Broken, type Loaded, type PackageFile } from './load.ts'
export { noticesOf, noticeTime, noticeWords, type NoticeWords } from './notices.ts'
export { confirmationOf, parseConfirmations, strayConfirmations, usableSource, type Confirmation } from './confirmations.ts'
export { parseYaml } from './yaml.ts'
export {
  anyOf,
  formatPackageError,
  packageError,
  PACKAGE_ERROR_CODES,
  type PackageError,
  type PackageErrorCode,
  type Place,
} from './package-errors.ts'
export { editorSchema, FILE_SCHEMAS, type FileKind } from './schema.ts'
export { allDecided, checkRegulation, type Finding } from './check.ts'
export { FINDINGS, type FindingCode } from './findings.ts'
export { mainPath, sumOfTable, sumText, termText, type Sum } from './sums.ts'
export { parseCase, type CaseDeed, type CaseFact, type CaseGiven, type CaseLine, type CaseScript } from './cases.ts'
export {
  describeEdition,
  outcomeText,
  outcomeTimeTexts,
  stepTable,
  stepTableCsv,
  stepTimeText,
  type StepRow,
  type StepTable,
} from './step-table.ts'
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
} from './editions.ts'
export {
  boundsText,
  editionLines,
  eventText,
  itemName,
  itemState,
  noteName,
  noteText,
  standingText,
  standingWord,
  whyText,
  wordingText,
  type EditionLine,
} from './edition-words.ts'
export { differenceLines, differenceOf, type DifferenceLine, type EditionDifference, type NoteDifference } from './edition-difference.ts'
export { packageDifference } from './package-difference.ts'
export { annexPage, annexTableHtml, annexTables, type AnnexTable } from './annex-tables.ts'
