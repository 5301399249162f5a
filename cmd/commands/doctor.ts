import { statfs, stat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { latestCheckpointAt, SET_BACK_FROM_MS } from '@ruqsat/caseflow'
import { tableAdvice } from '@ruqsat/clock'
import { ownerOf, readMigrations, roleDifferences, technicalClock, type Database } from '@ruqsat/database'
import { fillText, instantFromMs, msFromInstant, type Instant, type Language, type LocalText } from '@ruqsat/foundation'
import { exists, openLog, type Settings } from '@ruqsat/installation'
import { auditSecurity } from '@ruqsat/security'
import { offeredHere } from '../house/offers.ts'
import { systemRoles } from '../house/system-roles.ts'
import { endingAt } from '../house/tables.ts'
import roomTexts from '../texts.yaml'
import { checkpointFile } from './checkpoint-lines.ts'
import { type Call, type CliCommand, EXIT, LANGUAGE_OPTION } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { roomSchemas } from './rooms.ts'
import { hasDatabase, openWorkplace, schemasOf, withDatabase, type Workplace } from './workplace.ts'

const T = roomTexts.doctor

/** What is wrong, doubtful or good to know, what it is about, and what to do. A note does not change how the command ends. */
type Complaint = { readonly is: 'wrong' | 'doubtful' | 'note'; readonly text: LocalText; readonly remedy: LocalText }

const MB = 1_000_000
/** Less than this fills within days, and a full disk stops everything. */
const DISK_NEEDED_MB = 2_000
/** The clocks of the machine and of the database, and a clock that is behind the last entry of the log. */
const CLOCK_OFF_MS = 5_000
/** Checkpoints are taken every minute where there is anything to sign. */
const CHECKPOINT_LATE_MS = 15 * 60_000
const HEALTH_WAIT_MS = 3_000
const TESTED_VERSION = 18
/** One cause makes many of them: a role that is absent lacks everything. */
const MOST_DIFFERENCES = 5

export const command: CliCommand = {
  purpose:
    'Say what is wrong with this installation, and what to do: the state folder, secrets, disk, clock, database, migrations, checkpoints, health, safety of settings, tables that end soon.',
  options: [LANGUAGE_OPTION],
  exits: { 0: 'nothing is wrong; there may be notes', 1: 'something is wrong or doubtful; each line says what to do' },
  notes: ['Changes nothing, and works while everything runs.'],
  async run(call) {
    const language = call.language()
    const workplace = await openWorkplace(call)
    const complaints = [
      ...(await ofFolder(workplace)),
      ...ofSettings(workplace),
      ...(await ofHealth(workplace)),
      ...(await ofDatabase(workplace, call)),
    ]
    for (const complaint of complaints) call.say(lineOf(complaint, language))
    const isWell = complaints.every(({ is }) => is === 'note')
    if (isWell) call.say(T.well[language])
    return isWell ? EXIT.done : EXIT.refused
  },
}

function lineOf({ is, text, remedy }: Complaint, language: Language): string {
  return `${T[is][language]}  ${text[language]}\n    ${remedy[language]}`
}

function complaint(
  is: Complaint['is'],
  words: { readonly text: LocalText; readonly remedy: LocalText },
  facts: Readonly<Record<string, string | number>> = {},
): Complaint {
  return { is, text: fillText(words.text, facts), remedy: fillText(words.remedy, facts) }
}

async function ofFolder({ state }: Workplace): Promise<readonly Complaint[]> {
  if (!(await exists(state))) return [complaint('wrong', T.noState, { folder: state })]
  const { bavail, bsize } = await statfs(state)
  const freeMb = Math.floor((bavail * bsize) / MB)
  const open = await readableByOthers(join(state, 'secrets'))
  return [
    ...(freeMb < DISK_NEEDED_MB ? [complaint('wrong', T.diskFull, { free: freeMb, needed: DISK_NEEDED_MB })] : []),
    ...open.map((file) => complaint('wrong', T.secretOpen, { file })),
  ]
}

/** Secrets that others of this machine may read. */
async function readableByOthers(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names.map(async (name) => (((await stat(join(folder, name))).mode & 0o077) === 0 ? null : join(folder, name))),
  )
  return found.filter((file) => file !== null)
}

function ofSettings({ settings }: Workplace): readonly Complaint[] {
  if (settings.mode !== 'production') return []
  const isPlain = settings.origin?.startsWith('http:') ?? !settings.tls
  return [
    ...(isPlain ? [complaint('wrong', T.noTls)] : []),
    ...(settings.secondFactor === 'optional' ? [complaint('doubtful', T.factorOptional)] : []),
    ...(settings.securitySyslog === null ? [complaint('doubtful', T.noSyslog)] : []),
    ...(settings.rateLimits === 'on' ? [] : [complaint('wrong', T.noLimits)]),
  ]
}

async function ofHealth({ running }: Workplace): Promise<readonly Complaint[]> {
  if (running === null) return [complaint('doubtful', T.notRunning)]
  const portal = running.addresses['portal']
  if (running.status === 'starting' || portal === undefined) return []
  try {
    const response = await fetch(new URL('/health', portal), { signal: AbortSignal.timeout(HEALTH_WAIT_MS) })
    const { parts = {} } = (await response.json()) as { parts?: Record<string, string> }
    return Object.entries(parts).flatMap(([name, is]) => (is === 'ok' ? [] : [complaint('wrong', T.partFails, { name })]))
  } catch {
    return [complaint('wrong', T.silent, { address: portal })]
  }
}

async function ofDatabase(workplace: Workplace, call: Call): Promise<readonly Complaint[]> {
  if (!(await hasDatabase(workplace))) return [complaint('wrong', T.noDatabase)]
  try {
    return await withDatabase(workplace, async (database) => [
      ...(await ofServer(workplace, database)),
      ...(await ofMigrations(workplace, database)),
      ...(await ofRecord(workplace, database)),
      ...(await ofTables(workplace, call, database)),
    ])
  } catch (error) {
    return [complaint('wrong', T.databaseSilent, { why: (error as Error).message })]
  }
}

async function ofServer({ settings }: Workplace, { sql }: Database): Promise<readonly Complaint[]> {
  const [server] = await sql<{ version: number; isSuperuser: boolean }[]>`
    select current_setting('server_version_num')::int / 10000 as version, (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser"`
  const { version, isSuperuser } = server!
  const offSeconds = Math.round((await clocksApartMs(sql)) / 1000)
  return [
    ...(version === TESTED_VERSION ? [] : [complaint('doubtful', T.otherVersion, { version, tested: TESTED_VERSION })]),
    ...(isSuperuser ? [ofSuperuser(settings)] : []),
    ...(await ofRoles(settings, sql)),
    ...(offSeconds * 1000 > CLOCK_OFF_MS ? [complaint('wrong', T.clocksApart, { seconds: offSeconds })] : []),
  ]
}

function ofSuperuser({ databaseUrl, mode }: Settings): Complaint {
  return databaseUrl === null ? complaint('note', T.ownServer) : complaint(mode === 'production' ? 'wrong' : 'doubtful', T.superuser)
}

/** Production does not start without them; a sandbox whose owner may make none does all as the owner. */
async function ofRoles({ mode }: Settings, sql: Database['sql']): Promise<readonly Complaint[]> {
  const systems = systemRoles(mode)
  const found = await roleDifferences(sql, systems)
  const { role, mayMakeRoles } = await ownerOf(sql)
  if (found.length > 0 && !mayMakeRoles && mode === 'sandbox') return [complaint('doubtful', T.rolesAbsent, { owner: role })]
  return found
    .slice(0, MOST_DIFFERENCES)
    .map(({ text, statement }) => complaint('wrong', T.roleDiffers, { what: text, statement: statement ?? '—' }))
}

/** As at the start and on /health: a table that ends soon fails nothing yet; one that has ended stops people. */
async function ofTables({ settings }: Workplace, call: Call, { sql }: Database): Promise<readonly Complaint[]> {
  try {
    const regulations = await regulationsOf(call)
    const offered = offeredHere({ regulations, settings, log: openLog({ level: 'silent', room: 'ruqsat' }) })
    const { today, ending } = endingAt(regulations.tables, offered.regulations, await legalNow(sql))
    return ending.map((end) => ({ is: end.lastDay < today ? 'wrong' : 'note', ...tableAdvice(end, today) }))
  } catch (error) {
    return [complaint('wrong', T.actsUnread, { why: (error as Error).message })]
  }
}

async function legalNow(sql: Database['sql']): Promise<Instant> {
  if (!(await schemasOf(sql)).some(({ schema }) => schema === 'legal_time')) return technicalClock.now()
  const [clock] = await sql<{ now: Instant }[]>`select legal_time.now() as now`
  return clock!.now
}

/** The database's clock is legal time without what it was moved by; zero where there is none yet. */
async function clocksApartMs(sql: Database['sql']): Promise<number> {
  if (!(await schemasOf(sql)).some(({ schema }) => schema === 'legal_time')) return 0
  const [clock] = await sql<{ now: Instant; offsetMs: number }[]>`
    select legal_time.now() as now, offset_ms as "offsetMs" from legal_time.clock`
  return clock === undefined ? 0 : Math.abs(msFromInstant(clock.now) - clock.offsetMs - technicalClock.ms())
}

async function ofMigrations({ settings }: Workplace, { sql }: Database): Promise<readonly Complaint[]> {
  const there = new Map((await schemasOf(sql)).map(({ schema, migrations }) => [schema, migrations]))
  const wanted = await Promise.all(
    roomSchemas
      .filter(({ isSandboxOnly }) => isSandboxOnly !== true || settings.mode === 'sandbox')
      .map(async ({ schema, folders }) => ({
        schema,
        count: (await Promise.all(folders.map(({ folder }) => readMigrations(folder)))).flat().length,
      })),
  )
  return wanted.flatMap(({ schema, count }) => {
    const now = there.get(schema) ?? 0
    // One that is not there at all is made by the next start, or is of a room that this installation does not use.
    if (now === count || now === 0) return []
    return [
      now < count ? complaint('wrong', T.migrationsMissing, { schema, missing: count - now }) : complaint('doubtful', T.newer, { schema }),
    ]
  })
}

async function ofRecord({ state }: Workplace, { sql }: Database): Promise<readonly Complaint[]> {
  const schemas = new Set((await schemasOf(sql)).map(({ schema }) => schema))
  if (!schemas.has('security') || !schemas.has('licensing')) return []
  const [newest] = await sql<{ at: string; alerts: number }[]>`
    select max(at) as at, count(*) filter (where kind = 'alert' and at > ${instantFromMs(technicalClock.ms() - 86_400_000)})::int as alerts from security.entry`
  const [checkpoint] = await sql<{ kept: number; signed: number; head: number; headAt: string | null }[]>`
    select (select count(*)::int from licensing.checkpoint) as kept, coalesce((select number from security.follower where name = 'checkpoints'), 0) as signed,
      coalesce((select max(number) from security.entry), 0) as head, (select min(at) from security.entry where number > coalesce((select number from security.follower where name = 'checkpoints'), 0)) as "headAt"`
  const { kept, signed, head, headAt } = checkpoint!
  const isUnsigned = head > signed && headAt !== null && technicalClock.ms() - msFromInstant(headAt as never) > CHECKPOINT_LATE_MS
  const aheadMs = newest!.at === null ? 0 : msFromInstant(newest!.at as never) - technicalClock.ms()
  const lastAt = await latestCheckpointAt(sql, 'licensing')
  const behindMs = lastAt === null ? 0 : msFromInstant(lastAt) - msFromInstant(await legalNow(sql))
  const guards = (await auditSecurity(sql, [])).length
  return [
    ...(behindMs > SET_BACK_FROM_MS ? [complaint('wrong', T.eventsWait, { seconds: Math.round(behindMs / 1000) })] : []),
    ...(aheadMs > CLOCK_OFF_MS ? [complaint('wrong', T.setBack, { seconds: Math.round(aheadMs / 1000) })] : []),
    ...(kept > 0 && !(await exists(checkpointFile(state)))
      ? [complaint('wrong', T.noCheckpointFile, { file: checkpointFile(state) })]
      : []),
    ...(isUnsigned ? [complaint('wrong', T.unsigned)] : []),
    ...(guards > 0 ? [complaint('wrong', T.logNotWhole, { count: guards })] : []),
    ...(newest!.alerts > 0 ? [complaint('doubtful', T.alerts, { count: newest!.alerts })] : []),
  ]
}
