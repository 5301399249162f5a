// A new package of a regulation: every file that one needs, sound from the first moment, and saying in three languages what to fill in; comments are in the writer's own.
import { actFile, unitsFile, variantFile } from './act.ts'
import { scenarioFile, findingsFile, readmeFile, TEMPLATE_FILES } from './rest.ts'
import { procedureFile, viewFile } from './tables.ts'
import type { NewFile, PackagePlan } from './words.ts'

export { CHANNELS, type PackageChannel, type NewFile, type PackagePlan } from './words.ts'

/** The files of a new package; `folder` is its name as people read it. They load, and what is unknown in them shows as findings. */
export function newPackage(plan: PackagePlan, folder: string): readonly NewFile[] {
  return [
    actFile(plan),
    unitsFile(plan),
    ...plan.variants.flatMap((variant) => [variantFile(plan, variant), procedureFile(plan, variant)]),
    ...plan.channels.map((channel) => viewFile(plan, channel)),
    findingsFile(plan),
    ...TEMPLATE_FILES,
    scenarioFile(plan),
    readmeFile(plan, folder),
  ]
}
