// Reads the folder of regulations once, at start: packages by the pure loader of @ruqsat/law, the clock's tables by @ruqsat/clock. Keeps what was on offer.
export { nationalZone, readTables } from './tables.ts'
export { openRegulations, type BrokenPackage, type Regulations } from './open.ts'
export { keepEditions, REGULATIONS_SCHEMA } from './archive/archive.ts'
export { readConfirmations } from './confirmations.ts'
export { readPackageFolder } from './files.ts'
export { readPackage, type LoadedPackage, type ReadingOptions, type ReadPackage } from './load.ts'
export { faultsWithTables, placeOf, type FurtherCheck } from './with-tables.ts'
export { checkReport, type CheckedPackage, type CheckReport } from './report.ts'
