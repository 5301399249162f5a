// What an administrator does with the directory from the command line, on the database alone: people are named by their login.
import { openAccounts } from '@ruqsat/accounts'
import { type AnySql, type Database, openLegalClock, technicalClock } from '@ruqsat/database'
import type { ActingOrder } from '@ruqsat/engine'
import { isRefusal, officialsIn, said, type LocalDate, type Refusal, type SaidRefusal } from '@ruqsat/foundation'
import { openSecurityLog, recordWith, type SecurityEntry } from '@ruqsat/security'
import { todayOf, zoneOfStaff } from '../cases/authority.ts'
import type { Staff } from '../contract.ts'
import { ACCOUNTS_SCHEMA, type WorkstationDeps } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import { allStaff, staffById, staffByIds, staffWhoLeft } from '../store/staff.ts'
import { listSubstitutions } from '../store/substitutions.ts'
import { ADMINISTRATOR, BY_COMMAND } from './changed-by.ts'
import { retireStaff } from './leave.ts'
import { registerStaff, type NewStaff } from './register.ts'
import { addSubstitution, endEarly } from './substitutes.ts'
import type { Substitution } from './substitution.ts'

const MOST_LISTED = 1_000

export type StaffLine = Staff & { readonly login: string }

export type StaffByCommand = {
  /** Who works now, by authority and name. */
  list(): Promise<readonly StaffLine[]>
  /** Those that are not over, of every authority, with the people's names. */
  substitutions(): Promise<readonly (Substitution & { readonly absent: string; readonly substitute: string })[]>
  substitute(absentLogin: string, substituteLogin: string, order: ActingOrder): Promise<Substitution | readonly SaidRefusal[]>
  end(id: string): Promise<Substitution | SaidRefusal>
  /** Who has left, since when, and who recorded it; the latest first. */
  left(): Promise<readonly (StaffLine & { readonly retiredBy: string | null })[]>
  /** `secret` is that of the accounts of staff. */
  retire(login: string, secret: Buffer): Promise<Staff | SaidRefusal>
  /** The first people of an installation, before anybody can sign in. `secret` is that of the accounts of staff. */
  add(wanted: NewStaff, secret: Buffer): Promise<Staff | SaidRefusal>
}

export async function openStaffByCommand(database: Database, regulations: WorkstationDeps['regulations']): Promise<StaffByCommand> {
  const { sql } = database
  await openSecurityLog(database)
  const legalClock = await openLegalClock(database, { mode: await modeOf(sql) })
  const inWords = async (refusal: Refusal): Promise<SaidRefusal> => {
    const people = await staffByIds(sql, officialsIn(refusal.facts))
    return said(refusal, { official: (id) => people.find((each) => each.id === id)?.name, instant: (at) => at })
  }
  const list = async () => {
    const [people, logins] = await Promise.all([allStaff(sql), loginsOf(sql)])
    return people.map((each) => ({ ...each, login: logins.get(each.id) ?? '' }))
  }
  return {
    list,
    async substitutions() {
      const people = await list()
      const name = (id: string) => people.find((each) => each.id === id)?.name ?? id
      const authorities = [...new Set(people.map(({ authority }) => authority))]
      const rows = await Promise.all(
        authorities.map(async (authority) => {
          const today = await todayOf({ regulations, legalClock }, { authority })
          return (await listSubstitutions(sql, authority, MOST_LISTED)).filter(({ order }) => order.until >= today)
        }),
      )
      const works = (id: string) => people.some((each) => each.id === id)
      const open = rows.flat().filter(({ ended, absentId, substituteId }) => ended === null && works(absentId) && works(substituteId))
      return open.map((row) => ({ ...row, absent: name(row.absentId), substitute: name(row.substituteId) }))
    },
    async substitute(absentLogin, substituteLogin, order) {
      const logins = await loginsOf(sql)
      const absent = await staffById(sql, idOf(logins, absentLogin))
      if (absent === null) return [await inWords(refuseWorkstation('workstation.absent-unknown', { field: 'absent' }))]
      const wanted = { absentId: absent.id, substituteId: idOf(logins, substituteLogin), order, by: ADMINISTRATOR }
      const added = await addSubstitution(database, zoneOfStaff({ regulations }, absent), wanted, await legalClock.now())
      return 'id' in added ? added : Promise.all(added.map(inWords))
    },
    async end(id) {
      const ended = await endEarly(database, id, ADMINISTRATOR, await legalClock.now())
      return 'kind' in ended ? inWords(ended) : ended
    },
    async left() {
      const [people, logins] = await Promise.all([staffWhoLeft(sql, MOST_LISTED), loginsOf(sql)])
      const names = await staffByIds(
        sql,
        people.flatMap(({ retiredBy }) => retiredBy ?? []),
      )
      const nameOf = (id: string | null) => names.find((each) => each.id === id)?.name ?? id
      return people.map((each) => ({ ...each, login: logins.get(each.id) ?? '', retiredBy: nameOf(each.retiredBy) }))
    },
    async retire(login, secret) {
      const id = idOf(await loginsOf(sql), login)
      const leaving = { database, regulations, legalClock, technicalClock, accounts: accountsOf(sql, secret) }
      const left = await retireStaff(leaving, id, BY_COMMAND)
      return isRefusal(left) ? inWords(left) : left
    },
    async add(wanted, secret) {
      const accounts = accountsOf(sql, secret)
      const made = await registerStaff({ accounts, deps: { database } }, wanted, { by: BY_COMMAND, at: await legalClock.now() })
      return isRefusal(made) ? inWords(made) : made
    },
  }
}

/** Whether an order that an act of the record names is kept in the directory, and the act falls on its days. */
export async function keptOrders(sql: AnySql): Promise<(actor: ActedByOrder, at: string) => boolean> {
  const rows = await sql<KeptRow[]>`
    select authority, absent_id as "absentId", substitute_id as "substituteId", order_number as number, first_day::text as "from", last_day::text as "until", ended_at as "endedAt"
    from workstation.substitution`
  return (actor, at) => rows.some((row) => isCovered(row, actor, at))
}

type ActedByOrder = {
  readonly id: string
  readonly authority: string
  readonly onBehalfOf: { readonly id: string; readonly order: Pick<ActingOrder, 'number'> }
}
type KeptRow = {
  readonly authority: string
  readonly absentId: string
  readonly substituteId: string
  readonly number: string
  readonly from: LocalDate
  readonly until: LocalDate
  readonly endedAt: string | null
}

/** The furthest that a wall clock is from UTC. The engine judged the day by the zone of the act; this looks for an order that was never there. */
const FURTHEST_ZONE_MS = 14 * 3_600_000
const DAY_MS = 86_400_000

function isCovered(row: KeptRow, { id, authority, onBehalfOf }: ActedByOrder, at: string): boolean {
  const instant = Date.parse(at)
  const last = Math.min(Date.parse(row.until) + DAY_MS + FURTHEST_ZONE_MS, row.endedAt === null ? Infinity : Date.parse(row.endedAt))
  return (
    row.authority === authority &&
    row.substituteId === id &&
    row.absentId === onBehalfOf.id &&
    row.number === onBehalfOf.order.number &&
    instant >= Date.parse(row.from) - FURTHEST_ZONE_MS &&
    instant <= last
  )
}

function accountsOf(sql: Database['sql'], secret: Buffer) {
  const silent = { notify: async () => undefined, onFault: () => undefined }
  const security = { record: (entry: SecurityEntry, tx: AnySql = sql) => recordWith(tx, entry) }
  return openAccounts({ sql, schema: ACCOUNTS_SCHEMA, technicalClock, secret, security, ...silent })
}

/** Empty where nobody has this login. */
function idOf(logins: ReadonlyMap<string, string>, login: string): string {
  return [...logins].find(([, known]) => known === login.toLowerCase())?.[0] ?? ''
}

async function loginsOf(sql: AnySql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; login: string }[]>`select id, login from ${sql(ACCOUNTS_SCHEMA)}.account`
  return new Map(rows.map(({ id, login }) => [id, login]))
}

async function modeOf(sql: AnySql): Promise<'sandbox' | 'production'> {
  const [row] = await sql<{ mode: 'sandbox' | 'production' }[]>`select mode from legal_time.clock`
  return row?.mode ?? 'sandbox'
}
