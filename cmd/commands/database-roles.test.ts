// What systems may do in the database, as an operator sees it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeInstallation, ruqsat, type SmallInstallation } from './testing.ts'

let made: SmallInstallation
beforeAll(async () => void (made = await makeInstallation()))
afterAll(() => made?.remove())

const run = (...words: string[]) => ruqsat(words, made.environment)

test('doctor names a right that nobody declared and the statement against it; migrate takes it back', async () => {
  await made.onDatabase(({ sql }) => sql.unsafe('grant delete on licensing.event to ruqsat_portal'))
  const ran = await run('doctor')
  expect(ran.code).toBe(1)
  expect(ran.out).toContain(
    'WRONG  Rights in the database differ from what is declared: ruqsat_portal: delete on table licensing.event is too much.',
  )
  expect(ran.out).toContain('revoke DELETE on table licensing.event from "ruqsat_portal"')
  expect((await run('migrate')).code).toBe(0)
  expect((await run('doctor')).out).not.toContain('Rights in the database')
})

test('statements for an administrator are printed for a server of one’s own only, and hold no password', async () => {
  expect(await run('database', 'roles')).toMatchObject({ code: 1, out: '' })
  const ran = await ruqsat(['database', 'roles'], {
    ...made.environment,
    DATABASE_URL: 'postgres://owner:own@db.example.kz/our%20licences',
  })
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out.trimEnd().split('\n')).toHaveLength(17)
  expect(ran.out).toMatch(/^create role "our licences_trust" login password 'SCRAM-SHA-256\$4096:[^']+';$/m)
})
