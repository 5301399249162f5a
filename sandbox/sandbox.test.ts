import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { TEST_PURPOSE } from '@ruqsat/gateway/testing'
import { Fault, orFault, parseBIN, parseIIN, parseMobileNumber, LANGUAGES } from '@ruqsat/foundation'
import { createSite } from '@ruqsat/web'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fullName, KEY_KINDS, KEY_PASSWORD, keyFileName, resetSandbox, startSandbox } from './index.ts'
import { drawFrom } from './people/draw.ts'
import { drawRepublic } from './people/republic.ts'
import { revocationFault } from './work/switches.ts'
import { openWholeSandbox, type Press, pressOn, TEST_AUTHORITIES, type WholeSandbox } from './testing.ts'

let database: TestDatabase
let whole: WholeSandbox
beforeAll(async () => {
  database = await openTestDatabase('sandbox')
  whole = await openWholeSandbox(database)
})
afterAll(async () => {
  await whole.close()
  await database.drop()
})

const press: Press = (...asked) => pressOn(whole)(...asked)

describe('the people', () => {
  it('are fictional and have numbers that hold', () => {
    const { people } = whole.sandbox
    for (const person of people) {
      expect(parseIIN(person.iin), person.personId).toBe(person.iin)
      if (person.organisation) expect(parseBIN(person.organisation.bin), person.personId).toBe(person.organisation.bin)
    }
    expect(new Set(people.map((person) => person.iin)).size).toBe(people.length)
    expect(new Set(people.map((person) => person.login)).size).toBe(people.length)
  })

  it('are known to the registers; the firm names its head', async () => {
    const marat = whole.sandbox.people.find(({ personId }) => personId === 'marat')!
    expect(await whole.registers.registers.person(marat.iin, TEST_PURPOSE)).toMatchObject({
      kind: 'found',
      value: { surname: marat.surname },
    })
    expect(await whole.registers.registers.legalEntity(orFault(parseBIN(marat.login)), TEST_PURPOSE)).toMatchObject({
      kind: 'found',
      value: { headIin: marat.iin, headName: fullName(marat) },
    })
  })

  it('hold each role of the procedure, and one works for another authority', () => {
    expect(whole.staff.map(({ role, authority }) => `${role} ${authority}`).sort()).toEqual([
      'clerk other',
      'clerk provider',
      'head far-department',
      'head provider',
      'interestedBody interested',
      'officer provider',
      'officer provider',
      'operator far-department',
    ])
    expect(whole.staff.find(({ role, authority }) => role === 'clerk' && authority === 'provider')).toMatchObject({
      unit: 'office',
      login: 'gulnar',
    })
    expect(whole.applicants).toHaveLength(1)
    expect(whole.applicants[0]!.certificate.byteLength).toBeGreaterThan(200)
  })

  it('are drawn for the desks of any other regulation, with its own words and the keys of their office', async () => {
    expect(whole.staff.find(({ login }) => login === 'far-department-operator')).toMatchObject({
      role: 'operator',
      unit: 'window',
      position: { en: 'Registrar' },
      authorityName: { en: 'Far department' },
    })
    const answer = await whole.portal.inject({ url: '/sandbox/keys/far-department-head-another-person.p12' })
    expect(answer.statusCode).toBe(200)
    expect((await whole.portal.inject({ url: '/sandbox/keys/far-department-operator-revoked.p12' })).statusCode).toBe(404)
  })

  it('stay at their authority when another regulation comes first', () => {
    const { people } = whole.sandbox
    const [home] = TEST_AUTHORITIES.homes
    const authorities = { ...TEST_AUTHORITIES, homes: [{ provider: TEST_AUTHORITIES.other, interestedBody: null }, home] } as const
    const draw = drawFrom(new Uint8Array(32).fill(5))
    expect(drawRepublic(draw, authorities, people).people).toEqual(people)
    const fresh = drawRepublic(draw, authorities).people
    expect(fresh.find(({ personId }) => personId === 'gulnar')?.staff?.authority).toBe('other')
    expect(fresh.map(({ personId }) => personId)).not.toContain('temir')
  })

  it('stay where their cases are when their regulation is gone, and the desks of the next are filled by others', () => {
    const { people } = whole.sandbox
    const provider = { id: 'next', name: TEST_AUTHORITIES.other.name }
    const office = { authority: provider, role: 'clerk', unit: 'desk', position: provider.name } as const
    const authorities = { ...TEST_AUTHORITIES, homes: [{ provider, interestedBody: null }], offices: [office] } as const
    const next = drawRepublic(drawFrom(new Uint8Array(32).fill(5)), authorities, people).people
    for (const person of people) expect(next).toContainEqual(person)
    expect(next.filter(({ staff }) => staff?.authority === 'next').map(({ personId }) => personId)).toEqual(['next-clerk'])
  })

  it('are the same after a second start, which registers nobody again', async () => {
    const again = await startSandbox(whole.deps)
    await again.populated()
    expect(again.people).toEqual(whole.sandbox.people)
    expect([whole.staff.length, whole.applicants.length]).toEqual([8, 1])
  })

  it('are all there after a start that broke off in the middle', async () => {
    const fresh = await openTestDatabase('sandbox_broken')
    try {
      const other = await openWholeSandbox(fresh)
      await fresh.sql`delete from sandbox.populated where system like 'staff asqar %' or system like 'staff temir %'`
      let calls = 0
      const breaking = { ...other.deps, registerStaff: async () => Promise.reject(new Error(`power cut ${++calls}`)) }
      await expect((await startSandbox(breaking)).populated()).rejects.toThrow('power cut 1')
      const logins: string[] = []
      await (await startSandbox({ ...other.deps, registerStaff: async ({ login }) => void logins.push(login) })).populated()
      expect(logins.toSorted()).toEqual(['asqar', 'temir'])
      await other.close()
    } finally {
      await fresh.drop()
    }
  })

  it('are shown only once their accounts work, and a fault on the way is tried again by the next who looks', async () => {
    const fresh = await openTestDatabase('sandbox_waiting')
    try {
      const other = await openWholeSandbox(fresh)
      await fresh.sql`delete from sandbox.populated where system like 'staff asqar %'`
      const tries: PromiseWithResolvers<void>[] = []
      const sandbox = await startSandbox({
        ...other.deps,
        registerStaff: () => {
          tries.push(Promise.withResolvers())
          return tries.at(-1)!.promise
        },
      })
      const site = await createSite({
        origin: 'http://localhost:9',
        host: 'localhost',
        port: 9,
        logger: other.deps.log,
        formActions: [],
        sandbox: true,
      })
      await site.register(sandbox.site)
      const look = () => site.inject({ url: `/sandbox/keys/${keyFileName('asqar', 'good')}` })
      const triedTimes = (count: number) => expect.poll(() => tries).toHaveLength(count)
      const looks = [look(), look()]
      await triedTimes(1)
      tries[0]!.reject(new Error('power cut'))
      expect((await Promise.all(looks)).map(({ statusCode }) => statusCode)).toEqual([500, 500])
      let isShown = false
      const third = look().finally(() => (isShown = true))
      await triedTimes(2)
      expect(isShown).toBe(false)
      tries[1]!.resolve()
      expect((await third).statusCode).toBe(200)
      expect((await look()).statusCode).toBe(200)
      expect(tries).toHaveLength(2)
      await site.close()
      await other.close()
    } finally {
      await fresh.drop()
    }
  })
})

describe('the keys', () => {
  it.each(KEY_KINDS)('%s: downloads under a clear name and is what it says', async (kind) => {
    const answer = await whole.portal.inject({ url: `/sandbox/keys/${keyFileName('aigerim', kind)}` })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/x-pkcs12')
    expect(answer.headers['content-disposition']).toContain(`filename="aigerim-${kind}.p12"`)
    const text = certificateText(answer.rawPayload)
    const aigerim = whole.sandbox.people.find(({ personId }) => personId === 'aigerim')!
    expect(text.includes(`IIN${aigerim.iin}`)).toBe(kind !== 'another-person')
    const { certificate } = await whole.sandbox.key('aigerim', kind)
    const expectation = { iin: aigerim.iin, purpose: 'sign' } as const
    const verdict = await whole.trust.checkCertificate({ certificate, at: await whole.legalClock.now(), expect: expectation })
    // The authority's site is not up in this test, so a key that is otherwise good waits for its revocation status.
    const outcome = verdict.kind === 'refused' ? verdict.reason : verdict.kind
    expect(outcome).toBe(
      {
        good: 'waiting',
        revoked: 'waiting',
        expired: 'expired',
        'not-yet-valid': 'not-yet-valid',
        'another-person': 'wrong-person',
        'wrong-purpose': 'wrong-purpose',
        'unknown-root': 'unknown-root',
      }[kind],
    )
  })

  it('are the same file the second time', async () => {
    const [a, b] = [await whole.sandbox.key('daulet', 'good'), await whole.sandbox.key('daulet', 'good')]
    expect(Buffer.from(a.p12).equals(Buffer.from(b.p12))).toBe(true)
  })

  it('that nobody has are not found', async () => {
    for (const file of ['gulnar-revoked.p12', 'nobody-good.p12', 'aigerim-perfect.p12', '..%2f..%2fetc%2fpasswd']) {
      expect((await whole.portal.inject({ url: `/sandbox/keys/${file}` })).statusCode).toBe(404)
    }
  })
})

/** OpenSSL opens the container with the shown password and shows whose certificate it is. */
function certificateText(p12: Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'sandbox-key-')), 'key.p12')
  writeFileSync(path, p12)
  const pem = execFileSync('openssl', ['pkcs12', '-in', path, '-passin', `pass:${KEY_PASSWORD}`, '-nokeys', '-clcerts'])
  return execFileSync('openssl', ['x509', '-noout', '-subject', '-nameopt', 'utf8'], { input: pem }).toString()
}

describe('the page', () => {
  it.each(LANGUAGES)('shows in %s people, passwords, keys, cards, time and switches, without a script', async (language) => {
    const page = await whole.portal.inject({ url: `/${language}/sandbox` })
    expect(page.statusCode).toBe(200)
    for (const person of whole.sandbox.people)
      for (const text of [fullName(person), person.login, person.password]) expect(page.body).toContain(text)
    for (const text of [KEY_PASSWORD, '9999\u00a00100', 'aigerim-good.p12', 'npx ruqsat sandbox reset', '2027', '09:30'])
      expect(page.body).toContain(text)
    expect(page.body).not.toContain('<script')
    expect(page.body).not.toContain('style=')
  })

  it('moves legal time forward, once for a double click', async () => {
    const before = await whole.legalClock.now()
    const moved = await press('/kk/sandbox/legal-time-moves', { by: 'day' })
    expect(moved).toMatchObject({ status: 303, location: '/kk/sandbox?done=time#legal-time' })
    expect((await moved.again()).status).toBe(303)
    const hours = (Date.parse(await whole.legalClock.now()) - Date.parse(before)) / 3_600_000
    expect(Math.round(hours)).toBe(24)
  })

  it('moves to a day and an hour of Aqtobe', async () => {
    const typed = { 'date-day': '27', 'date-month': '10', 'date-year': '2014', time: '09:00' }
    expect((await press('/kk/sandbox/legal-time-moves', typed)).status).toBe(303)
    expect((await whole.legalClock.now()).slice(0, 16)).toBe('2014-10-27T04:00')
    const back = await press('/kk/sandbox/legal-time-moves', { ...typed, 'date-day': '1' })
    expect(back.status).toBe(422)
    expect(back.body).toContain('Ресми уақыт тек алға жылжиды')
    expect(back.body).toMatch(/Ресми уақыт тек алға жылжиды: қазір (?!\d{4}-\d)[^,]*2014/)
    expect(back.body).toContain('value="2014"')
  })

  it('warns before it moves beyond the tables', async () => {
    const typed = { 'date-day': '3', 'date-month': '1', 'date-year': '2028', time: '09:00' }
    const warned = await press('/kk/sandbox/legal-time-moves', typed)
    expect(warned.status).toBe(422)
    expect(warned.body).toContain('name="beyondOnDay"')
    expect(warned.body).toContain('href="#field-beyondOnDay"')
    expect((await whole.legalClock.now()).slice(0, 4)).toBe('2014')
  })

  it.each([
    [{ 'date-day': '31', 'date-month': '2', 'date-year': '2015', time: '09:00' }, 'field-date'],
    [{ 'date-day': '1', 'date-month': '2', 'date-year': '2015', time: '25:00' }, 'field-time'],
  ])('sends back what cannot be read with the error at its field', async (typed, field) => {
    const answer = await press('/kk/sandbox/legal-time-moves', typed)
    expect(answer.status).toBe(422)
    expect(answer.body).toContain(`href="#${field}"`)
  })

  it('switches neighbours, and they obey', async () => {
    const { iin } = whole.sandbox.people[0]!
    const all = { bank: 'ok', bankTau: 'down', ocsp: 'wrong', crl: 'ok', registers: 'down', messaging: 'ok' }
    expect((await press('/kk/sandbox/switches', all)).location).toBe('/kk/sandbox?done=switches#switches')
    expect(await whole.registers.registers.person(iin, TEST_PURPOSE)).toMatchObject({ kind: 'outage' })
    expect([await revocationFault(whole.switches, 'ocsp'), await revocationFault(whole.switches, 'crl')]).toEqual(['malformed', 'none'])
    await press('/kk/sandbox/switches', { ...all, ocsp: 'ok', registers: 'ok', bank: 'rubbish' })
    expect(await whole.switches.readAll()).toEqual({ bank: 'ok', bankTau: 'down', ocsp: 'ok', crl: 'ok', registers: 'ok', messaging: 'ok' })
    expect(await whole.registers.registers.person(iin, TEST_PURPOSE)).toMatchObject({ kind: 'found' })
  })

  it('takes no post from elsewhere', async () => {
    const answer = await whole.portal.inject({
      method: 'POST',
      url: '/kk/sandbox/switches',
      payload: 'bank=down',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.statusCode).toBe(403)
  })
})

describe('the outbox', () => {
  it('shows what was sent, and only names what has not left yet', async () => {
    const text = { kk: 'Растау коды: 493817', ru: 'Код: 493817', en: 'Code: 493817' }
    const at = await whole.legalClock.now()
    await whole.switches.set('messaging', 'down')
    await whole.messaging.messaging.send({
      idempotencyKey: 'outbox test',
      channel: 'sms',
      to: orFault(parseMobileNumber('+77000000002')),
      language: 'kk',
      subject: text,
      text,
      at,
    })
    await whole.messaging.workOnce()
    expect((await whole.portal.inject({ url: '/ru/sandbox/outbox' })).body).toContain('в очереди')
    await whole.switches.set('messaging', 'ok')
    await database.sql`update messaging.messages set due_at = kept_at where state = 'waiting'`
    await whole.messaging.workOnce()
    const page = await whole.portal.inject({ url: '/ru/sandbox/outbox' })
    expect(page.body).toContain('493817')
    expect(page.body).toContain('отправлено')
  })

  it('offers to send again what was given up', async () => {
    await database.sql`update messaging.messages set state = 'failed', sent_at = null, reason = 'Expected …' where idempotency_key = 'outbox test'`
    const page = await whole.portal.inject({ url: '/kk/sandbox/outbox' })
    expect(page.body).toContain('Қайта жіберу')
    const messageId = /name="messageId" value="([^"]+)"/.exec(page.body)![1]!
    expect(await whole.messaging.failed.retry([messageId])).toBe(1)
    await whole.messaging.workOnce()
    expect((await whole.portal.inject({ url: '/kk/sandbox/outbox' })).body).not.toContain('Қайта жіберу')
  })
})

describe('production', () => {
  it('is refused a sandbox, before anything is touched', async () => {
    const deps = { ...whole.deps, mode: 'production', database: null as never } as const
    await expect(startSandbox(deps)).rejects.toThrow(Fault)
    await expect(startSandbox(deps)).rejects.toThrow('Expected no sandbox in production')
    await expect(startSandbox({ ...whole.deps, trust: { ...whole.deps.trust, authority: null } })).rejects.toThrow(
      'certification authority',
    )
  })
})

describe('reset', () => {
  it('drops what the rooms made and nothing else, and the same people come back', async () => {
    const fresh = await openTestDatabase('sandbox_reset')
    try {
      const first = await openWholeSandbox(fresh)
      await first.close()
      await fresh.sql`create schema foreigner`
      expect(await resetSandbox(fresh)).toEqual(
        expect.arrayContaining(['bank', 'legal_time', 'messaging', 'payments', 'registers', 'sandbox', 'trust']),
      )
      const [left] = await fresh.sql<
        { names: string[] }[]
      >`select array_agg(nspname::text) as names from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')`
      expect(left!.names).toEqual(['foreigner'])
      const second = await openWholeSandbox(fresh)
      expect(second.sandbox.people).toEqual(first.sandbox.people)
      await second.close()
    } finally {
      await fresh.drop()
    }
  })

  it('is refused in a production database', async () => {
    const fresh = await openTestDatabase('sandbox_prod')
    try {
      const { openLegalClock } = await import('@ruqsat/database')
      await openLegalClock(fresh, { mode: 'production' })
      await expect(resetSandbox(fresh)).rejects.toThrow('in production mode')
    } finally {
      await fresh.drop()
    }
  })
})

// The last: it leaves the shared clock behind the tables.
describe('the end of the tables', () => {
  const move = (fields: Record<string, string>) => press('/kk/sandbox/legal-time-moves', fields)
  const now = async () => (await whole.legalClock.now()).slice(0, 10)

  it('is passed by no button and no form without the tick, which is there before it is needed', async () => {
    const [year, month, day] = whole.deps.tablesEndOn.split('-') as [string, string, string]
    expect((await move({ 'date-day': day, 'date-month': month, 'date-year': year, time: '12:00' })).status).toBe(303)
    const near = await whole.portal.inject({ url: '/kk/sandbox' })
    // Each form has its own: two of one id, and the label of the second ticks the first.
    const ids = [...near.body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual(expect.arrayContaining(['field-beyond', 'field-beyondOnDay']))
    expect(ids).toEqual([...new Set(ids)])
    for (const by of ['day', 'week']) {
      const stopped = await move({ by })
      expect([stopped.status, stopped.body.includes('href="#field-beyond"')]).toEqual([422, true])
    }
    const past = { 'date-day': '1', 'date-month': '3', 'date-year': String(Number(year) + 1), time: '09:00' }
    expect((await move({ ...past, beyond: 'yes' })).status).toBe(422)
    expect(await now()).toBe(whole.deps.tablesEndOn)
    expect((await move({ by: 'hour' })).status).toBe(303)
    expect((await move({ by: 'day', beyond: 'yes' })).status).toBe(303)
    expect(await now()).toBe(`${Number(year) + 1}-01-01`)
    expect((await move({ by: 'day' })).status).toBe(303)
  })
})
