import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, isRefusal, licenceNumber, orFault, parseLicenceNumber, type Refusal } from '@ruqsat/foundation'
import { findVariant, noticesOf, stepById } from '@ruqsat/law'
import type { Payments } from '@ruqsat/payments/contract'
import { issueSigner, AIGERIM, FIRM_HEAD, OTHER_BIN } from '@ruqsat/trust/testing'
import { openOffice, APPLICANT, STAFF, STRANGER, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const licence = (typed: string) => orFault(parseLicenceNumber(typed))
const codeOf = (answer: object) => (isRefusal(answer) ? (answer as Refusal).code : 'accepted')

test('the whole way: registered, examined, signed, handed over, found in the public register', async () => {
  const { host, must } = office
  const { caseId, taskId } = await office.toSignature()
  const prepared = await must(host.prepareResult(caseId, taskId, STAFF.head))
  expect(parseLicenceNumber(prepared.number!)).toBe(prepared.number)
  expect(await host.prepareResult(caseId, taskId, STAFF.head)).toEqual(prepared)
  expect(codeOf(await host.readDocument(prepared.documentId, APPLICANT))).toBe('licensing.document-not-found')

  const cms = await office.signPrepared(prepared.documentId, prepared.byteRange)
  const signed = await must(host.signResult(caseId, taskId, prepared.documentId, cms, STAFF.head))
  expect(signed.result).toMatchObject({ documentId: prepared.documentId, number: prepared.number, decision: 'grant' })
  // The answer was lost and the button pressed again: the same licence, once.
  expect((await must(host.signResult(caseId, taskId, prepared.documentId, cms, STAFF.head))).result).toEqual(signed.result)
  expect(await office.sql`select status from licensing.licence_serial where case_id = ${caseId}`).toMatchObject([{ status: 'issued' }])

  expect((await must(host.readCase(caseId, APPLICANT))).result).toBeNull()
  expect(codeOf(await host.readDocument(prepared.documentId, APPLICANT))).toBe('licensing.document-not-found')
  await must(host.act(caseId, { kind: 'handOver', taskId: await office.taskOf(caseId) }, STAFF.clerk))
  const view = await must(host.readCase(caseId, APPLICANT))
  expect(view.summary).toMatchObject({ status: 'granted' })
  expect(view.state.viewStepId).toBe('A11')
  while ((await office.licensing.caseflow.runOutbox()) > 0);
  const { regulation } = office.edition
  const words = noticesOf(regulation, regulation.variants[0]!).find(({ when }) => when === 'resultReady')!
  expect(
    office.messages
      .filter(({ subject }) => subject?.kk === words.subject.kk)
      .map(({ channel }) => channel)
      .toSorted(),
  ).toEqual(words.by.toSorted())

  const file = await must(host.readDocument(prepared.documentId, APPLICANT))
  const pdf = Buffer.from(file.bytesBase64, 'base64')
  expect(hash('sha256', pdf)).toBe(file.sha256)
  expect((await office.trust.verifyPdf(pdf)).kind).toBe('valid')

  const entry = await office.licensing.publicRegister.find(licence(` ${prepared.number!.toLowerCase()} `))
  expect(entry).toMatchObject({
    number: prepared.number,
    holderName: 'С••• Ә••• Қ•••',
    holderIsWhole: false,
    status: 'active',
    issuedOn: '2026-11-23',
    documentSha256: file.sha256,
  })
  expect(JSON.stringify(entry)).not.toContain('+7701')
  expect(JSON.stringify(entry)).not.toContain(AIGERIM.iin)
  expect(await office.licensing.publicRegister.find(licence(licenceNumber('AAA', 1)))).toBeNull()
  const issued = await office.licensing.publicRegister.findByFile(file.sha256)
  expect(issued?.entry?.number).toBe(prepared.number)
  // The code of the paper's QR opens the name, and still no IIN.
  const opened = await office.licensing.publicRegister.find(licence(prepared.number!), issued!.code!)
  expect(opened).toMatchObject({ holderName: 'Сағындықова Әйгерім Қайратқызы', holderIsWhole: true })
  expect(JSON.stringify(opened)).not.toContain(AIGERIM.iin)
  expect((await office.licensing.publicRegister.find(licence(prepared.number!), '0000000000'))?.holderIsWhole).toBe(false)
  expect(pdf.includes(`/verify/${prepared.number}?code=${issued!.code}`)).toBe(true)
  // The time on record, by which the page judges the signature: it is the room's own, and the signature holds at it.
  expect(issued?.issuedAt.slice(0, 10)).toBe('2026-11-23')
  expect(await office.trust.verifyFile({ bytes: pdf, at: issued!.issuedAt })).toMatchObject({
    kind: 'valid',
    judgedFor: { statedBy: 'asker' },
  })
  expect(await office.licensing.publicRegister.findByFile('0'.repeat(64))).toBeNull()
  expect((await office.licensing.audit(office.outside)).faults).toEqual([])
})

describe('registration', () => {
  test('gives numbers without gaps; the same key means the same case; two at once make one', async () => {
    const submission = await office.submission()
    const answers = await Promise.all([
      office.host.register(submission),
      office.host.register(submission),
      office.host.register(submission),
    ])
    // The order of members depends on where the case was read from, the database or the memory.
    expect(new Set(answers.map((answer) => canonicalJson(answer as never))).size).toBe(1)
    const first = await office.must(office.host.register(submission))
    expect(first.requestNumber).toMatch(/^AA-2026-\d{6}$/)
    const next = await office.must(office.host.register(await office.submission()))
    expect(Number(next.requestNumber.slice(-6))).toBe(Number(first.requestNumber.slice(-6)) + 1)
  })

  test('refuses what was not signed so, by its reason', async () => {
    const { host, submission } = office
    expect(codeOf(await host.register(await submission({ alter: (content) => content.replace('granaryTitle', 'charter') })))).toBe(
      'licensing.request-differs',
    )
    expect(codeOf(await host.register(await submission({ alter: (content) => content.replace('Өтініш', 'Арыз') })))).toBe(
      'trust.signature-changed-content',
    )
    expect(codeOf(await host.register(await submission({ alter: (content) => `${content} ` })))).toBe('licensing.request-unreadable')
    expect(codeOf(await host.register(await submission({ signer: office.headKey })))).toMatch(/^trust\.signature-wrong-/)
    const login = await issueSigner(office.trust, AIGERIM, { purpose: 'authenticate' })
    expect(codeOf(await host.register(await submission({ signer: login })))).toBe('trust.signature-wrong-purpose')
    const revoked = await issueSigner(office.trust, AIGERIM)
    await office.trust.authority.revokeCertificate(revoked.serial, 'key-compromise', await office.legalClock.now())
    expect(codeOf(await host.register(await submission({ signer: revoked })))).toBe('trust.signature-revoked')
  })

  test('takes a firm’s request only from its head or a signatory', async () => {
    const firm = { kind: 'legalEntity', iin: FIRM_HEAD.iin!, bin: FIRM_HEAD.bin!, name: 'ЖШС «Алтын дән»' } as const
    expect(codeOf(await office.host.register(await office.submission({ party: firm, signer: office.headKey })))).toBe('accepted')
    const employee = await issueSigner(office.trust, FIRM_HEAD, { roles: ['legal-entity', 'employee'] })
    expect(codeOf(await office.host.register(await office.submission({ party: firm, signer: employee })))).toBe(
      'trust.signature-wrong-role',
    )
  })

  test('checks the fee, the payment, the attachments and the offer', async () => {
    const { host, submission } = office
    expect(codeOf(await host.register(await submission({ feeTiyn: 100 })))).toBe('licensing.payment-wrong')
    const sent = await submission()
    expect(codeOf(await host.register({ ...sent, payment: null }))).toBe('licensing.request-differs')
    expect(codeOf(await host.register({ ...sent, editionHash: 'f'.repeat(64) }))).toBe('licensing.service-not-offered')
    expect(codeOf(await host.register({ ...sent, view: 'desk' }))).toMatch(/^licensing\./)
    await office.sql`delete from licensing.attachment where sha256 = ${sent.attachments[0]!.sha256}`
    expect(codeOf(await host.register(sent))).toBe('licensing.attachment-missing')
    const named = { authority: 'aktobe-agriculture', sha256: 'a'.repeat(64) }
    expect(codeOf((await host.storeAttachment({ ...named, bytes: Buffer.from('x') }))!)).toBe('licensing.attachment-digest-wrong')
    expect(codeOf((await host.storeAttachment({ ...named, bytes: Buffer.alloc(10 * 1024 * 1024 + 1) }))!)).toBe(
      'licensing.attachment-too-large',
    )
  })

  test('one payment opens one case', async () => {
    const paid = await office.submission()
    await office.must(office.host.register(paid))
    const { orderId } = paid.payment!
    expect(codeOf(await office.host.register(await office.submission({ orderId })))).toBe('licensing.payment-used')
  })

  test('a payment that was made for another draft opens no case', async () => {
    let paidFor = ''
    const strict = await openOffice({
      payments: {
        requestRefund: async () => {
          throw new Error('Nothing goes back here')
        },
        readOrder: async (orderId) =>
          ({ kind: 'order', orderId, draftId: paidFor, status: 'paid', ...paid }) as unknown as Awaited<ReturnType<Payments['readOrder']>>,
      },
    })
    const sent = await strict.submission()
    const paid = { amountTiyn: sent.payment!.amountTiyn, paidAt: sent.payment!.paidAt }
    paidFor = 'another-draft'
    expect(codeOf(await strict.host.register(sent))).toBe('licensing.payment-missing')
    paidFor = sent.idempotencyKey
    expect(codeOf(await strict.host.register(sent))).toBe('accepted')
    await strict.close()
  })

  test('one signature opens one case: the same request under another key is not what was signed', async () => {
    const sent = await office.submission()
    await office.must(office.host.register(sent))
    expect(codeOf(await office.host.register({ ...sent, idempotencyKey: 'another-key' }))).toBe('licensing.request-differs')
  })

  test('a signature that states a time before its request was made is refused', async () => {
    const early = await office.submission({ signingTime: '2026-11-22T05:00:00.000Z' })
    expect(codeOf(await office.host.register(early))).toBe('trust.signature-malformed')
  })

  test('waits while revocation cannot be asked, and goes on when it can', async () => {
    const sent = await office.submission()
    await office.trust.setFault('ocsp', 'down')
    await office.trust.setFault('crl', 'down')
    expect(await office.host.register(sent)).toEqual({ kind: 'waiting' })
    await office.trust.setFault('ocsp', 'none')
    await office.trust.setFault('crl', 'none')
    expect(codeOf(await office.host.register(sent))).toBe('accepted')
  })
})

describe('acts of staff', () => {
  test('two clerks on one task: the second is told by whom and when', async () => {
    const caseId = await office.register()
    const taskId = await office.taskOf(caseId)
    const answers = await Promise.all([
      office.host.act(caseId, { kind: 'accept', taskId }, STAFF.clerk),
      office.host.act(caseId, { kind: 'accept', taskId }, STAFF.clerk2),
    ])
    const lost = answers.find(isRefusal) as Refusal
    expect(answers.filter(isRefusal).length).toBe(1)
    expect(lost.code).toBe('task-done')
    expect(lost.facts).toMatchObject({ by: { kind: 'official', id: expect.stringMatching(/^clerk-/) }, at: { kind: 'instant' } })
    const won = (await office.licensing.caseflow.read(caseId))!.state
    expect(won.journalNumber).toMatch(/^2026\/\d{4}$/)
  })

  test('a declined assignment answers to the officer who may not see the case any more', async () => {
    const caseId = await office.register()
    await office.must(office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, STAFF.clerk))
    await office.must(
      office.host.act(caseId, { kind: 'assign', taskId: await office.taskOf(caseId), officerId: 'officer-1', instruction: '' }, STAFF.head),
    )
    const view = await office.must(
      office.host.act(caseId, { kind: 'declineAssignment', taskId: await office.taskOf(caseId), reason: 'Демалыстамын' }, STAFF.officer),
    )
    expect(view.state.officerId).toBeNull()
    expect(view.history.at(-4)!.text.kk).toContain('Демалыстамын')
    const own = await office.must(office.host.readCase(caseId, APPLICANT))
    const [declined, again] = own.history.slice(-2).map((line) => line.text.en)
    expect(declined).toContain('The officer declined the assignment')
    expect(again).toMatch(/^Started again: /)
    expect(JSON.stringify(own.history)).not.toContain('Демалыстамын')
  })

  test('work lists carry what a row needs', async () => {
    const caseId = await office.register()
    const page = await office.host.listTasks(STAFF.clerk, { limit: 200 })
    const row = page.tasks.find((task) => task.caseId === caseId)!
    const { steps } = findVariant(office.edition.regulation, row.variantId)!.procedure
    expect([row.editionHash, stepById(steps, row.stepId).action]).toEqual([office.edition.hash, 'accept'])
    expect(row).toMatchObject({ applicantName: 'Сағындықова Әйгерім Қайратқызы', late: false })
    expect(row.due?.derivation.kind).toBe('term')
    expect((await office.host.listTasks(STAFF.clerk, { text: row.requestNumber })).tasks.map((task) => task.caseId)).toEqual([caseId])
    expect((await office.host.listTasks(STAFF.spy)).total).toBe(0)
    expect((await office.host.listTasks(APPLICANT)).total).toBe(0)
  })
})

describe('who sees what', () => {
  test('an applicant own cases only, without the weighing; staff by authority and role; the outside body what was sent to it', async () => {
    const caseId = await office.register()
    const number = await office.numberOf(caseId)
    for (const reader of [STRANGER, STAFF.spy, STAFF.body, { kind: 'applicant', id: '' } as const]) {
      expect(codeOf(await office.host.readCase(caseId, reader))).toBe('licensing.case-not-found')
      expect(codeOf(await office.host.findByNumber(number, reader))).toBe('licensing.case-not-found')
      expect(codeOf(await office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, reader))).toBe(
        'licensing.case-not-found',
      )
    }
    expect(codeOf(await office.host.readCase('no-such-case', APPLICANT))).toBe('licensing.case-not-found')
    await office.must(office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, STAFF.clerk))
    expect(codeOf(await office.host.readCase(caseId, STAFF.officer))).toBe('licensing.case-not-found')
    await office.must(
      office.host.act(
        caseId,
        { kind: 'assign', taskId: await office.taskOf(caseId), officerId: 'officer-1', instruction: 'Құпия нұсқау' },
        STAFF.head,
      ),
    )
    expect(codeOf(await office.host.readCase(caseId, STAFF.officer))).toBe('accepted')
    expect(codeOf(await office.host.readCase(caseId, STAFF.officer2))).toBe('licensing.case-not-found')
    await office.must(
      office.host.act(caseId, { kind: 'examine', taskId: await office.taskOf(caseId), draft: office.refuse }, STAFF.officer),
    )
    expect(codeOf(await office.host.readCase(caseId, STAFF.body))).toBe('accepted')
    const own = await office.must(office.host.readCase(caseId, APPLICANT))
    expect(own.state.draft).toBeNull()
    expect(JSON.stringify(own)).not.toContain('Құпия')
    expect(JSON.stringify(own)).not.toContain('officer-1')
    expect(own.tasks).toEqual([])
    expect(own.history.map((line) => line.event)).toEqual([
      'caseOpened',
      'taskStarted',
      'entered',
      'taskStarted',
      'assigned',
      'taskStarted',
      'taskStarted',
    ])
  })

  test('attachments and lists', async () => {
    const caseId = await office.register()
    const { attachments } = await office.must(office.host.readCase(caseId, STAFF.clerk))
    expect(await office.host.readAttachment(caseId, attachments[0]!.sha256, STAFF.clerk)).toMatchObject({
      kind: 'document',
      name: 'жоспар.pdf',
      mediaType: 'application/pdf',
    })
    expect(codeOf(await office.host.readAttachment(caseId, attachments[0]!.sha256, STRANGER))).toBe('licensing.document-not-found')
    expect((await office.host.listForApplicant(APPLICANT))[0]!.caseId).toBe(caseId)
    expect(await office.host.listForApplicant(STRANGER)).toEqual([])
  })
})

describe('the result', () => {
  test('a refusal is signed without a number and stands in no register', async () => {
    const { caseId, taskId } = await office.toSignature(office.refuse)
    const prepared = await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
    expect(prepared.number).toBeNull()
    const cms = await office.signPrepared(prepared.documentId, prepared.byteRange)
    await office.must(office.host.signResult(caseId, taskId, prepared.documentId, cms, STAFF.head))
    await office.must(office.host.act(caseId, { kind: 'handOver', taskId: await office.taskOf(caseId) }, STAFF.clerk))
    expect((await office.must(office.host.readCase(caseId, APPLICANT))).summary.status).toBe('refused')
    expect(await office.sql`select 1 from licensing.licence where case_id = ${caseId}`).toEqual([])
  })

  test('a grant that is returned and refused gives its number back as voided', async () => {
    const { caseId, taskId } = await office.toSignature()
    await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
    await office.must(office.host.act(caseId, { kind: 'returnToOfficer', taskId, reason: 'Алаң тексерілмеген' }, STAFF.head))
    await office.must(
      office.host.act(caseId, { kind: 'conclude', taskId: await office.taskOf(caseId), draft: office.refuse }, STAFF.officer),
    )
    expect(await office.sql`select status, reason from licensing.licence_serial where case_id = ${caseId}`).toMatchObject([
      { status: 'voided', reason: 'conclusionChanged' },
    ])
  })

  test('another official’s key, another’s document and a changed file are refused; nothing is signed', async () => {
    const { caseId, taskId } = await office.toSignature()
    expect(codeOf(await office.host.prepareResult(caseId, taskId, STAFF.officer))).toBe('not-your-role')
    const prepared = await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
    const byApplicant = await office.signPrepared(prepared.documentId, prepared.byteRange, office.applicantKey)
    expect(codeOf(await office.host.signResult(caseId, taskId, prepared.documentId, byApplicant, STAFF.head))).toMatch(
      /^trust\.signature-wrong-/,
    )
    // The head as the director of a firm: the same IIN, the same role, another organisation.
    const ofFirm = await issueSigner(office.trust, { ...FIRM_HEAD, bin: OTHER_BIN, organisation: '"КӨК ЖИЕК" ЖШС' })
    const byFirm = await office.signPrepared(prepared.documentId, prepared.byteRange, ofFirm)
    expect(codeOf(await office.host.signResult(caseId, taskId, prepared.documentId, byFirm, STAFF.head))).toBe(
      'trust.signature-wrong-person',
    )
    const backdated = await office.signPrepared(prepared.documentId, prepared.byteRange, office.headKey, '2001-01-01T00:00:00.000Z')
    expect(codeOf(await office.host.signResult(caseId, taskId, prepared.documentId, backdated, STAFF.head))).toBe(
      'trust.signature-malformed',
    )
    const good = await office.signPrepared(prepared.documentId, prepared.byteRange)
    expect(codeOf(await office.host.signResult(caseId, taskId, prepared.documentId, good, STAFF.head2))).toBe('licensing.signer-differs')
    expect(codeOf(await office.host.signResult(caseId, taskId, 'no-such-document', good, STAFF.head))).toBe('licensing.document-not-found')
    const other = await office.toSignature()
    const otherPrepared = await office.must(office.host.prepareResult(other.caseId, other.taskId, STAFF.head))
    expect(codeOf(await office.host.signResult(other.caseId, other.taskId, otherPrepared.documentId, good, STAFF.head))).toBe(
      'trust.signature-changed-content',
    )
    expect((await office.licensing.caseflow.read(caseId))!.state.signed).toBeNull()
    await office.trust.setFault('ocsp', 'down')
    await office.trust.setFault('crl', 'down')
    expect(await office.host.signResult(caseId, taskId, prepared.documentId, good, STAFF.head)).toEqual({ kind: 'waiting' })
    await office.trust.setFault('ocsp', 'none')
    await office.trust.setFault('crl', 'none')
    expect(codeOf(await office.host.signResult(caseId, taskId, prepared.documentId, good, STAFF.head))).toBe('accepted')
  })

  test('signed twice at once with two signatures: one counts, and the file that the case names is the one that is kept', async () => {
    const { caseId, taskId } = await office.toSignature()
    const prepared = await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
    const signatures = await Promise.all([
      office.signPrepared(prepared.documentId, prepared.byteRange),
      office.signPrepared(prepared.documentId, prepared.byteRange),
    ])
    expect(signatures[0]).not.toBe(signatures[1])
    const answers = await Promise.all(signatures.map((cms) => office.host.signResult(caseId, taskId, prepared.documentId, cms, STAFF.head)))
    expect(answers.filter((answer) => !isRefusal(answer)).length).toBeGreaterThanOrEqual(1)
    const file = await office.must(office.host.readDocument(prepared.documentId, STAFF.clerk))
    expect(file.sha256).toBe((await office.licensing.caseflow.read(caseId))!.state.signed!.sha256)
    expect((await office.licensing.publicRegister.find(licence(prepared.number!)))?.documentSha256).toBe(file.sha256)
  })

  test('prepared by two heads at once: one number', async () => {
    const { caseId, taskId } = await office.toSignature()
    await Promise.all([office.host.prepareResult(caseId, taskId, STAFF.head), office.host.prepareResult(caseId, taskId, STAFF.head2)])
    expect(await office.sql`select 1 from licensing.licence_serial where case_id = ${caseId}`).toHaveLength(1)
  })
})

test('notices reach the applicant in their language, once for each key; what is late is told to the head', async () => {
  const caseId = await office.register()
  while ((await office.licensing.caseflow.runOutbox()) > 0);
  const number = (await office.must(office.host.readCase(caseId, APPLICANT))).summary.requestNumber
  const told = office.messages.filter((message) => message.text.kk.includes(number))
  expect(told.map(({ channel, to, language }) => `${channel} ${to} ${language}`).sort()).toEqual([
    'email aigerim@example.kz kk',
    'sms +77011234567 kk',
  ])
  expect(new Set(office.messages.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(office.messages.length)
  await office.legalClock.advance('2026-11-23T09:00:00.000Z', 'test')
  while ((await office.licensing.caseflow.runTimers()) > 0);
  while ((await office.licensing.caseflow.runOutbox()) > 0);
  expect(office.messages.some(({ to, text }) => to === 'head@example.kz' && text.ru.includes(number))).toBe(true)
  expect((await office.licensing.health()).outbox.stuck).toBe(0)
})

describe('a failure in the middle: asking again ends in one place, with one number', () => {
  /** The next commit of a case fails in the database: nothing of it stays. */
  async function failNextCommit<T>(work: () => Promise<T>): Promise<T> {
    await office.sql`create or replace function licensing.fail() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`
    await office.sql`create trigger fail before insert on licensing.event for each statement execute function licensing.fail()`
    const answer = await work()
    await office.sql`drop trigger fail on licensing.event`
    return answer
  }
  const fails = (promise: Promise<unknown>) => expect(promise).rejects.toThrow()

  test('of registering', async () => {
    const before = await office.must(office.host.register(await office.submission()))
    const sent = await office.submission()
    await failNextCommit(() => fails(office.host.register(sent)))
    const after = await office.must(office.host.register(sent))
    expect(Number(after.requestNumber.slice(-6))).toBe(Number(before.requestNumber.slice(-6)) + 1)
  })

  test('of preparing and of signing', async () => {
    const { caseId, taskId } = await office.toSignature()
    await failNextCommit(() => fails(office.host.prepareResult(caseId, taskId, STAFF.head)))
    const prepared = await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
    expect(await office.sql`select 1 from licensing.licence_serial where case_id = ${caseId}`).toHaveLength(1)
    const cms = await office.signPrepared(prepared.documentId, prepared.byteRange)
    await failNextCommit(() => fails(office.host.signResult(caseId, taskId, prepared.documentId, cms, STAFF.head)))
    expect(await office.licensing.publicRegister.find(licence(prepared.number!))).toBeNull()
    expect(codeOf(await office.host.readDocument(prepared.documentId, STAFF.head))).toBe('accepted')
    const signed = await office.must(office.host.signResult(caseId, taskId, prepared.documentId, cms, STAFF.head))
    expect((await office.licensing.publicRegister.find(licence(prepared.number!)))?.documentSha256).toBe(signed.state.signed!.sha256)
    expect((await office.licensing.audit()).faults).toEqual([])
  })

  test('of typesetting and of the trust room', async () => {
    for (const broken of ['render', 'prepare', 'complete', 'verify'] as const) {
      const { caseId, taskId } = await office.toSignature()
      office.breakNext(broken)
      const prepared = await office.host
        .prepareResult(caseId, taskId, STAFF.head)
        .catch(() => office.must(office.host.prepareResult(caseId, taskId, STAFF.head)))
      if (isRefusal(prepared)) throw new Error(prepared.code)
      const cms = await office.signPrepared(prepared.documentId, prepared.byteRange)
      const sign = () => office.must(office.host.signResult(caseId, taskId, prepared.documentId, cms, STAFF.head))
      const signed = await sign().catch(sign)
      expect(signed.state.signed?.documentId).toBe(prepared.documentId)
      expect(await office.sql`select status from licensing.licence_serial where case_id = ${caseId}`).toMatchObject([{ status: 'issued' }])
    }
  })
})
