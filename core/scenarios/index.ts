// Scenarios: how a case of an act must go, as text that a department could sign. Read with the package, and run by the engine itself.
export { loadPackage, scenariosOf } from './package.ts'
export { editionsFor } from './references.ts'
export { parseScenario, type Scenario } from './grammar.ts'
export { runScenario, type ScenarioFailure, type ScenarioReport } from './run.ts'
export type { Said, SaidCode } from './difference.ts'
export { lawCoverage, type LawCoverage } from './coverage.ts'
export { walkCases, type OfferedCell, type WalkFault } from './walk-cases.ts'
export { SAMPLE_BIN, SAMPLE_IIN, walkForm, type Door, type FormFault } from './walk-forms.ts'
