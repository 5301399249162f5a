// The sentences of this room in three languages, for whoever shows a report: the verification page and `npx ruqsat verify`.
export { CHECK_OUTCOMES, checkName, JUDGED_FOR, signerName, verdictWords, type VerdictWords } from './report.ts'
export { FINDINGS, sayFinding } from './findings.ts'
