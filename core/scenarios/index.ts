// Scenarios: how a case of an act must go, as text that a department could sign. Read with the package, and run by the engine itself.
export { loadPackage, scenariosOf } from './package.ts'
export { editionsFor } from './references.ts'
export { parseScenario, type Scenario } from './grammar.ts'
export { runScenario, type ScenarioFailure, type ScenarioReport } from './run.ts'
export type { Said, SaidCode } from './difference.ts'
export { lawCoverage, type LawCoverage } from './coverage.ts'
export { SampleCase, type CaseIdentity } from './sample-case.ts'
export { sampleAnswer } from './sample-answers.ts'
export {
  exploreCases,
  startOf,
  walkCases,
  type Explored,
  type OfferedCell,
  type Place,
  type WalkContext,
  type WalkFault,
} from './walk-cases.ts'
export { walkForm, type Door, type FormFault } from './walk-forms.ts'
export { proveEdition, type Proof } from './proof/prove.ts'
export { CLAIMS, type ClaimId, type ClaimVerdict, type CounterExample, type ProofClaim } from './proof/claims.ts'
export { SAMPLE_BIN, SAMPLE_IIN, sampleFact } from './sample-answers.ts'
