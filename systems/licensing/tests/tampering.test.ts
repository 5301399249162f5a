// What somebody with the password of the database could do to the record, kind by kind: the audit finds each and names its place. Every kind is
// done in a transaction of its own with triggers and references switched off, and undone.
import { auditVerify, type AuditFault } from '@ruqsat/caseflow'
import { toLocal } from '@ruqsat/clock'
import type { Sql } from '@ruqsat/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRegisterAudit } from '../index.ts'
import { openHives } from './hives.ts'
import { CASES, CHECKPOINTS, EVENTS, MESSAGES, PAPERS, PEOPLE, REGISTER } from './tampering-kinds.ts'
import { APPLICANT, openOffice, WELLS, type Office } from './setup.ts'

type House = { readonly office: Office; readonly names: Readonly<Record<string, string>> }

async function faultsIn({ office }: House, sql: Sql, outside: readonly string[] = office.outside): Promise<readonly AuditFault[]> {
  const { zones } = office.regulations.tables
  const host = openRegisterAudit({
    sql,
    files: null,
    daysAt: (at) => [...new Set(Object.values(zones).map((zone) => toLocal(at, zone).date))],
  })
  const report = await auditVerify({
    sql,
    schema: 'licensing',
    outside,
    isOutsideOwn: true,
    host,
    noticesSince: '2020-01-01T00:00:00.000Z',
  })
  return report.faults
}

const UNDONE = Symbol('undone')

async function tampered(house: House, text: string): Promise<readonly AuditFault[]> {
  let found: readonly AuditFault[] = []
  const written = Object.entries(house.names).reduce((sql, [name, value]) => sql.replaceAll(`:${name}`, `'${value}'`), text)
  await house.office.sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      const { count } = (await tx.unsafe(written)) as unknown as { readonly count: number | null }
      expect(count, 'rows that were changed').not.toBe(0)
      found = await faultsIn(house, tx as unknown as Sql)
      throw UNDONE
    })
    .catch((error: unknown) => {
      if (error !== UNDONE) throw error
    })
  return found
}

describe('a register of numbers that were extended, corrected and replaced', () => {
  let house: House
  beforeAll(async () => {
    const hives = await openHives()
    const { office, granted } = hives
    const asked = { hiveCount: '40', race: 'steppe' }
    const first = await granted('issue', { ...asked, place: 'Гүлді сай, 7-учаске' })
    const answers = { ...asked, permitNumber: first.number! }
    await granted('rectify', {
      permitNumber: first.number!,
      rightName: 'Сағындықова Әйгерім (дұрысы)',
      rightPlace: 'Гүлді сай, 17-учаске',
      rightDay: '',
    })
    await office.licensing.caseflow.checkpoint()
    const extended = await granted('prolong', { ...answers, place: 'Гүлді сай, 17-учаске' })
    const second = await granted('replace', { ...answers, place: 'Гүлді сай, 17-учаске' })
    const third = await granted('issue', { ...asked, place: 'Қызыл жар' })
    await hives.office.register()
    const [open] = await office.sql<{ id: string }[]>`select case_id as id from licensing.case_file where status = 'open'`
    await office.licensing.caseflow.checkpoint()
    house = {
      office,
      names: {
        issued: first.caseId,
        extended: extended.caseId,
        open: open!.id,
        first: first.number!,
        second: second.number!,
        third: third.number!,
      },
    }
  })
  afterAll(() => house.office.close())

  test('untouched, it is whole', async () => {
    expect(await faultsIn(house, house.office.sql)).toEqual([])
  })

  test.each([...EVENTS, ...CASES, ...PEOPLE, ...PAPERS, ...REGISTER, ...MESSAGES, ...CHECKPOINTS])('%s', async (_what, sql, kind) => {
    const faults = await tampered(house, sql)
    expect(faults.map((fault) => fault.kind)).toContain(kind)
    const fault = faults.find((each) => each.kind === kind)!
    expect(fault.caseId ?? fault.place ?? fault.sequence).not.toBeNull()
  })

  test.each([
    ['absent or empty', () => [], 'outside-missing'],
    ['cut at its end', (lines: readonly string[]) => lines.slice(0, -1), 'outside-missing'],
    ['without its first line', (lines: readonly string[]) => lines.slice(1), 'outside-missing'],
    ['with a line of another installation', (lines: readonly string[]) => [...lines.slice(0, -1), '{}'], 'outside-unreadable'],
    [
      'of another number',
      (lines: readonly string[]) => [lines[0]!.replace('"number":1', '"number":9'), ...lines.slice(1)],
      'checkpoint-missing',
    ],
  ])('the file outside %s', async (_what, change, kind) => {
    expect((await faultsIn(house, house.office.sql, change(house.office.outside))).map((fault) => fault.kind)).toContain(kind)
  })
})

describe('requests that were corrected and answers that wait', () => {
  let house: House
  beforeAll(async () => {
    const office = await openOffice({}, WELLS)
    const { clerk, head, officer } = office.staff
    const place = (value: string) => [{ title: 'Ұңғыма', fields: [{ id: 'place', label: 'Ұңғыманың орны', value, valueText: value }] }]
    const asked = async () => {
      const sent = await office.submission({ sections: place('Бұлақ көшесі') })
      const { caseId } = await office.must(office.host.register(sent))
      await office.must(office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, clerk))
      const assign = { kind: 'assign', taskId: await office.taskOf(caseId), officerId: 'officer-1', instruction: '' } as const
      await office.must(office.host.act(caseId, assign, head))
      const missing = [{ on: 'field', id: 'place', text: 'Үйдің нөмірі жоқ.' }] as const
      await office.must(office.host.act(caseId, { kind: 'askCorrection', taskId: await office.taskOf(caseId), missing }, officer))
      const askedId = (await office.licensing.caseflow.read(caseId))!.state.asked![0]!.id
      const requestNumber = await office.numberOf(caseId)
      return {
        caseId,
        again: {
          ...office.correction(sent, { requestNumber, sections: place('Бұлақ көшесі, 7-үй'), signer: office.applicantKey }),
          askedId,
        },
      }
    }
    const corrected = await asked()
    await office.must(office.host.correct(corrected.caseId, corrected.again, APPLICANT))
    const waiting = await asked()
    office.silence(true)
    await office.host.correct(waiting.caseId, waiting.again, APPLICANT)
    office.silence(false)
    await office.licensing.caseflow.checkpoint()
    house = { office, names: { corrected: corrected.caseId, waiting: waiting.caseId } }
  })
  afterAll(() => house.office.close())

  test('untouched, they are whole', async () => {
    expect(await faultsIn(house, house.office.sql)).toEqual([])
  })

  test.each([
    [
      'a correction changed',
      `update licensing.request_version set content = content || '\\x20' where case_id = :corrected`,
      'request-differs',
    ],
    ['its signature changed', `update licensing.request_version set cms = cms || '\\x00' where case_id = :corrected`, 'request-differs'],
    ['a correction removed', `delete from licensing.request_version where case_id = :corrected`, 'request-missing'],
    [
      'a correction inserted',
      `insert into licensing.request_version select authority, :waiting, request_sha256, content, cms, evidence, attachments, received_at from licensing.request_version where case_id = :corrected`,
      'row-unknown',
    ],
    [
      'an answer that waits, changed',
      `update licensing.presented_answer set answer = jsonb_set(answer, '{cmsBase64}', '"AAAA"') where case_id = :waiting`,
      'request-differs',
    ],
    [
      'when it was handed in',
      `update licensing.presented_answer set presented_at = presented_at + interval '3 days' where case_id = :waiting`,
      'request-differs',
    ],
    ['an answer that waits, removed', `delete from licensing.presented_answer where case_id = :waiting`, 'request-missing'],
    [
      'an answer inserted',
      `insert into licensing.presented_answer select authority, :corrected, signature_sha256, answer, reader, presented_at from licensing.presented_answer where case_id = :waiting`,
      'row-unknown',
    ],
    ['the message that judges it, removed', `delete from licensing.outbox where kind = 'answer' and case_id = :waiting`, 'message-missing'],
    [
      'a complaint invented',
      `insert into licensing.complaint select authority, case_id, :corrected, 'late total', false from licensing.case_file where case_id = :waiting`,
      'row-unknown',
    ],
  ])('%s', async (_what, sql, kind) => {
    expect((await tampered(house, sql)).map((fault) => fault.kind)).toContain(kind)
  })
})
