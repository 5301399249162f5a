// What may follow what: the rule of this room and that of the database are the same rule, over random lives of a number.
import * as fc from 'fast-check'
import { addDays } from '@ruqsat/clock'
import { migrate } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import type { LocalDate } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHANGE_OF, rowAfter, withSuspensionsOver } from '../core/register-change.ts'
import { stateOn } from '../core/state-on.ts'
import { MAY_FOLLOW, STATUS_AFTER, statusOn, whyNotOn, type ActionOnNumber, type KeptState } from '../core/transitions.ts'
import { LICENSING_MIGRATIONS } from '../index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('registerfollows')
  await migrate(database, LICENSING_MIGRATIONS)
})
afterAll(() => database.drop())

const ACTIONS = Object.keys(STATUS_AFTER) as readonly ActionOnNumber[]
const FIRST: LocalDate = '2027-03-01'
const AT = '2027-03-01T05:00:00.000Z'
const PAPER = { actorId: 'head-1', editionHash: 'ab', variant: 'issue', documentSha256: 'cd' }

/** What happens in a life of a number: days pass, and somebody tries something; `days` is the length of what it gives. */
const step = fc.record({
  action: fc.constantFrom(...ACTIONS),
  pass: fc.integer({ min: 0, max: 40 }),
  days: fc.option(fc.integer({ min: 1, max: 60 })),
})

test('each state answers each action, and never otherwise than what the action leaves behind', () => {
  for (const status of ['replaced', 'terminated'] as const) expect(new Set(Object.values(MAY_FOLLOW[status])).size).toBe(1)
  expect(Object.values(MAY_FOLLOW).flatMap((row) => ACTIONS.filter((action) => row[action] === 'may')).length).toBe(15)
})

test('a random life goes the same way in the database as in this room, and nothing follows an end', async () => {
  let serial = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.option(fc.integer({ min: 1, max: 90 })), async (steps, term) => {
      const number = await issue(++serial, term === null ? null : addDays(FIRST, term))
      let today = FIRST
      const history: { kind: (typeof CHANGE_OF)[ActionOnNumber] | 'issued'; on: LocalDate; until: LocalDate | null }[] = [
        { kind: 'issued', on: FIRST, until: term === null ? null : addDays(FIRST, term) },
      ]
      const said: (readonly [LocalDate, string])[] = []
      for (const { action, pass, days } of steps) {
        today = addDays(today, pass)
        const before = await rowOf(number)
        const until = days === null || action === 'ends' || action === 'resumes' ? null : addDays(today, days)
        const whyNot = whyNotOn(before, action, { today, isExpiredTaken: true })
        const change = { does: action, number, earlier: number, from: today, until } as const
        const after = rowAfter({ change, seen: { ...before, number } })
        const done = commit(`case-${serial}`, {
          change: {
            ...PAPER,
            ...after,
            documentId: `paper-${serial}`,
            number,
            kind: CHANGE_OF[action],
            on: today,
            until,
            seenStatus: before.status,
            seenUntil: before.validUntil,
            seenSuspendedUntil: before.suspendedUntil,
          },
        })
        if (whyNot === null) await done
        else await expect(done).rejects.toMatchObject({ code: 'RQ002' })
        const row = await rowOf(number)
        expect(row).toEqual(whyNot === null ? { ...before, ...after } : before)
        if (whyNot === null) history.push({ kind: CHANGE_OF[action], on: today, until })
        // The state of today is what the history says of today; once a day is over, what is done later changes no word about it.
        expect(stateOn(history, FIRST, today)).toMatchObject({ status: statusOn(row, today), validUntil: row.validUntil })
        for (const [day, status] of said) if (day < today) expect(stateOn(history, FIRST, day).status).toBe(status)
        if (said.at(-1)?.[0] === today) said.pop()
        said.push([today, statusOn(row, today)])
        if (before.status === 'terminated' || before.status === 'replaced') expect(whyNot).not.toBeNull()
      }
      const kinds = await database.sql<
        { kind: string }[]
      >`select kind from licensing.licence_history where number = ${number} order by sequence`
      const end = kinds.findIndex(({ kind }) => kind === 'ended' || kind === 'replaced')
      expect(end === -1 || end === kinds.length - 1).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('nobody writes past the rule: what is ended stays ended, and a number stays its holder’s', async () => {
  const number = await issue(5000, null)
  await database.sql`update licensing.licence set status = 'terminated' where number = ${number}`
  await expect(database.sql`update licensing.licence set status = 'active' where number = ${number}`).rejects.toThrow('nothing to follow')
  // The host's own tables are not in this database: rows of two people, and a second of the first.
  await database.sql`create table licensing.party (authority text, digest text, data jsonb)`
  for (const [digest, iin] of [
    ['holder', '1'],
    ['renamed', '1'],
    ['another', '2'],
  ] as const)
    await database.sql`insert into licensing.party values ('office', ${digest}, ${database.sql.json({ iin, bin: null })})`
  const give = (ref: string) => database.sql`update licensing.licence set holder_ref = ${ref} where number = ${number}`
  await expect(give('another')).rejects.toThrow('whose it is')
  await expect(give('nobody')).rejects.toThrow('whose it is')
  await give('renamed')
})

test('a suspension with a last day is over by itself, and the history says so; a lifted one says by what', () => {
  const result = { kk: 'Х', ru: 'У', en: 'N' }
  const line = { result, paragraph: result, grounds: [], by: result, otherNumber: null, until: null } as const
  const issued = { ...line, kind: 'issued', on: '2027-03-01' } as const
  const suspended = { ...line, kind: 'suspended', on: '2027-03-05', until: '2027-03-31' } as const
  const kindsOn = (today: LocalDate, ...more: Parameters<typeof withSuspensionsOver>[0]) =>
    withSuspensionsOver([issued, suspended, ...more], today).map(({ kind, on }) => `${kind} ${on}`)
  const begun = ['issued 2027-03-01', 'suspended 2027-03-05']
  expect(kindsOn('2027-03-31')).toEqual(begun)
  expect(kindsOn('2027-04-01')).toEqual([...begun, 'suspensionOver 2027-04-01'])
  expect(kindsOn('2027-05-01', { ...line, kind: 'resumed', on: '2027-03-20' })).toEqual([...begun, 'resumed 2027-03-20'])
  expect(kindsOn('2027-05-01', { ...line, kind: 'ended', on: '2027-04-20' })).toEqual([
    ...begun,
    'suspensionOver 2027-04-01',
    'ended 2027-04-20',
  ])
  const entry: KeptState = { status: 'suspended', validFrom: '2027-03-01', validUntil: null, suspendedUntil: '2027-03-31' }
  expect([statusOn(entry, '2027-03-31'), statusOn(entry, '2027-04-01')]).toEqual(['suspended', 'active'])
  expect(whyNotOn(entry, 'resumes', { today: '2027-04-01', isExpiredTaken: false })).toBe('licensing.earlier-not-suspended')
})

test('the end of a term does not lift a suspension that has no end', () => {
  const entry: KeptState = { status: 'suspended', validFrom: '2027-03-01', validUntil: '2027-03-31', suspendedUntil: null }
  const asked = { today: '2027-04-01', isExpiredTaken: true } as const
  expect(whyNotOn(entry, 'extends', asked)).toBe('licensing.earlier-suspended')
  expect(whyNotOn({ ...entry, status: 'active' }, 'extends', asked)).toBeNull()
})

const commit = (caseId: string, host: object) =>
  database.sql`select licensing.host_commit('office', ${caseId}, ${AT}, ${database.sql.json(host as never)})`

async function issue(serial: number, validUntil: LocalDate | null): Promise<string> {
  const [number, caseId, documentId] = [`AAA${String(serial).padStart(8, '0')}`, `case-${serial}`, `paper-${serial}`]
  await database.sql`insert into licensing.licence_serial (letters, serial, authority, case_id, status, reserved_at)
    values ('AAA', ${serial}, 'office', ${caseId}, 'reserved', ${AT})`
  await database.sql`insert into licensing.document (document_id, authority, case_id, document_kind, prepared, byte_range, prepared_sha256,
    prepared_at, signer_id, signer_name, signer_position) values (${documentId}, 'office', ${caseId}, 'permit', '', '[]', 'cd', ${AT}, 'head-1', 'Head', '{}')`
  await commit(caseId, {
    licence: { ...PAPER, documentId, number, holderRef: 'holder', issuedOn: FIRST, validFrom: FIRST, validUntil },
  })
  return number
}

async function rowOf(number: string): Promise<KeptState> {
  const [row] = await database.sql<
    KeptState[]
  >`select status, valid_from as "validFrom", valid_until as "validUntil", suspended_until as "suspendedUntil"
    from licensing.licence where number = ${number}`
  return { ...row! }
}

test('before it was given a number has no state, and a day may be asked about long afterwards', () => {
  const life = [
    { kind: 'issued', on: '2027-03-01', until: '2027-06-30' },
    { kind: 'suspended', on: '2027-03-10', until: '2027-03-20' },
    { kind: 'extended', on: '2027-06-01', until: '2027-12-31' },
    { kind: 'ended', on: '2027-09-01', until: null },
  ] as const
  const on = (day: LocalDate) => stateOn(life, '2027-03-05', day)
  expect(
    ['2027-02-28', '2027-03-01', '2027-03-05', '2027-03-10', '2027-03-21', '2027-08-31', '2027-09-01'].map(
      (day) => on(day as LocalDate).status,
    ),
  ).toEqual(['notIssued', 'notYet', 'active', 'suspended', 'active', 'active', 'terminated'])
  expect([on('2027-05-31').validUntil, on('2027-06-01').validUntil]).toEqual(['2027-06-30', '2027-12-31'])
})
