// IS-REGIONAL: takes signed packages through the gateway, keeps their journal, and has the request registered where the cases are kept.
import { laterBy, migrate } from '@ruqsat/database'
import type { HouseService } from '@ruqsat/gateway/contract'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { PackageEntry } from './contract.ts'
import { forgetPartsBefore, listPackages } from './store/packages.ts'
import { answerMessage, type IntakeDeps } from './work/intake.ts'

export type { PackageDoor, PackageEntry, RequestFile, PackageSigner, RequestPackage, Sending } from './contract.ts'
export { packageDoor, REGIONAL_ROUTE } from './wire/door.ts'

export const REGIONAL_SCHEMA = { schema: 'regional', folder: new URL('./store/migrations/', import.meta.url) }

export type RegionalDeps = IntakeDeps & { readonly log: Parameters<typeof reportTo>[0] }

export type RegionalRoom = {
  /** What the gateway offers under `REGIONAL_ROUTE`: `gateway.offer(REGIONAL_ROUTE, room.service)`. */
  readonly service: HouseService
  /** Of an authority, newest first. */
  journal(authority: string, limit?: number): Promise<readonly PackageEntry[]>
  startWork(): void
  /** Waits for what is under way; nothing runs afterwards. */
  stop(): Promise<void>
}

const SWEEP_EVERY_MS = 60 * 60_000
/** Parts of a file whose sender never came back. */
const PARTS_KEPT_MS = 24 * 60 * 60_000
const PAGE = 100

/** Brings up the schema and answers. */
export async function startRegional(deps: RegionalDeps): Promise<RegionalRoom> {
  const { sql } = deps.database
  await migrate(deps.database, REGIONAL_SCHEMA)
  const sweep = () => forgetPartsBefore(sql, laterBy(deps.technicalClock, -PARTS_KEPT_MS))
  const jobs = openJobs({ sweep: { everyMs: SWEEP_EVERY_MS, run: sweep } }, reportTo(deps.log))
  return {
    service: { answer: (payload, { caller }) => answerMessage(deps, payload, caller) },
    journal: (authority, limit = PAGE) => listPackages(sql, authority, limit),
    startWork: () => jobs.start(),
    stop: () => jobs.stop(),
  }
}
