// A refusal to accept as a paper: what breaks on the way, who sees it when, what is on it.
import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefusal, type Tiyn } from '@ruqsat/foundation'
import type { Order } from '@ruqsat/payments/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LicensingDeps } from '../index.ts'
import { APPLICANT, openOffice, WELLS, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice({ payments }, WELLS)
  ;({ clerk, clerk2 } = office.staff)
})
afterAll(() => office.close())

/** The payments: what was asked of them, and whether they answer. A refund is owed once, however often it is asked. */
const asked: string[] = []
const owed = new Set<string>()
let paymentsAre: 'up' | 'down' | 'diesAfter' = 'up'
let paidFor = { draftId: '', amountTiyn: 0 as Tiyn, paidAt: '' }
const orderOf = (orderId: string) => ({ kind: 'order', orderId, ...paidFor, status: owed.has(orderId) ? 'refunded' : 'paid' }) as Order
const payments: LicensingDeps['payments'] = {
  readOrder: async (orderId) => orderOf(orderId),
  requestRefund: async (orderId, why) => {
    if (paymentsAre === 'down') throw new Error('the payments are down')
    asked.push(`${orderId} ${why}`)
    owed.add(orderId)
    if (paymentsAre === 'diesAfter') throw new Error('the house died before the answer')
    return orderOf(orderId)
  },
}

let clerk: Office['staff']['clerk']
let clerk2: Office['staff']['clerk']
const REFUSED = { kind: 'refuseAcceptance', groundIds: ['otherDistrict'], explanation: 'Жер өзеннің арғы жағында.' } as const

async function registered(language: 'kk' | 'ru' = 'kk'): Promise<string> {
  const sent = await office.submission({ language })
  paidFor = { draftId: sent.idempotencyKey, ...sent.payment! }
  return (await office.must(office.host.register(sent))).caseId
}

async function written(language: 'kk' | 'ru' = 'kk'): Promise<{ readonly caseId: string; readonly taskId: string }> {
  const caseId = await registered(language)
  const taskId = await office.taskOf(caseId)
  const stated = language === 'kk' ? {} : { inStateLanguage: 'Жер басқа ауданда.' }
  await office.must(office.host.act(caseId, { ...REFUSED, taskId, ...stated }, clerk))
  return { caseId, taskId }
}

async function signedBy(prepared: { readonly documentId: string; readonly byteRange: readonly number[] }): Promise<string> {
  return office.signPrepared(prepared.documentId, prepared.byteRange, office.applicantKey, null, clerk)
}

test('is signed once, on the day of its paper, whatever breaks on the way and however often it is asked', async () => {
  const { host } = office
  const { caseId, taskId } = await written()
  expect(await host.readCase(caseId, APPLICANT)).toMatchObject({ summary: { status: 'open' }, state: { status: 'open' } })
  const seen = await office.must(host.readCase(caseId, APPLICANT))
  expect([seen.nonAcceptance, seen.state.nonAcceptance]).toEqual([undefined, undefined])
  for (const name of ['render', 'prepare'] as const) {
    office.breakNext(name)
    await expect(host.prepareResult(caseId, taskId, clerk)).rejects.toThrow('killed')
  }
  const prepared = await office.must(host.prepareResult(caseId, taskId, clerk))
  expect((await office.must(host.prepareResult(caseId, taskId, clerk))).documentId).toBe(prepared.documentId)
  // Nobody but its signer reads it, and another clerk signs a paper of their own.
  for (const reader of [APPLICANT, clerk2]) expect(isRefusal(await host.readDocument(prepared.documentId, reader))).toBe(true)
  const cms = await signedBy(prepared)
  expect(await host.signResult(caseId, taskId, prepared.documentId, cms, clerk2)).toMatchObject({ code: 'licensing.signer-differs' })
  for (const name of ['complete', 'verify'] as const) {
    office.breakNext(name)
    await expect(host.signResult(caseId, taskId, prepared.documentId, cms, clerk)).rejects.toThrow('killed')
  }
  const sign = () => host.signResult(caseId, taskId, prepared.documentId, cms, clerk)
  const answers = await Promise.all([sign(), sign()])
  answers.push(await sign())
  for (const answer of answers) expect(answer).toMatchObject({ summary: { status: 'notAccepted' } })
  const events = await office.licensing.caseflow.events({ authority: clerk.authority, caseId })
  expect(events.filter(({ kind }) => kind === 'nonAcceptanceSigned')).toHaveLength(1)
  const view = await office.must(host.readCase(caseId, APPLICANT))
  expect(view.nonAcceptance).toMatchObject({ groundIds: ['otherDistrict'], documentId: prepared.documentId })
  const file = await office.must(host.readDocument(prepared.documentId, APPLICANT))
  const bytes = Buffer.from(file.bytesBase64, 'base64')
  expect(await office.trust.verifyPdf(bytes)).toMatchObject({ kind: 'valid' })
  const issued = await office.licensing.publicRegister.findByFile(hash('sha256', bytes))
  expect(issued).toEqual({ issuedAt: view.state.nonAcceptance?.signed?.signedAt, entry: null, code: null, later: null })
})

test('names service, act and place, grounds with remedies, the money and who signed, in both languages', async () => {
  const { host } = office
  const bareCase = await registered('ru')
  const bare = { ...REFUSED, taskId: await office.taskOf(bareCase) }
  expect(await host.act(bareCase, bare, clerk)).toMatchObject({ code: 'documents.state-language-missing', field: 'inStateLanguage' })
  const { caseId, taskId } = await written('ru')
  const prepared = await office.must(host.prepareResult(caseId, taskId, clerk))
  await office.must(host.signResult(caseId, taskId, prepared.documentId, await signedBy(prepared), clerk))
  const file = await office.must(host.readDocument(prepared.documentId, APPLICANT))
  const path = join(process.env['RUQSAT_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'ruqsat-not-accepted-')), 'not-accepted.pdf')
  writeFileSync(path, Buffer.from(file.bytesBase64, 'base64'))
  const squashed = (text: string) => text.replace(/[-\s]+/g, '')
  const text = squashed(execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }))
  const { service, act, authority } = office.edition.regulation
  for (const said of [
    ...['ҚАБЫЛДАУДАН БАС ТАРТУ ТУРАЛЫ ХАБАРЛАМА', 'УВЕДОМЛЕНИЕ ОБ ОТКАЗЕ В ПРИЁМЕ', service.kk, service.ru],
    ...[act.title.kk, act.title.ru, authority.name.kk, '8-тармақтың 1) тармақшасы', 'подп. 1) п. 8', 'Участок в другом районе.'],
    ...['Сол ауданға өтініш беріңіз.', 'Сбор возвращается полностью и сам на карту', 'Жер басқа ауданда.', REFUSED.explanation],
    ...[
      'Ким Анна',
      'Қызмет көрсетуден бас тарту емес'.toLowerCase(),
      (await office.must(host.readCase(caseId, APPLICANT))).summary.requestNumber,
    ],
  ])
    expect(text).toContain(squashed(said))
})

test('the request may be accepted after all, and what was prepared for the refusal goes nowhere', async () => {
  const { host } = office
  const { caseId, taskId } = await written()
  const prepared = await office.must(host.prepareResult(caseId, taskId, clerk))
  const cms = await signedBy(prepared)
  await office.must(host.act(caseId, { kind: 'accept', taskId }, clerk))
  expect(await host.signResult(caseId, taskId, prepared.documentId, cms, clerk)).toMatchObject({ kind: 'refusal' })
  expect(await office.must(host.readCase(caseId, APPLICANT))).toMatchObject({ summary: { status: 'open' } })
  expect(isRefusal(await host.readDocument(prepared.documentId, APPLICANT))).toBe(true)
})

/** What is due in the outbox, after any pause of it. */
async function runOutbox(): Promise<void> {
  office.technicalClock.forwardMs(5 * 3_600_000)
  while ((await office.licensing.caseflow.runOutbox()) > 0);
}

test('the fee goes back once, as the act says, wherever the house dies between the signature and the payments', async () => {
  const { host, sql } = office
  await runOutbox()
  asked.length = 0
  const { caseId, taskId } = await written()
  const { orderId } = (await office.licensing.caseflow.read(caseId))!.state.opening!.payment!
  const prepared = await office.must(host.prepareResult(caseId, taskId, clerk))
  const cms = await signedBy(prepared)
  const owes = async () => (await sql`select 1 from licensing.outbox where case_id = ${caseId} and kind = 'refund'`).length
  // Cut off where the debt is written: nothing is signed, and nothing is owed.
  await sql.unsafe(`create function licensing.cut() returns trigger language plpgsql as $$ begin raise exception 'cut'; end $$`)
  await sql.unsafe(
    `create trigger cut before insert on licensing.outbox for each row when (new.kind = 'refund') execute function licensing.cut()`,
  )
  await expect(host.signResult(caseId, taskId, prepared.documentId, cms, clerk)).rejects.toThrow()
  await sql.unsafe('drop trigger cut on licensing.outbox')
  expect([await owes(), (await office.must(host.readCase(caseId, clerk))).summary.status]).toEqual([0, 'open'])
  await office.must(host.signResult(caseId, taskId, prepared.documentId, cms, clerk))
  await office.must(host.signResult(caseId, taskId, prepared.documentId, cms, clerk))
  expect([await owes(), asked]).toEqual([1, []])
  // The payments are silent; then they take it and their answer is lost; then they are asked once more.
  for (const how of ['down', 'diesAfter', 'up', 'up'] as const) {
    paymentsAre = how
    await runOutbox()
  }
  expect([asked, await owes()]).toEqual([[`${orderId} notAccepted`, `${orderId} notAccepted`], 1])
  expect((await office.licensing.health()).outbox).toMatchObject({ waiting: 0, stuck: 0 })
})

test('a refund that the payments do not take is an incident that a head sees', async () => {
  const { host, staff } = office
  const { caseId, taskId } = await written()
  const prepared = await office.must(host.prepareResult(caseId, taskId, clerk))
  await office.must(host.signResult(caseId, taskId, prepared.documentId, await signedBy(prepared), clerk))
  paymentsAre = 'down'
  for (let tries = 0; tries < 20; tries += 1) await runOutbox()
  expect(await host.listIncidents(staff.head)).toMatchObject([{ caseId, kind: 'outbox', neighbour: 'refund' }])
  paymentsAre = 'up'
  const [incident] = await host.listIncidents(staff.head)
  await office.must(host.settleIncident({ incidentId: incident!.incidentId, how: 'nudged', reason: '' }, staff.head))
  await runOutbox()
  expect([await host.listIncidents(staff.head), owed.has(asked.at(-1)!.split(' ')[0]!)]).toEqual([[], true])
})
