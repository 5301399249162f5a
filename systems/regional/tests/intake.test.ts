// Packages through a real gateway, within one house and over the wire, into a real database. The host of the cases is a double that fails by
// order: what it does with a signature its own tests show.
import { hash } from 'node:crypto'
import type { Registered, Submission, Waiting } from '@ruqsat/caseflow/host'
import { standingTechnicalClock } from '@ruqsat/database/testing'
import type { Actor } from '@ruqsat/engine'
import type { Refusal } from '@ruqsat/foundation'
import { HOUSE_BIN, openTestGateway, type TestGateway } from '@ruqsat/gateway/testing'
import { SYNC_PATH } from '@ruqsat/gateway'
import type { Edition } from '@ruqsat/law'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PackageDoor } from '../contract.ts'
import { packageDoor, REGIONAL_ROUTE, startRegional, type RegionalRoom, type Sending } from '../index.ts'
import { messageXml, PART_BYTES } from '../wire/message.ts'

const AUTHORITY = 'kites-office'
const EDITIONS: Readonly<Record<string, { readonly id: string; readonly host: string }>> = {
  here: { id: 'kites', host: 'regional' },
  elsewhere: { id: 'kites', host: 'licensing' },
}
const REGULATIONS = {
  edition: (hashOf: string) => {
    const found = EDITIONS[hashOf]
    return found === undefined ? null : ({ hash: hashOf, regulation: { ...found, authority: { id: AUTHORITY } } } as unknown as Edition)
  },
}
const SENDING: Sending = {
  subject: '850412400012',
  purpose: { authority: AUTHORITY, asker: 'IS-PORTAL', caseId: 'draft', source: { act: 'kites', item: '12 8)', certainty: 'stated' } },
}
const REFUSAL: Refusal = { kind: 'refusal', code: 'trust.signature-revoked', facts: { name: { kind: 'typed', text: 'Ә' } } }

/** Registers each key once. `next` is what it does instead, once; `cut` registers and then dies. */
class Cases {
  readonly files = new Map<string, string>()
  readonly numbers = new Map<string, Registered>()
  by: Actor | null = null
  next: Refusal | Waiting | 'down' | 'cut' | null = null

  async storeAttachment({ sha256, bytes }: { readonly sha256: string; readonly bytes: Uint8Array }): Promise<Refusal | null> {
    if (hash('sha256', bytes) !== sha256) return { kind: 'refusal', code: 'licensing.attachment-digest-wrong' }
    this.files.set(sha256, bytes.length.toString())
    return null
  }

  async register({ idempotencyKey }: Submission): Promise<Registered | Waiting | Refusal> {
    const { next } = this
    this.next = null
    if (next === 'down') throw new Error('cut before')
    if (next !== null && next !== 'cut') return next
    const number = `KO-2026-00000${this.numbers.size + 1}`
    const answer: Registered = {
      kind: 'registered',
      caseId: `case ${number}`,
      requestNumber: number,
      registeredAt: '2026-11-23T05:00:00.000Z',
    }
    const kept = this.numbers.get(idempotencyKey) ?? answer
    this.numbers.set(idempotencyKey, kept)
    if (next === 'cut') throw new Error('cut after')
    return kept
  }

  registerAtCounter(submission: Submission, by: Actor): Promise<Registered | Waiting | Refusal> {
    this.by = by
    return this.register(submission)
  }
}

const hostOf = (cases: Cases) => ({
  storeAttachment: cases.storeAttachment.bind(cases),
  register: cases.register.bind(cases),
  registerAtCounter: cases.registerAtCounter.bind(cases),
})

let keys = 0
const submission = (more: Partial<Submission> = {}): Submission => ({
  idempotencyKey: `draft ${(keys += 1)}`,
  regulation: 'kites',
  editionHash: 'here',
  variant: 'issue',
  view: 'portal',
  party: { accountId: 'a', kind: 'individual', iin: null, bin: null, name: '«Ә» <&>', address: '', phone: '', email: '', language: 'kk' },
  contentBase64: Buffer.from('{}').toString('base64'),
  cmsBase64: 'AAAA',
  attachments: [],
  payment: null,
  ...more,
})

const sealedSubmission = () => submission({ contentBase64: Buffer.from('{"schema":"ruqsat.sealed/1"}').toString('base64') })
const counterSubmission = () => submission({ contentBase64: Buffer.from('{"schema":"ruqsat.counter/1"}').toString('base64') })
const OPERATOR = { kind: 'operator', id: 'operator-1', office: 'front-office' } as const
const CALL = { messageId: 'm', caller: 'one', at: '2026-11-23T05:00:00.000Z' }

describe.each(['within the house', 'over the wire'])('%s', (way) => {
  let gateway: TestGateway
  let regional: RegionalRoom
  let cases: Cases
  let door: PackageDoor
  const clock = standingTechnicalClock('2026-11-23T05:00:00.000Z')

  beforeAll(async () => {
    gateway = await openTestGateway((origin) => {
      if (way === 'within the house') return {}
      const breaker = { after: 1000, pauseSeconds: 1 }
      const sure = { timeoutMs: 20_000, tries: 1, repeatable: false, absent: [], refused: [], breaker, signedBy: [] }
      const caller = { sender: 'house', bin: HOUSE_BIN, source: SENDING.purpose.source as never }
      return {
        routes: { [REGIONAL_ROUTE]: { service: 'Packages', address: origin + SYNC_PATH, channel: 'sync', payload: 'elements', ...sure } },
        services: { Packages: { house: REGIONAL_ROUTE, authority: AUTHORITY, repeatable: false, callers: [caller] } },
      }
    })
  })
  afterAll(() => gateway?.close())
  beforeEach(async () => {
    cases = new Cases()
    const { database, clock: legalClock } = gateway.trust
    const host = hostOf(cases)
    regional = await startRegional({
      database,
      legalClock,
      technicalClock: clock,
      regulations: REGULATIONS,
      cases: host,
      log: pino({ level: 'silent' }),
    })
    gateway.room.offer(REGIONAL_ROUTE, regional.service)
    door = packageDoor(gateway.room.gateway)
  })
  afterEach(() => regional?.stop())

  const send = (sent: Submission) => door.sendPackage({ submission: sent, signer: { kind: 'applicant' } }, SENDING)
  const lineOf = async ({ idempotencyKey }: Submission) =>
    (await regional.journal(AUTHORITY)).find(({ packageId }) => packageId === idempotencyKey)

  test('a package is registered once, however often and however many at once it is sent', async () => {
    const sent = submission()
    const answers = await Promise.all([send(sent), send(sent), send(sent)])
    expect(new Set(answers.map((each) => (each.kind === 'registered' ? each.requestNumber : each.kind)))).toEqual(
      new Set(['KO-2026-000001']),
    )
    expect(await send(sent)).toEqual(answers[0])
    expect(await lineOf(sent)).toMatchObject({ outcome: 'registered', requestNumber: 'KO-2026-000001', times: 4, refusalCode: null })
    // Other bytes under the same name are not what was registered.
    await send({ ...sent, cmsBase64: 'BBBB' })
    expect((await lineOf(sent))?.signatureSha256).toBe(hash('sha256', Buffer.from('AAAA', 'base64')))
  })

  test('a refusal comes back with its facts, and the corrected request is registered', async () => {
    const sent = submission()
    cases.next = REFUSAL
    expect(await send(sent)).toEqual(REFUSAL)
    expect(await lineOf(sent)).toMatchObject({ outcome: 'refused', refusalCode: REFUSAL.code, requestNumber: null })
    const corrected = { ...sent, cmsBase64: 'CCCC' }
    expect(await send(corrected)).toMatchObject({ kind: 'registered' })
    const signatureSha256 = hash('sha256', Buffer.from('CCCC', 'base64'))
    expect(await lineOf(sent)).toMatchObject({ outcome: 'registered', refusalCode: null, times: 2, signatureSha256 })
  })

  test('what cannot be judged now waits, and an outage is neither a refusal nor a registration', async () => {
    const sent = submission()
    cases.next = { kind: 'waiting' }
    expect(await send(sent)).toEqual({ kind: 'waiting' })
    expect((await lineOf(sent))?.outcome).toBe('waiting')
    cases.next = 'down'
    await expect(send(sent)).rejects.toMatchObject({ kind: 'fault', retry: 'later' })
    expect((await lineOf(sent))?.outcome).toBe('arrived')
    expect(await send(sent)).toMatchObject({ kind: 'registered' })
  })

  test('cut off after the registration, the same package gets the same number', async () => {
    const sent = submission()
    cases.next = 'cut'
    await expect(send(sent)).rejects.toMatchObject({ retry: 'later' })
    expect((await lineOf(sent))?.outcome).toBe('arrived')
    expect(await send(sent)).toEqual(cases.numbers.get(sent.idempotencyKey))
    expect((await lineOf(sent))?.outcome).toBe('registered')
  })

  test('an act of another host, and a signer who did not sign, are refused by name', async () => {
    for (const wrong of [{ editionHash: 'elsewhere' }, { editionHash: 'unknown' }, { regulation: 'boats' }])
      expect(await send(submission(wrong))).toMatchObject({ code: 'regional.act-not-here' })
    // What says that it is sealed and is not, the other way round, and the same of an operator.
    const wrong = [
      [submission(), { kind: 'portal' }],
      [sealedSubmission(), { kind: 'applicant' }],
      [submission(), OPERATOR],
      [counterSubmission(), { kind: 'applicant' }],
    ] as const
    for (const [sent, signer] of wrong) {
      expect(await door.sendPackage({ submission: sent, signer }, SENDING)).toMatchObject({ code: 'regional.signer-not-admitted' })
      expect(await lineOf(sent)).toMatchObject({ outcome: 'refused', signer: signer.kind })
    }
    expect(cases.numbers.size).toBe(0)
  })

  test('a package that the portal sealed is registered, and the journal says whose seal it is', async () => {
    const sent = sealedSubmission()
    expect(await door.sendPackage({ submission: sent, signer: { kind: 'portal' } }, SENDING)).toMatchObject({ kind: 'registered' })
    expect(await lineOf(sent)).toMatchObject({ outcome: 'registered', signer: 'portal' })
  })

  test('what an operator signed at their window is registered as theirs', async () => {
    const sent = counterSubmission()
    expect(await door.sendPackage({ submission: sent, signer: OPERATOR }, SENDING)).toMatchObject({ kind: 'registered' })
    expect(cases.by).toEqual({ kind: 'staff', id: 'operator-1', role: 'operator', authority: 'front-office' })
    expect(await lineOf(sent)).toMatchObject({ outcome: 'registered', signer: 'operator' })
  })

  test('what one sender leaves unfinished is bounded, and what was begun can be ended', async () => {
    await regional.stop()
    const { database, clock: legalClock } = gateway.trust
    const host = hostOf(cases)
    const deps = { database, legalClock, technicalClock: clock, regulations: REGULATIONS, cases: host, log: pino({ level: 'silent' }) }
    regional = await startRegional({ ...deps, mostUnfinishedBytes: PART_BYTES + 10 })
    const { sql } = database
    const part = (text: string, of: number, at: number) => {
      const message = { kind: 'file', authority: AUTHORITY, sha256: hash('sha256', text), part: at, parts: of } as const
      return regional.service.answer(messageXml({ ...message, bytesBase64: Buffer.from(text).toString('base64') }), CALL)
    }
    await part('x'.repeat(PART_BYTES), 2, 0)
    await expect(part('y'.repeat(20), 2, 0)).rejects.toMatchObject({ retry: 'later' })
    // Another sender is not stopped by the first one's, and the same part again is no further one.
    await part('x'.repeat(PART_BYTES), 2, 0)
    const message = { kind: 'file', authority: AUTHORITY, sha256: hash('sha256', 'z'), part: 0, parts: 2, bytesBase64: '' } as const
    await regional.service.answer(messageXml(message), { ...CALL, caller: 'another' })
    expect((await sql<{ sender: string }[]>`select sender from regional.file_part`).map(({ sender }) => sender).toSorted()).toEqual([
      'another',
      'one',
    ])
    await sql`delete from regional.file_part`
  })

  test('a file of several parts arrives whole, again and after a cut, and a wrong one is refused', async () => {
    const bytes = Buffer.alloc(PART_BYTES + 5, 'a')
    const file = { authority: AUTHORITY, sha256: hash('sha256', bytes), bytes }
    expect(await door.sendFile(file, SENDING)).toBeNull()
    expect(await door.sendFile(file, SENDING)).toBeNull()
    expect(cases.files.get(file.sha256)).toBe(String(bytes.length))
    const changed = { ...file, sha256: hash('sha256', 'other') }
    expect(await door.sendFile(changed, SENDING)).toMatchObject({ code: 'licensing.attachment-digest-wrong' })
    const { sql } = gateway.trust.database
    expect(await sql`select from regional.file_part`).toHaveLength(0)
    const empty = { authority: AUTHORITY, sha256: hash('sha256', ''), bytes: new Uint8Array() }
    expect(await door.sendFile(empty, SENDING)).toBeNull()
    expect(cases.files.get(empty.sha256)).toBe('0')
  })
})
