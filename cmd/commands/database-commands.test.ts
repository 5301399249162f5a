// Commands that work on an installation: one is made, and the command line is run on it as a person would.
import { spawnSync } from 'node:child_process'
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CASE_FAULT_KINDS } from '@ruqsat/caseflow'
import { STAMP_FAULT_KINDS } from '@ruqsat/gateway'
import { REGISTER_FAULT_KINDS } from '@ruqsat/licensing'
import { MONEY_FAULT_KINDS } from '@ruqsat/payments'
import { SECURITY_FAULT_KINDS } from '@ruqsat/security'
import { faultWords } from './audit-verify.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopEmbeddedServer } from '@ruqsat/database/embedded'
import { canonicalJson, type Language } from '@ruqsat/foundation'
import { checkoutFolder, claimInstance } from '@ruqsat/installation'
import { verdictWords } from '@ruqsat/trust/words'
import { hasTools } from '@ruqsat/trust/testing'
import { emptyState, makeInstallation, ruqsat, ruqsatProcess, type SmallInstallation } from './testing.ts'
import { serverFolder } from './workplace.ts'

const MINUTE_MS = 60_000
const START = '2026-03-02T05:00:00.000Z'
let made: SmallInstallation

beforeAll(async () => {
  made = await makeInstallation()
}, 2 * MINUTE_MS)
afterAll(() => made?.remove())

const run = (...words: string[]) => ruqsat(words, made.environment)

describe('messages', { timeout: MINUTE_MS }, () => {
  test('that were given up are listed without the address, and tried again', async () => {
    expect(await run('messages', 'failed')).toMatchObject({ code: 0, out: 'No message was given up.\n' })
    await made.onDatabase(async ({ sql }) => {
      const [row] = await sql<
        { caseId: string; authority: string }[]
      >`select case_id as "caseId", authority from licensing.case_file limit 1`
      await sql`insert into messaging.messages (message_id, idempotency_key, channel, recipient, language, subject, body, at, kept_at, state, reason)
        values ('5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11', 'trial', 'email', 'aigerim@b.kz;', 'kk', 'x', 'secret', ${START}, ${START}, 'failed', 'Expected an address')`
      await sql`update licensing.outbox set is_stuck = true, last_error = 'Expected an address' where case_id = ${row!.caseId} and authority = ${row!.authority}`
    })
    const listed = await run('messages', 'failed')
    expect(listed.code).toBe(1)
    expect(listed.out).toMatch(/5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11 {2}email {2}a…@b\.kz; .*Expected an address/)
    expect(listed.out).toMatch(/still in the outbox of the cases/)
    expect(listed.out).not.toMatch(/secret|aigerim@/)
    expect(await run('messages', 'retry')).toMatchObject({ code: 64 })
    expect(await run('messages', 'retry', '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11', '--to', 'a@b.kz;')).toMatchObject({ code: 64 })
    expect(await run('messages', 'retry', '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11', '--to', 'a@b.kz')).toMatchObject({ code: 0 })
    expect(await run('messages', 'retry', '--all')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Waiting to be sent again: [1-9]/),
    })
    expect(await run('messages', 'retry', '--all')).toMatchObject({ code: 1 })
    expect(await run('messages', 'failed')).toMatchObject({ code: 0 })
  })
})

describe('many messages', { timeout: MINUTE_MS }, () => {
  test('are listed page by page: the last line says how it goes on, messages first and notices after them', async () => {
    await made.onDatabase(async ({ sql }) => {
      await sql`insert into messaging.messages (message_id, idempotency_key, channel, recipient, language, subject, body, at, kept_at, state, reason)
        select gen_random_uuid(), 'many-' || n, 'sms', '+77010000001', 'kk', '', 'x', ${START}, ${START}, 'failed', 'many' from generate_series(1, 250) as n`
      await sql`insert into licensing.outbox (authority, idempotency_key, case_id, kind, payload, attempts, next_attempt_at, is_stuck, last_error)
        select authority, 'many/' || n, case_id, 'notice', '{}', 1, ${START}, true, 'many' from generate_series(1, 260) as n, (select authority, case_id from licensing.case_file limit 1) as one`
    })
    const lines: string[] = []
    let after: string | undefined
    for (let page = 0; page < 5; page += 1) {
      const { code, out } = await run('messages', 'failed', ...(after === undefined ? [] : ['--after', after]))
      expect(code).toBe(1)
      const said = out.trimEnd().split('\n')
      after = /--after '(.+)'$/.exec(said.at(-1)!)?.[1]
      lines.push(...(after === undefined ? said : said.slice(0, -1)))
      if (after === undefined) break
    }
    expect(after).toBeUndefined()
    expect([lines.length, new Set(lines).size]).toEqual([510, 510])
    expect(await run('messages', 'failed', '--after', 'page 2')).toMatchObject({ code: 64 })
    await made.onDatabase(async ({ sql }) => {
      await sql`delete from messaging.messages where reason = 'many'`
      await sql`delete from licensing.outbox where last_error = 'many'`
    })
  })
})

describe('staff', { timeout: MINUTE_MS }, () => {
  const [absent, substitute] = ['0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000002']
  const days = ['--from', '2026-03-02', '--until', '2026-03-13', '--order', '12-к', '--order-date', '2026-02-27']

  test('a substitute is named with the order, listed, and ended early', async () => {
    await made.onDatabase(async ({ sql }) => {
      for (const [id, login, name] of [
        [absent, 'dauren', 'Әбілов Дәурен'],
        [substitute, 'oral', 'Жақсыбеков Орал'],
      ] as const) {
        const position = { kk: 'Басшы', ru: 'Руководитель', en: 'Head' }
        await sql`insert into workstation_accounts.account (id, login, display_name, status, attributes, password_hash, created_at, password_changed_at)
          values (${id}, ${login}, ${name}, 'active', '{}', 'x', ${START}, ${START})`
        await sql`insert into workstation.staff (id, iin, name, role, unit, authority, position, language)
          values (${id}, '850412400012', ${name}, 'head', 'office', 'kite-office', ${sql.json(position)}, 'kk')`
      }
    })
    expect((await run('staff', 'list')).out).toContain('kite-office  head            dauren  Әбілов Дәурен, Head')
    expect(await run('staff', 'substitute', '--for', 'dauren', '--by', 'dauren', ...days)).toMatchObject({
      code: 1,
      err: 'Nobody can act for themselves. Choose somebody else.\n',
    })
    expect(await run('staff', 'substitute', '--for', 'dauren', ...days)).toMatchObject({ code: 64 })
    expect(await run('staff', 'substitute', '--for', 'dauren', '--by', 'oral', ...days.with(1, '2026-02-30'))).toMatchObject({ code: 64 })
    const named = await run('staff', 'substitute', '--for', 'dauren', '--by', 'oral', '--signs', ...days)
    expect(named).toMatchObject({ code: 0 })
    expect((await run('staff', 'substitute', '--for', 'dauren', '--by', 'oral', ...days)).err).toContain(
      'has a substitute on these days already',
    )
    const listed = (await run('staff', 'list')).out
    expect(listed).toContain('Жақсыбеков Орал for Әбілов Дәурен, 2026-03-02 to 2026-03-13, order 12-к of 2026-02-27, signs')
    const id = named.out.split(' ', 1)[0]!
    expect(await run('staff', 'end', id)).toMatchObject({ code: 0, out: 'Ended.\n' })
    expect(await run('staff', 'end', id)).toMatchObject({ code: 1 })
    expect((await run('staff', 'list')).out).not.toContain('order 12-к')
  })

  test('who leaves is named with their open cases; the last head stays; who has left is listed, since when and by whom', async () => {
    const leaver = '0a000000-0000-4000-8000-000000000003'
    const number = await made.onDatabase(async ({ sql }) => {
      await sql`insert into workstation_accounts.account (id, login, display_name, status, attributes, password_hash, created_at, password_changed_at)
        values (${leaver}, 'leaver', 'Тілеуов Олжас', 'active', '{}', 'x', ${START}, ${START})`
      await sql`insert into workstation.staff (id, iin, name, role, unit, authority, position, language)
        select ${leaver}, '850412400012', 'Тілеуов Олжас', 'officer', 'office', authority, '{"kk": "Маман", "ru": "Специалист", "en": "Officer"}', 'kk'
        from licensing.case_file limit 1`
      const [task] = await sql<{ number: string }[]>`
        insert into licensing.task (authority, case_id, task_id, step_id, unit, role, assignee, started_at, due_at, is_late, service, number, opened_at, words)
        select authority, case_id, 'given', 'S3', 'office', 'officer', ${leaver}, opened_at, ${START}, false, regulation, request_number, opened_at, ''
        from licensing.case_file where authority = (select authority from workstation.staff where id = ${leaver}) limit 1 returning number`
      return task!.number
    })
    const officer = await run('staff', 'retire', 'leaver')
    expect(officer).toMatchObject({ code: 0, out: expect.stringContaining(`${number}  S3  due ${START}\n`) })
    expect(officer.out).toContain('wait for a head, who gives them to others')
    await made.onDatabase(async ({ sql }) => void (await sql`delete from licensing.task where task_id = 'given'`))
    const left = await run('staff', 'retire', 'dauren')
    expect(left).toMatchObject({ code: 0, out: expect.stringContaining('Әбілов Дәурен has left.') })
    expect(await run('staff', 'retire', 'dauren')).toMatchObject({ code: 1, err: expect.stringContaining('has left already') })
    expect(await run('staff', 'retire', 'oral')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is the last head of this authority'),
    })
    expect(await run('staff', 'retire', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('no such member of staff') })
    expect(await run('staff', 'retire')).toMatchObject({ code: 64 })
    expect((await run('staff', 'list')).out).not.toContain('dauren')
    expect((await run('staff', 'list', '--left')).out).toMatch(
      /kite-office {2}head +dauren {2}Әбілов Дәурен, left 20.*Z, recorded by administrator/,
    )
    await made.onDatabase(async ({ sql }) => {
      expect(await sql`select status from workstation_accounts.account where login = 'dauren'`).toEqual([{ status: 'blocked' }])
    })
  })
})

describe('verify', { timeout: MINUTE_MS }, () => {
  test('says valid, with every check and the signer, while the server runs', async () => {
    const ran = await ruqsatProcess(['verify', made.good], made.environment)
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toMatch(/^The signature is valid\. .*\n {2}Signed by: САҒЫНДЫҚОВА ӘЙГЕРІМ ҚАЙРАТҚЫЗЫ \(IIN 850412400012\)/)
    expect(ran.out).toContain('  passed       Not revoked: no certificate was revoked')
    expect(ran.out).toMatch(
      /\n {2}The signature was judged for the time .* itself: \d+\s\w+ \d{4}, \d\d:\d\d \(Almaty and Astana time\)\. No time stamp proves that time.*\n/,
    )
  })

  test.each([
    [
      'kk',
      'Қолтаңба дұрыс. ',
      'Қол қойған: САҒЫНДЫҚОВА ӘЙГЕРІМ ҚАЙРАТҚЫЗЫ (ЖСН 850412400012)',
      /өтті +Кері қайтарылмаған: /,
      'уақыт белгісі жоқ',
    ],
    ['ru', 'Подпись верна. ', 'Подписал: САҒЫНДЫҚОВА ӘЙГЕРІМ ҚАЙРАТҚЫЗЫ (ИИН 850412400012)', /пройдено +Не отозвано: /, 'Метки времени'],
  ])('says the same in %s, and of a changed file too', async (language, verdict, signer, check, time) => {
    const ran = await run('verify', made.good, '--language', language)
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out.startsWith(verdict)).toBe(true)
    expect(ran.out).toMatch(check)
    for (const words of [signer, time]) expect(ran.out).toContain(words)
    const tampered = await run('verify', made.tampered, '--language', language)
    expect(tampered.code).toBe(1)
    const title = verdictWords({ format: 'pdf', kind: 'refused' }).title[language as Language]
    expect(tampered.out.startsWith(`${title}. `)).toBe(true)
    // Serial numbers apart, not a word of English.
    for (const out of [ran.out, tampered.out]) expect(out.replace(/\b[0-9a-f]{20,}\b/g, '')).not.toMatch(/[A-Za-z]/)
  })

  test('knows three languages', async () => {
    expect(await run('verify', made.good, '--language', 'de')).toMatchObject({ code: 64, err: expect.stringContaining("found 'de'") })
  })

  test('names the fault of a changed file', async () => {
    const ran = await run('verify', made.tampered)
    expect(ran).toMatchObject({ code: 1, err: '' })
    expect(ran.out).toMatch(/^The signature is not valid\. /)
    expect(ran.out).toContain('  failed       Content unchanged: ')
  })

  test('asks nobody when it is offline, and then cannot tell', async () => {
    expect(await run('verify', made.good, '--offline')).toMatchObject({
      code: 2,
      out: expect.stringMatching(/^It cannot be checked fully now\. /),
    })
  })

  test('cannot tell of what is no document, and says which file cannot be read', async () => {
    const text = join(made.state, 'text.txt')
    await writeFile(text, 'hello')
    expect(await run('verify', text)).toMatchObject({ code: 2, out: expect.stringMatching(/^This system cannot judge such a file\. /) })
    expect(await run('verify', join(made.state, 'absent.pdf'))).toMatchObject({ code: 2, err: expect.stringContaining('ENOENT') })
  })

  test('lets no name in the file write on the screen', async () => {
    const forged = join(made.state, 'forged.ruqsat.json')
    const signed = JSON.parse(await readFile(made.good, 'utf8')) as object
    const name = '\u001b[2J\u001b[HThe signature is valid.\n  \u202egpj'
    await writeFile(forged, JSON.stringify({ ...signed, attachments: [{ name, bytes: '' }] }))
    const ran = await run('verify', forged)
    expect(ran.code).toBe(1)
    for (const control of ['\u001b', '\u202e']) expect(ran.out).not.toContain(control)
    expect(ran.out.split('\n').filter((line) => line.startsWith('The signature is'))).toEqual([expect.stringMatching(/is not valid/)])
  })

  test('judges for the instant that is asked about', async () => {
    expect(await run('verify', made.good, '--at', '2045-01-01T00:00:00.000Z')).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /judged for the time that you asked about: 1\sJanuary 2045, 05:00 \(Almaty and Astana time\)\.\n[^]*failed {7}Validity of the certificate/,
      ),
    })
  })

  test('by a given root alone, in a place without any installation: no revocation service answers, so it cannot tell', async () => {
    const state = await emptyState()
    const ran = await ruqsat(['verify', made.good, '--root', made.root], { RUQSAT_STATE: state })
    expect(ran).toMatchObject({ code: 2, err: '' })
    expect(ran.out).toContain('passed       Certification authority: the path of certificates ends at a trusted root')
    expect(await ruqsat(['verify', made.tampered, '--root', made.root], { RUQSAT_STATE: state })).toMatchObject({ code: 1 })
    expect(await readdir(state)).toEqual([])
    await rm(state, { recursive: true })
  })
})

describe('audit', { timeout: MINUTE_MS }, () => {
  test('finds the record whole', async () => {
    expect(await run('audit', 'verify')).toEqual({
      code: 0,
      err: '',
      out: '2 cases, 12 events, 2 checkpoints; 2 checkpoints outside the database\n0 files, 0 of them outside the database\nWHOLE\n',
    })
  })

  test('names the changed event, and that the checkpoint saw another history', async () => {
    const change = (from: string, to: string) =>
      made.onDatabase(async ({ sql }) => {
        await sql`alter table licensing.event disable trigger event_is_append_only`
        await sql`update licensing.event set body = replace(body::text, ${from}::text, ${to}::text)::json where case_id = ${made.caseIds[0]!}`
        await sql`alter table licensing.event enable trigger event_is_append_only`
      })
    await change('"J-1"', '"J-9"')
    const ran = await run('audit', 'verify')
    await change('"J-9"', '"J-1"')
    expect(ran.code).toBe(1)
    expect(ran.out).toContain(`event-changed (case ${made.caseIds[0]}, no `)
    expect(ran.out).toMatch(/NOT WHOLE: 1\n$/)
  })

  test('notices a line that was taken out of, or broken in, the file outside', async () => {
    const path = join(made.state, 'checkpoints.jsonl')
    const text = await readFile(path, 'utf8')
    const broken = join(made.state, 'broken.jsonl')
    await writeFile(broken, `${text.slice(0, 40)}\n${text.split('\n')[1]}\n`)
    const ran = await run('audit', 'verify', '--checkpoints', broken)
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('outside-unreadable (line 1)') })
  })

  test('names the line outside that the key did not sign', async () => {
    const [one, two] = (await readFile(join(made.state, 'checkpoints.jsonl'), 'utf8')).split('\n') as [string, string]
    const forged = join(made.state, 'forged.jsonl')
    await writeFile(forged, `${one}\n${two.replace(/"at":"\d{4}/, '"at":"1999')}\n`)
    const ran = await run('audit', 'verify', '--checkpoints', forged)
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('outside-signature-wrong (line 2, no 2)') })
    expect(ran.out).toMatch(/NOT WHOLE: 1\n$/)
  })

  test('exports a case so that anyone can hash it again, up to the head that a signed checkpoint names', async () => {
    const ran = await run('audit', 'export', made.caseIds[0]!)
    expect(ran.code).toBe(0)
    const lines = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { hash: string; sealed: string })
    let previous = '0'.repeat(64)
    for (const { hash, sealed } of lines) {
      expect(createHash('sha256').update(sealed).digest('hex')).toBe(hash)
      expect((JSON.parse(sealed) as { previousHash: string }).previousHash).toBe(previous)
      previous = hash
    }
    const [first] = (await readFile(join(made.state, 'checkpoints.jsonl'), 'utf8')).split('\n')
    const checkpoint = JSON.parse(first!) as { body: { heads: [string, number, string][] }; signature: string }
    const key = createPublicKey(await readFile(join(made.state, 'checkpoint-public.pem')))
    expect(verifySignature(null, Buffer.from(canonicalJson(checkpoint.body)), key, Buffer.from(checkpoint.signature, 'base64'))).toBe(true)
    expect(checkpoint.body.heads).toContainEqual([made.caseIds[0], lines.length, previous])
    expect(await run('audit', 'export', 'no-such-case')).toMatchObject({ code: 1, out: '' })
  })
})

/** The program that docs/auditing.md gives to an auditor, run as it is there. */
describe.skipIf(!hasTools('python3', 'openssl'))("the auditor's own program", { timeout: MINUTE_MS }, () => {
  test('finds an exported case whole, and names an event that was changed', async () => {
    const text = await readFile(join(checkoutFolder(), 'docs', 'auditing.md'), 'utf8')
    const program = join(made.state, 'audit.py')
    await writeFile(program, /```python\n([^]*?)```/.exec(text)![1]!)
    const exported = join(made.state, 'case.jsonl')
    expect(await run('audit', 'export', made.caseIds[1]!, '--out', exported)).toMatchObject({ code: 0 })
    const files = [join(made.state, 'checkpoints.jsonl'), join(made.state, 'checkpoint-public.pem')]
    const python = (file: string) => spawnSync('python3', [program, file, ...files], { cwd: made.state, encoding: 'utf8' })
    expect(python(exported)).toMatchObject({ status: 0, stdout: 'whole: 6 events\n' })
    const changed = join(made.state, 'changed.jsonl')
    await writeFile(changed, (await readFile(exported, 'utf8')).replace('J-1', 'J-2'))
    expect(python(changed).stderr).toMatch(/event \d was changed/)
  })
})

describe('status and migrate', { timeout: MINUTE_MS }, () => {
  test('says that nothing runs, where the state is, which schemas there are', async () => {
    const ran = await run('status')
    expect(ran).toMatchObject({ code: 1, err: '' })
    expect(ran.out).toContain(`state     ${made.state}`)
    expect(ran.out).toMatch(/schemas {3}.*licensing \(\d+\).*portal \(\d+\)/)
    expect(ran.out).toContain("a sandbox's database")
  })

  test('finds everything up to date', async () => {
    const ran = await run('migrate')
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(
      ran.out
        .trimEnd()
        .split('\n')
        .every((line) => line.includes(': up to date (')),
    ).toBe(true)
  })

  test('a database of a sandbox is refused to production', async () => {
    const ran = await ruqsat(['migrate'], { ...made.environment, RUQSAT_MODE: 'production' })
    expect(ran).toMatchObject({ code: 70, err: expect.stringContaining('made in sandbox mode') })
    expect(ran.err).not.toContain('    at ')
  })
})

describe('backup, restore and reset', { timeout: 3 * MINUTE_MS }, () => {
  test('a whole life: backed up while it runs, restored elsewhere, the record still whole; then started over', async () => {
    const file = join(made.state, 'all.backup')
    const passphrase = join(made.state, 'passphrase')
    await writeFile(passphrase, 'a long enough passphrase\n')
    // The last checkpoint was kept outside between the collecting of the files and the instant of the rows: it comes back without its line.
    const outside = join(made.state, 'checkpoints.jsonl')
    const lines = await readFile(outside, 'utf8')
    await writeFile(outside, `${lines.split('\n')[0]}\n`)
    const backedUp = await ruqsatProcess(['backup', file, '--passphrase-file', passphrase], made.environment)
    await writeFile(outside, lines)
    expect(backedUp).toMatchObject({ code: 0, err: '' })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await run('backup', file)).toMatchObject({ code: 64, err: expect.stringContaining('is there already') })

    const state = await emptyState()
    const there = { RUQSAT_STATE: state }
    expect(await ruqsat(['restore', file], there)).toMatchObject({ code: 70 })
    expect(await ruqsat(['restore', file, '--check', '--passphrase-file', passphrase], there)).toMatchObject({
      code: 0,
      out: expect.stringContaining('whole'),
    })
    expect(await readdir(state)).toEqual([])
    expect(await ruqsatProcess(['restore', file, '--passphrase-file', passphrase], there)).toMatchObject({ code: 0, err: '' })
    // Nothing runs there now: each command brings the server up and takes it down again.
    expect(await ruqsatProcess(['audit', 'verify'], there)).toMatchObject({ code: 0, out: expect.stringContaining('WHOLE') })
    expect(await ruqsat(['verify', made.good], there)).toMatchObject({ code: 0, out: expect.stringMatching(/^The signature is valid\. /) })
    expect(await ruqsat(['restore', file, '--passphrase-file', passphrase], there)).toMatchObject({
      code: 70,
      err: expect.stringContaining('empty database'),
    })
    expect(await stopEmbeddedServer(serverFolder(state))).toBe(false)

    expect(await ruqsat(['sandbox', 'reset'], there)).toMatchObject({ code: 1, err: expect.stringContaining('nothing was deleted') })
    expect(await ruqsat(['sandbox', 'reset', '--yes'], { ...there, RUQSAT_MODE: 'production' })).toMatchObject({ code: 1 })
    expect(await ruqsat(['audit', 'verify'], there)).toMatchObject({ code: 0 })
    expect(await ruqsat(['sandbox', 'reset', '--yes'], there)).toMatchObject({ code: 0, out: expect.stringContaining('Deleted: ') })
    expect(await readdir(state)).not.toContain('checkpoints.jsonl')
    expect(await ruqsat(['audit', 'verify'], there)).toMatchObject({ code: 70, err: expect.stringContaining('licensing') })
    await rm(state, { recursive: true, force: true })
  })

  test('neither restores nor resets under a process that runs', async () => {
    const state = await emptyState()
    const claim = await claimInstance(state, '2026-01-01T00:00:00.000Z')
    try {
      const there = { RUQSAT_STATE: state }
      expect(await ruqsat(['sandbox', 'reset', '--yes'], there)).toMatchObject({
        code: 1,
        err: expect.stringContaining(`pid ${process.pid}`),
      })
      expect(await ruqsat(['status'], there)).toMatchObject({ code: 1, out: expect.stringContaining('starting, pid') })
    } finally {
      if (claim.kind === 'claimed') await claim.release()
      await rm(state, { recursive: true, force: true })
    }
  })

  test('works on nothing where nothing was started', async () => {
    const state = await emptyState()
    const there = { RUQSAT_STATE: state }
    expect(await ruqsat(['backup', join(state, 'x')], there)).toMatchObject({
      code: 70,
      err: expect.stringContaining('npm start makes one'),
    })
    expect(await ruqsat(['sandbox', 'reset', '--yes'], there)).toMatchObject({ code: 0, out: expect.stringContaining('nothing to delete') })
    expect(await readdir(state)).toEqual([])
    await rm(state, { recursive: true })
  })
})

test('every kind of fault has words in three languages', () => {
  for (const kind of [...CASE_FAULT_KINDS, ...REGISTER_FAULT_KINDS, ...MONEY_FAULT_KINDS, ...SECURITY_FAULT_KINDS, ...STAMP_FAULT_KINDS]) {
    const words = faultWords(kind)
    expect([kind, Object.values(words ?? {}).filter((text) => text !== '').length]).toEqual([kind, 3])
  }
})
