import { checkLanguages, checkUnusedTexts } from './rules/languages.ts'
import { type TidyFinding, type Project, readProject } from './project.ts'
import { checkBans } from './rules/bans.ts'
import { checkEnglish } from './rules/english.ts'
import { checkContracts, checkRefusalCodes } from './rules/contracts.ts'
import { checkHeld } from './rules/held.ts'
import { checkImports } from './rules/imports.ts'
import { checkMigrations } from './rules/migrations.ts'
import { checkTypeNames } from './rules/names.ts'
import { checkLength, checkLinks, checkReadmes } from './rules/shape.ts'
import { checkOneWord } from './rules/one-word.ts'
import { checkTables } from './rules/tables.ts'
import { checkKazakhCases, checkQuotationMarks, checkUnits } from './rules/texts.ts'
import { checkActWords, checkMachinePaths } from './rules/words.ts'

/** Every rule of the house that a machine can check. */
export const rules: readonly ((project: Project) => TidyFinding[])[] = [
  checkImports,
  checkBans,
  checkContracts,
  checkRefusalCodes,
  checkActWords,
  checkMachinePaths,
  checkKazakhCases,
  checkQuotationMarks,
  checkLanguages,
  checkUnusedTexts,
  checkOneWord,
  checkUnits,
  checkLength,
  checkLinks,
  checkReadmes,
  checkHeld,
  checkTables,
  checkMigrations,
  checkEnglish,
  checkTypeNames,
]

/** What is not as the house wants it, ordered by file and line. */
export function tidy(root: string): TidyFinding[] {
  const project = readProject(root)
  const findings = rules.flatMap((rule) => rule(project))
  return findings.sort((one, other) => (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1))
}

export function printFinding(finding: TidyFinding): string {
  return `${finding.file}:${finding.line}: ${finding.message} (${finding.rule})`
}
