// Where this installation keeps its state, how it is configured, and what it writes about itself.
export { processIsAlive, withFileLock, writeFileAtomically } from './files.ts'
