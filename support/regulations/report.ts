import { fillString, fillText, type LocalDate, type Language, type LocalText } from '@ruqsat/foundation'
import { allDecided, formatPackageError, type DatedEdition, type Finding, type PackageError } from '@ruqsat/law'
import texts from './texts.yaml'

/** What `regulation check` prints and answers: 0 where everything is right and decided, 1 otherwise. */
export type CheckReport = { readonly text: string; readonly exitCode: 0 | 1 }

/** What was found in one package: nothing at all is known of the editions and findings of one whose files cannot be read. */
export type CheckedPackage = {
  readonly editions: readonly DatedEdition[]
  readonly findings: readonly Finding[]
  readonly errors: readonly PackageError[]
  /** A line for each scenario that goes otherwise than it says and each template that cannot be set. */
  readonly failures?: readonly string[]
  /** The folder without which no scenario is run and no cell walked; left out where it is there. */
  readonly missingTables?: string
}

const WORDS = texts.report

/** Says it in one language. */
export function checkReport(folder: string, checked: CheckedPackage, language: Language): CheckReport {
  const { editions, findings, errors, failures = [], missingTables } = checked
  const isDecided = allDecided(findings)
  const decided = findings.filter((finding) => finding.reading !== null).length
  const isRight = errors.length + failures.length === 0 && missingTables === undefined
  const count = `${WORDS.decided[language]} ${decided}/${findings.length}`
  const lines = [
    `${folder}: ${headOf(checked)[language]}${editions.length === 0 ? '' : `, ${editions[0]!.edition.hash.slice(0, 12)}; ${count}`}`,
    ...(editions.length < 2 ? [] : editions.map((each) => `  ${editionText(each)[language]}`)),
    ...errors.map((error) => `  ${formatPackageError(error, language)}`),
    ...failures.map((line) => `  ${line}`),
    ...(missingTables === undefined ? [] : [`  ${fillString(WORDS.notRun[language], { folder: missingTables })}`]),
    ...findings.flatMap((finding) => findingLines(finding, language)),
    ...(isDecided ? [] : [`  ${WORDS.toDecide[language]}`]),
  ]
  return { text: [...lines, ''].join('\n'), exitCode: isRight && isDecided ? 0 : 1 }
}

/** Nothing that fails, or was not run, is called sound. */
function headOf({ errors, failures = [], findings, missingTables }: CheckedPackage): LocalText {
  if (errors.length > 0) return WORDS.broken
  if (failures.length > 0) return WORDS.failing
  if (!allDecided(findings)) return WORDS.open
  return missingTables === undefined ? WORDS.sound : WORDS.filesOnly
}

function editionText({ edition, from, to }: DatedEdition): LocalText {
  const day = (date: LocalDate | null) => date ?? '…'
  return fillText(WORDS.edition, { from: day(from), to: day(to), hash: edition.hash.slice(0, 12) })
}

function findingLines(finding: Finding, language: Language): readonly string[] {
  const { place, reading } = finding
  const at = place === undefined || reading !== null ? '' : `${place.file}:${place.line}:${place.column}: `
  const head = `  [${finding.reading === null ? WORDS.undecided[language] : WORDS.decided[language]}] ${at}${finding.code} ${finding.subject} (${finding.item}): ${finding.text[language]}`
  if (finding.reading === null) return [head]
  return [
    head,
    `      ${WORDS.reading[language]}: ${finding.reading.reading[language]}`,
    `      ${WORDS.reason[language]}: ${finding.reading.reason[language]}`,
  ]
}
