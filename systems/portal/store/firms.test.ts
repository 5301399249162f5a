import { orFault, parseBIN } from '@ruqsat/foundation'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { migrate } from '@ruqsat/database'
import { openTestDatabase } from '@ruqsat/database/testing'
import { expect, test } from 'vitest'
import { draftsOf, marksOf } from '../application/drafts/store.ts'

const ALL = new URL('./migrations/', import.meta.url)

test('drafts that a firm’s people had before belong to the firm, each with its person; an individual’s stay theirs', async () => {
  const database = await openTestDatabase('portal_firms')
  const before = await mkdtemp(join(tmpdir(), 'ruqsat-migrations-'))
  try {
    for (const name of (await readdir(ALL)).filter((each) => each < '003')) await cp(new URL(name, ALL), join(before, name))
    await migrate(database, { schema: 'portal', folder: pathToFileURL(`${before}/`) })
    const [employee, alone] = [randomUUID(), randomUUID()]
    for (const [id, iin, bin, kind] of [
      [employee, '930630400015', '080340000024', 'legalEntity'],
      [alone, '850412400012', null, 'individual'],
    ] as const) {
      await database.sql`
        insert into portal.person (account_id, iin, bin, kind, name, organisation, may_sign, address, phone, email, language, registered_at, certificate_sha256)
        values (${id}, ${iin}, ${bin}, ${kind}, 'А', null, false, 'А', '+77010000001', 'a@example.kz', 'kk', '2014-10-01T04:30:00Z', 'aa')`
      await database.sql`
        insert into portal.draft (id, account_id, regulation, edition_hash, variant, view, step_id, status, language, created_at, changed_at)
        values (${id}, ${id}, 'x', 'x', 'issue', 'portal', 'A3', 'open', 'kk', '2014-10-01T04:30:00Z', '2014-10-01T04:30:00Z')`
      await database.sql`insert into portal.draft_mark values (${id}, 1, 'A3', null, 'applicant', '2014-10-01T04:30:00Z', '{}')`
    }
    await migrate(database, { schema: 'portal', folder: ALL })
    const colleague = { accountId: randomUUID(), bin: orFault(parseBIN('080340000024')) }
    expect(await draftsOf(database.sql, colleague)).toMatchObject([{ id: employee, bin: colleague.bin, changedBy: employee }])
    expect(await draftsOf(database.sql, { accountId: alone, bin: null })).toMatchObject([{ id: alone, bin: null }])
    expect((await marksOf(database.sql, employee)).map((mark) => mark.accountId)).toEqual([employee])
    const standings = await database.sql`select account_id as id, standing from portal.person`
    expect(Object.fromEntries(standings.map((row) => [row['id'], row['standing']]))).toEqual({ [employee]: 'unproven', [alone]: 'current' })
  } finally {
    await database.drop()
    await rm(before, { recursive: true, force: true })
  }
})
