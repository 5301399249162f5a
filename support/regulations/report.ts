import { fillText, type LocalDate, type Language, type LocalText } from '@ruqsat/foundation'
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
}

const WORDS = texts.report

/** Says it in one language. */
export function checkReport(folder: string, checked: CheckedPackage, language: Language): CheckReport {
  const { editions, findings, errors, failures = [] } = checked
  const isDecided = allDecided(findings)
  const decided = findings.filter((finding) => finding.reading !== null).length
  const isRight = errors.length + failures.length === 0
  const count = `${WORDS.decided[language]} ${decided}/${findings.length}`
  const lines = [
    `${folder}: ${headOf(checked)[language]}${editions.length === 0 ? '' : `, ${editions[0]!.edition.hash.slice(0, 12)}; ${count}`}`,
    ...(editions.length < 2 ? [] : editions.map((each) => `  ${editionText(each)[language]}`)),
    ...errors.map((error) => `  ${formatPackageError(error, language)}`),
    ...failures.map((line) => `  ${line}`),
    ...findings.flatMap((finding) => findingLines(finding, language)),
    ...(isDecided ? [] : [`  ${WORDS.toDecide[language]}`]),
  ]
  return { text: [...lines, ''].join('\n'), exitCode: isRight && isDecided ? 0 : 1 }
}

/** Nothing that fails is called sound. */
function headOf({ errors, failures = [], findings }: CheckedPackage): LocalText {
  if (errors.length > 0) return WORDS.broken
  if (failures.length > 0) return WORDS.failing
  return allDecided(findings) ? WORDS.sound : WORDS.open
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
