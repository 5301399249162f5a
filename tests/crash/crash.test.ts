import { survives } from './survival.ts'

// With the kills at commit points fifty faults in all.
survives(32)
