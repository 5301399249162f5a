import type { Language } from '@ruqsat/foundation'
import { allDecided, formatPackageError, type Finding, type PackageError, type PackageFile } from '@ruqsat/law'
import { loadPackage } from '@ruqsat/scenarios'
import texts from './texts.yaml'

/** What `regulation check` prints and answers: 0 when every finding has a decided reading, 1 for an undecided finding or an error. */
export type CheckReport = { readonly text: string; readonly exitCode: 0 | 1 }

/** What to do about a finding: the last line where one is not decided. */
const TO_DECIDE: Readonly<Record<Language, string>> = texts.report.toDecide

/** Checks one package and says it in one language. `beside` are errors that a caller found with more available than its own files. */
export function checkReport(
  folder: string,
  files: readonly PackageFile[],
  language: Language,
  beside: readonly PackageError[] = [],
): CheckReport {
  const loaded = loadPackage(files)
  const errors = loaded.kind === 'broken' ? loaded.errors : beside
  if (loaded.kind === 'broken' || errors.length > 0) {
    const lines = errors.map((error) => `  ${formatPackageError(error, language)}`)
    return { text: [`${folder}: ${texts.report.broken[language]}`, ...lines, ''].join('\n'), exitCode: 1 }
  }
  const decided = loaded.findings.filter((finding) => finding.reading !== null).length
  const todo = allDecided(loaded.findings) ? [] : [`  ${TO_DECIDE[language]}`]
  const head = `${folder}: ${allDecided(loaded.findings) ? texts.report.sound[language] : texts.report.open[language]}, ${loaded.edition.hash.slice(0, 12)}; ${texts.report.decided[language]} ${decided}/${loaded.findings.length}`
  return {
    text: [head, ...loaded.findings.flatMap((finding) => findingLines(finding, language)), ...todo, ''].join('\n'),
    exitCode: allDecided(loaded.findings) ? 0 : 1,
  }
}

function findingLines(finding: Finding, language: Language): readonly string[] {
  const head = `  [${finding.reading === null ? texts.report.undecided[language] : texts.report.decided[language]}] ${finding.code} ${finding.subject} (${finding.item}): ${finding.text[language]}`
  if (finding.reading === null) return [head]
  return [
    head,
    `      ${texts.report.reading[language]}: ${finding.reading.reading[language]}`,
    `      ${texts.report.reason[language]}: ${finding.reading.reason[language]}`,
  ]
}
