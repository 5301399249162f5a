// A house of two authorities from before the keys began with the authority: its rows say afterwards whose they are, and one authority can leave.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditVerify, wholeSent } from '@ruqsat/caseflow'
import { openLegalClock, migrate } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { applyAll, decide, emptyCase, type Actor, type CaseEvent, type CaseState, type Command } from '@ruqsat/engine'
import { KITE_APPLICANT, KITE_CONTEXT, KITE_STAFF, kiteOpening } from '@ruqsat/engine/testing'
import { isRefusal } from '@ruqsat/foundation'
import { checkoutFolder } from '@ruqsat/installation'
import { roomSchemas } from './commands/rooms.ts'

const AT = '2026-03-02T05:00:00.000Z'
const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`
const CASE = uuid(1)

/** Rooms with the number of their last migration from before. */
const BEFORE = [
  { schema: 'regulations', from: 'support/regulations/archive', last: 1 },
  { schema: 'licensing', component: 'caseflow', from: 'support/caseflow/store', last: 5 },
  { schema: 'licensing', from: 'systems/licensing/store', last: 1 },
  { schema: 'payments', from: 'systems/payments/store', last: 2 },
  { schema: 'portal', from: 'systems/portal/store', last: 4 },
  { schema: 'workstation', from: 'systems/workstation/store', last: 2 },
]

let house: TestDatabase
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-parting-'))
  house = await openTestDatabase('house')
  await openLegalClock(house, { startAt: AT })
  for (const [place, { from, last, ...room }] of BEFORE.entries()) {
    const old = join(folder, String(place))
    const isOld = (path: string) => !path.endsWith('.sql') || Number(/(\d{3})-[^/]*$/.exec(path)![1]) <= last
    await cp(join(checkoutFolder(), from, 'migrations'), old, { recursive: true, filter: isOld })
    await migrate(house, { ...room, folder: pathToFileURL(old) })
  }
  await fill(house)
  for (const room of roomSchemas) await room.migrate(house)
})
afterAll(async () => {
  await house.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Two authorities and, of each, an applicant with an order, a request, a licence; money that belongs to nobody; a file that nobody asked for. */
async function fill({ sql }: TestDatabase): Promise<void> {
  // As the release of that time wrote it: a case that was registered and accepted.
  const events: CaseEvent[] = []
  let after: CaseState = emptyCase
  const give = (command: Record<string, unknown>, actor: Actor) => {
    const ids = [uuid(7), uuid(8), uuid(9)].map((id) => `${id}-${after.version}`)
    const answer = decide(after, { ...command, newIds: ids } as unknown as Command, actor, AT, KITE_CONTEXT)
    if (isRefusal(answer)) throw new Error(answer.code)
    events.push(...answer)
    after = applyAll(after, answer)
  }
  give({ kind: 'open', opening: kiteOpening({ caseId: CASE }) }, KITE_APPLICANT)
  give({ kind: 'accept', taskId: after.tasks[0]!.id, journalNumber: 'J-1' }, KITE_STAFF.clerk)
  const party = { digest: '', accountId: '', salt: '', data: null }
  const sent = wholeSent({ caseId: CASE, events, after, party, host: null, numbers: [] }, KITE_CONTEXT)
  const { party: _party, host: _host, ...step } = sent.step
  const [row] = await sql`
    select licensing.commit_step(${sent.authority}, ${CASE}, 0, ${sent.at}::timestamptz, ${sent.events}, ${sent.state}, ${sql.json(step as never)}) as answer`
  expect(row).toMatchObject({ answer: { kind: 'committed' } })
  await sql`insert into licensing.attachment values ('both', 'b'), ('kite', 'k'), ('lost', 'l')`
  await sql`insert into workstation.answer values ('token', '{}', ${AT})`
  for (const [place, authority] of ['kite-office', 'harbour'].entries()) {
    const [hash, caseId, account, draft] = [String(place).repeat(64), place === 0 ? CASE : uuid(2), uuid(place), uuid(place + 3)]
    const [order, older, attempt, receipt] = [uuid(place), uuid(place + 2), uuid(place), uuid(place)]
    await sql`insert into regulations.edition values (${hash}, 'kite', ${JSON.stringify({ authority: { id: authority } })}, '{}', ${AT})`
    await sql`insert into portal.person (account_id, iin, kind, name, may_sign, address, phone, email, language, registered_at, certificate_sha256)
      values (${account}, ${`85041240001${place}`}, 'individual', 'A', true, '', '', '', 'kk', ${AT}, '')`
    await sql`insert into portal.draft (id, account_id, regulation, edition_hash, variant, view, step_id, status, language, created_at, changed_at)
      values (${draft}, ${account}, 'kite', ${hash}, 'issue', 'portal', '1', 'open', 'ru', ${AT}, ${AT})`
    for (const id of [order, older])
      await sql`insert into payments.orders (order_id, draft_id, status, amount_tiyn, payee, purpose, derivation, payer_name, language, return_url, created_at, replaced_by)
        values (${id}, ${draft}, 'paid', 100, '{}', '{}', '{}', 'A', 'kk', '/', ${AT}, ${id === older ? order : null})`
    await sql`insert into payments.attempts (attempt_id, order_id, number, state, started_at) values (${attempt}, ${order}, 1, 'paid', ${AT})`
    await sql`insert into payments.receipts (receipt_id, bank_reference, order_id, attempt_id, meaning, amount_tiyn, currency, paid_at, bank_stated_at, received_at)
      values (${receipt}, ${`B-${place}`}, ${order}, ${attempt}, 'fact', 100, 'KZT', ${AT}, ${AT}, ${AT})`
    await sql`insert into payments.outbox (fact_id, due_at) values (${receipt}, ${AT})`
    await sql`insert into payments.refunds (refund_id, receipt_id, order_id, why, amount_tiyn, status, requested_at)
      values (${uuid(place)}, ${receipt}, ${order}, 'notOwed', 100, 'requested', ${AT})`
    const attachments = place === 0 ? [{ sha256: 'both' }, { sha256: 'kite' }] : [{ sha256: 'both' }]
    await sql`insert into licensing.request values (${authority}, ${caseId}, 'c', 'c', '{}', ${sql.json(attachments)}, ${order}, ${AT})`
    await sql`insert into licensing.document values (${`d-${place}`}, ${authority}, ${caseId}, 'licence', ${`KZ-${place}`}, 'p', '[]', 's', ${AT}, 'h', 'H', '{}')`
    await sql`insert into licensing.signed_file values (${`f-${place}`}, ${`d-${place}`}, 'b', '{}')`
    await sql`select licensing.reserve_serial(${authority}, ${caseId}, 'LAA', ${AT}::timestamptz)`
    await sql`insert into licensing.licence values (${`KZ-${place}`}, ${authority}, ${caseId}, ${`d-${place}`}, 'r', ${hash}, 'issue', '2026-03-02', 'active', ${AT}, 's')`
    await sql`insert into licensing.licence_history values (${`KZ-${place}`}, 1, 'issued', ${AT}, 'h', null)`
    await sql`insert into workstation.staff (id, iin, name, role, unit, authority, position)
      values (${uuid(place)}, ${`85041240001${place}`}, 'A', 'head', 'head', ${authority}, '{}')`
    await sql`insert into workstation.journal values (${authority}, ${caseId}, ${AT})`
  }
  await sql`insert into payments.receipts (receipt_id, bank_reference, meaning, amount_tiyn, currency, paid_at, bank_stated_at, received_at)
    values (${uuid(9)}, 'B-9', 'unknownOrder', 100, 'KZT', ${AT}, ${AT}, ${AT})`
  await sql`insert into payments.orders (order_id, draft_id, status, amount_tiyn, payee, purpose, derivation, payer_name, language, return_url, created_at)
    values (${uuid(9)}, 'gone', 'created', 100, '{}', '{}', '{}', 'A', 'kk', '/', ${AT})`
}

/** The statement that docs/operating.md gives to an operator, run as it is there. */
async function movingTables(database: TestDatabase): Promise<readonly string[]> {
  const text = await readFile(join(checkoutFolder(), 'docs', 'operating.md'), 'utf8')
  return (await database.sql.unsafe<{ name: string }[]>(/```sql\n(with recursive moving [^]*?)```/.exec(text)![1]!)).map(({ name }) => name)
}

/** All but those that the database computes, which cannot be written. */
async function writtenColumns({ sql }: TestDatabase, name: string): Promise<string> {
  const rows = await sql<{ column: string }[]>`
    select quote_ident(attname) as column from pg_attribute
    where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`
  return rows.map(({ column }) => column).join(', ')
}

test('what was there says afterwards whose it is', async () => {
  const { sql } = house
  const owners = async (table: string, key: string) =>
    (await sql<{ row: string }[]>`select ${sql(key)}::text || ' ' || authority as row from ${sql(table)} order by 1`).map(({ row }) => row)
  expect(await owners('licensing.attachment', 'sha256')).toEqual(['both harbour', 'both kite-office', 'kite kite-office'])
  expect(await owners('licensing.signed_file', 'sha256')).toEqual(['f-0 kite-office', 'f-1 harbour'])
  expect(await owners('licensing.licence_history', 'number')).toEqual(['KZ-0 kite-office', 'KZ-1 harbour'])
  for (const [table, key] of [
    ['payments.attempts', 'attempt_id'],
    ['payments.outbox', 'fact_id'],
    ['payments.refunds', 'refund_id'],
  ] as const)
    expect(await owners(table, key)).toEqual([`${uuid(0)} kite-office`, `${uuid(1)} harbour`])
  expect(await owners('payments.receipts', 'bank_reference')).toEqual(['B-0 kite-office', 'B-1 harbour', 'B-9 unknown'])
  expect((await owners('payments.orders', 'order_id')).map((row) => row.slice(35))).toEqual([
    ...['0 kite-office', '1 harbour', '2 kite-office', '3 harbour', '9 unknown'],
  ])
  expect(await sql`select licensing.reserve_serial('harbour', ${uuid(2)}, 'LAA', ${AT}::timestamptz) as serial`).toEqual([{ serial: 2 }])
  expect(await sql`select licensing.reserve_serial('harbour', 'new', 'LAA', ${AT}::timestamptz) as serial`).toEqual([{ serial: 3 }])
})

test('one authority moves to another database, whole and by itself', async () => {
  const elsewhere = await openTestDatabase('elsewhere')
  try {
    await openLegalClock(elsewhere, { startAt: AT })
    for (const room of roomSchemas) await room.migrate(elsewhere)
    const names = await movingTables(house)
    expect(names).toEqual(expect.arrayContaining(['licensing.case_file', 'licensing.licence', 'payments.refunds', 'workstation.staff']))
    const counts: Record<string, number> = {}
    const session = await elsewhere.sql.reserve()
    await session`set ruqsat.is_history = 'yes'`
    for (const name of names) {
      const columns = await writtenColumns(house, name)
      const [moving] = await house.sql.unsafe<{ rows: string }[]>(
        `select coalesce(json_agg(t), '[]')::text as rows from (select ${columns} from ${name} where authority = 'kite-office') as t`,
      )
      const moved = await session.unsafe(
        // As `copy` does: a number that the database gives stays as it was given.
        `insert into ${name} (${columns}) overriding system value select ${columns} from json_populate_recordset(null::${name}, $1::text::json)`,
        [moving!.rows],
      )
      counts[name] = moved.count
    }
    session.release()
    for (const news of ['licensing.news', 'payments.news']) expect(await elsewhere.sql`select * from ${elsewhere.sql(news)}`).toEqual([])
    expect(counts).toMatchObject({ 'licensing.event': 6, 'licensing.attachment': 2, 'licensing.licence': 1, 'payments.orders': 2 })
    expect(await auditVerify({ sql: elsewhere.sql, schema: 'licensing' })).toMatchObject({ cases: 1, faults: [] })
  } finally {
    await elsewhere.drop()
  }
})
