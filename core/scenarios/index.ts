// Scenarios: how a case of an act must go, as text that a department could sign. Read with the package, and run by the engine itself.
export { loadPackage, isScenario } from './package.ts'
export { parseCase, type CaseDeed, type CaseFact, type CaseGiven, type CaseLine, type CaseScript } from './grammar.ts'
export { runCase, type CaseFailure, type CaseReport } from './run.ts'
export { caseFailureLine } from './words.ts'
export { lawCoverage, type CaseFile, type LawCoverage } from './coverage.ts'
