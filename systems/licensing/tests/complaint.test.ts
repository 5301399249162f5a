// A complaint from its registration to what it does to the case that it is about: passed on, satisfied, refused, taken back, late, about lateness.
import { randomUUID } from 'node:crypto'
import type { Party, Submission } from '@ruqsat/caseflow/host'
import type { SignedRequest } from '@ruqsat/documents'
import type { Actor, DraftResult } from '@ruqsat/engine'
import { canonicalJson, isRefusal, orFault, parseName } from '@ruqsat/foundation'
import { complaintIdOf } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { signDetached } from '@ruqsat/trust'
import { AIGERIM, FIRM_HEAD } from '@ruqsat/trust/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffOfRole } from '../deps.ts'
import { APPLICANT, openOffice, PARTY, STAFF, START, type Office } from './setup.ts'

/** Of the body, and not who decided: the deputy of the head who signs refusals. */
const DEPUTY = STAFF.head2
const APPEAL: Actor & { kind: 'staff' } = { kind: 'staff', id: 'appeal-1', role: 'head', authority: 'aktobe-agriculture-appeal' }
const GRANT: DraftResult = { decision: 'grant', groundIds: [], explanation: '' }
const UNFOUNDED: DraftResult = { decision: 'refuse', groundIds: ['unfounded'], explanation: 'Шешім заңды.' }

const regulations = await openActs()
const grain = regulations.editions.find(({ regulation }) => regulation.id === 'grain')!
const { edition } = regulations.complaints.find((each) => each.edition.regulation.id === complaintIdOf('grain'))!
const [variant] = edition.regulation.variants

/** Who works where, as far as a test says it. */
const directory = new Map<string, readonly StaffOfRole[]>()
const position = { kk: 'Басшы', ru: 'Руководитель', en: 'Head' }
const named = (id: string, name: string) => ({ id, iin: FIRM_HEAD.iin!, bin: FIRM_HEAD.bin!, name: orFault(parseName(name)), position })

let office: Office
beforeAll(async () => {
  const offer = (id: string, editionHash: string) => ({ regulation: id, edition: editionHash, from: '2014-06-01T00:00:00.000Z', to: null })
  const signers = {
    'head-1': named('head-1', 'Әбілов Дәурен'),
    'head-2': named('head-2', 'Орынбасар Айдана'),
    'appeal-1': named('appeal-1', 'Жоғары Басшы'),
  }
  office = await openOffice({
    offers: [offer('grain', grain.hash), offer(edition.regulation.id, edition.hash)],
    staffOfRole: async (authority, role) => directory.get(`${authority} ${role}`) ?? [],
    staff: async (id) => signers[id as keyof typeof signers] ?? null,
  })
})
afterAll(() => office.close())

/** A signed complaint with these answers. */
function complaint(answers: Readonly<Record<string, string>>, party: Partial<Party> = {}, at = START): Submission {
  const draftId = randomUUID()
  const whole: Party = { ...PARTY, ...party }
  const fields = Object.entries(answers).map(([id, value]) => ({ id, label: id, value, text: value, source: '' }))
  const request = {
    schema: 'ruqsat.request/1',
    edition: { regulation: edition.regulation.id, hash: edition.hash },
    variant: variant!.id,
    view: 'portal',
    form: { id: variant!.form.id, language: 'kk' },
    title: 'Шағым',
    addressee: edition.regulation.authority.name.kk,
    sections: [{ id: 'subject', title: 'Шағым', fields }],
    attachments: [],
    payment: null,
    statements: [],
    applicant: { kind: whole.kind, iin: whole.iin, bin: whole.bin, name: whole.name },
    preparedAt: at,
    draftId,
  } as unknown as SignedRequest
  const content = Buffer.from(canonicalJson(request))
  const cms = signDetached({ content, key: office.applicantKey.key, certificates: office.applicantKey.chain, signingTime: at })
  return {
    idempotencyKey: draftId,
    regulation: edition.regulation.id,
    editionHash: edition.hash,
    variant: variant!.id,
    view: 'portal',
    party: whole,
    contentBase64: content.toString('base64'),
    cmsBase64: Buffer.from(cms).toString('base64'),
    attachments: [],
    payment: null,
  }
}

async function prepareAndSign(caseId: string, actor: Actor): Promise<void> {
  const { host, must, taskOf } = office
  const taskId = await taskOf(caseId)
  const { documentId, byteRange } = await must(host.prepareResult(caseId, taskId, actor))
  const cms = await office.signPrepared(documentId, byteRange, office.headKey, null, actor)
  await must(host.signResult(caseId, taskId, documentId, cms, actor))
}

async function refused(): Promise<{ readonly caseId: string; readonly number: string; readonly documentId: string }> {
  const { host, must } = office
  const { caseId } = await office.toSignature(office.refuse)
  await prepareAndSign(caseId, STAFF.head)
  const view = await must(host.act(caseId, { kind: 'handOver', taskId: await office.taskOf(caseId) }, STAFF.clerk))
  expect(view.summary.status).toBe('refused')
  return { caseId, number: view.summary.requestNumber, documentId: view.result!.documentId }
}

const ANSWERS = { circumstances: 'Зертхана бағаланған.', wish: 'Қайта қараңыздар.' }
const complain = async (number: string, more: Readonly<Record<string, string>> = {}) =>
  (await office.must(office.host.register(complaint({ requestNumber: number, ...ANSWERS, ...more })))).caseId

async function accept(caseId: string): Promise<void> {
  await office.must(office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, STAFF.clerk))
}
async function answerOfBody(caseId: string, satisfiesWholly: 'yes' | 'no'): Promise<void> {
  const values = { satisfiesWholly, position: 'Құжаттар қайта қаралды.' }
  await office.must(office.host.act(caseId, { kind: 'writeWork', taskId: await office.taskOf(caseId), values, files: [] }, DEPUTY))
}
async function studied(caseId: string, extent: string): Promise<void> {
  const values = { extent, order: 'Құжаттарды қайта қарау.' }
  await office.must(office.host.act(caseId, { kind: 'writeWork', taskId: await office.taskOf(caseId), values, files: [] }, APPEAL))
}
async function decided(caseId: string, draft: DraftResult, actor: Actor = APPEAL): Promise<void> {
  const { host, must, taskOf } = office
  await must(host.act(caseId, { kind: 'examine', taskId: await taskOf(caseId), draft }, actor))
  const asked = (await must(host.readCase(caseId, APPLICANT))).hearing
  if (asked) await must(host.answerHearing(caseId, { askedId: asked.askedId, objection: null }, APPLICANT))
  await prepareAndSign(caseId, actor)
  await must(host.act(caseId, { kind: 'handOver', taskId: await taskOf(caseId) }, STAFF.clerk))
  await delivered()
}
async function delivered(): Promise<void> {
  while ((await office.licensing.caseflow.runOutbox()) > 0);
}
const codeOf = (answer: object) => (isRefusal(answer) ? answer.code : 'registered')

test('a refusal is complained of, passed on and annulled, and its case is considered again by the authority', async () => {
  const { host, must } = office
  const about = await refused()
  expect((await must(host.readCase(about.caseId, APPLICANT))).mayComplain).toBe('refusal')
  const caseId = await complain(about.number)
  expect(await must(host.readCase(caseId, APPLICANT))).toMatchObject({
    summary: { isComplaint: true, status: 'open' },
    state: { complaintAbout: { caseId: about.caseId, requestNumber: about.number, what: 'refusal' } },
  })
  // One complaint about one decision, from now on until it is taken back.
  expect(codeOf(await host.register(complaint({ requestNumber: about.number, ...ANSWERS })))).toBe('licensing.complaint-made')
  expect(await must(host.readCase(about.caseId, APPLICANT))).toMatchObject({ complaints: [{ caseId, what: 'refusal', status: 'open' }] })
  expect((await must(host.readCase(about.caseId, APPLICANT))).mayComplain).toBeUndefined()
  await accept(caseId)
  // The higher body sees nothing before it is passed on, and the case complained of with it afterwards.
  for (const id of [caseId, about.caseId]) expect(isRefusal(await host.readCase(id, APPEAL))).toBe(true)
  await answerOfBody(caseId, 'no')
  for (const id of [caseId, about.caseId]) expect((await must(host.readCase(id, APPEAL))).summary.caseId).toBe(id)
  expect((await host.listTasks(APPEAL)).tasks).toMatchObject([{ caseId, stepId: 'K5' }])
  // The same role in the body complained of is another desk: nobody there does the work of the higher body.
  const values = { extent: 'none', order: '' }
  for (const head of [STAFF.head, DEPUTY]) {
    expect((await host.listTasks(head)).tasks.filter((task) => task.caseId === caseId)).toEqual([])
    expect(codeOf(await host.act(caseId, { kind: 'writeWork', taskId: await office.taskOf(caseId), values, files: [] }, head))).toMatch(
      /not-your|complained-of/,
    )
  }
  await studied(caseId, 'part')
  await decided(caseId, GRANT)
  expect((await must(host.readCase(caseId, APPLICANT))).summary.status).toBe('granted')
  const again = await must(host.readCase(about.caseId, APPLICANT))
  expect(again).toMatchObject({ summary: { status: 'open' }, result: null, complaints: [{ caseId, status: 'granted' }] })
  expect(again.history.map(({ event }) => event)).toEqual(expect.arrayContaining(['complaintSatisfied', 'caseReopened']))
  expect(again.state.complaints).toMatchObject([{ caseId, annuls: { documentId: about.documentId } }])
  // The annulled paper stays available, and whoever verifies it learns that it counts no more.
  const paper = await must(host.readDocument(about.documentId, APPLICANT))
  expect(await office.licensing.publicRegister.findByFile(paper.sha256)).toMatchObject({ entry: null, annulledAt: expect.any(String) })
  // A message that is delivered twice changes nothing.
  const version = again.version
  await office.sql`update licensing.outbox set delivered_at = null, next_attempt_at = ${office.technicalClock.now()} where kind = 'complaint'`
  await delivered()
  expect((await must(host.readCase(about.caseId, APPLICANT))).version).toBe(version)
  // The second time it may be granted; the record proves itself.
  await must(
    host.act(
      about.caseId,
      { kind: 'assign', taskId: await office.taskOf(about.caseId), officerId: 'officer-2', instruction: '' },
      STAFF.head,
    ),
  )
  expect((await office.licensing.audit()).faults).toEqual([])
})

test('the body satisfies a complaint wholly by itself, and cannot refuse it', async () => {
  const { host } = office
  const about = await refused()
  const caseId = await complain(about.number)
  await accept(caseId)
  await answerOfBody(caseId, 'yes')
  const refusing = await host.act(caseId, { kind: 'examine', taskId: await office.taskOf(caseId), draft: UNFOUNDED }, DEPUTY)
  expect(codeOf(refusing)).toBe('only-grants')
  await decided(caseId, GRANT, DEPUTY)
  expect((await office.must(host.readCase(about.caseId, APPLICANT))).summary.status).toBe('open')
})

test('a complaint that is not satisfied changes nothing, and is not made again', async () => {
  const { host } = office
  const about = await refused()
  const caseId = await complain(about.number)
  await accept(caseId)
  await answerOfBody(caseId, 'no')
  await studied(caseId, 'none')
  await decided(caseId, UNFOUNDED)
  expect(await office.must(host.readCase(about.caseId, APPLICANT))).toMatchObject({
    summary: { status: 'refused' },
    complaints: [{ caseId, status: 'refused' }],
  })
  expect(codeOf(await host.register(complaint({ requestNumber: about.number, ...ANSWERS })))).toBe('licensing.complaint-made')
})

test('one that was taken back may be made again; two at once are one', async () => {
  const { host, must } = office
  const about = await refused()
  await must(host.withdraw(await complain(about.number), { reason: '' }, APPLICANT))
  const sent = [complaint({ requestNumber: about.number, ...ANSWERS }), complaint({ requestNumber: about.number, ...ANSWERS })]
  const answers = await Promise.all(sent.map((each) => host.register(each)))
  expect(answers.map(codeOf).toSorted()).toEqual(['licensing.complaint-made', 'registered'])
})

test('nobody complains of what is not theirs, is of another service or gives no cause', async () => {
  const { host } = office
  const open = await office.numberOf(await office.register())
  const ask = async (number: string, party: Partial<Party> = {}) =>
    codeOf(await host.register(complaint({ requestNumber: number, ...ANSWERS }, party)))
  expect(await ask('AA-2026-999999')).toBe('licensing.complaint-not-found')
  expect(await ask('no number')).toBe('licensing.complaint-not-found')
  expect(await ask(open)).toBe('licensing.complaint-nothing')
  const asked = { editionHash: edition.hash, variant: variant!.id, answers: { requestNumber: open, ...ANSWERS } }
  const { earlier } = office.licensing.publicRegister
  expect(await earlier({ ...asked, holder: { iin: FIRM_HEAD.iin!, bin: null } })).toMatchObject({ code: 'licensing.complaint-not-found' })
  expect(await earlier({ ...asked, holder: PARTY })).toMatchObject({ code: 'licensing.complaint-nothing', field: 'requestNumber' })
})

test('late work is complained of, and the complaint orders it; a decision long ago needs a reason for the delay', async () => {
  const { host, must } = office
  const about = await refused()
  const caseId = await office.register()
  const number = await office.numberOf(caseId)
  const later = '2027-03-01T05:00:00.000Z'
  await office.legalClock.advance(later, 'test')
  const sent = (answers: Readonly<Record<string, string>>) => host.register(complaint({ ...ANSWERS, ...answers }, {}, later))
  expect(codeOf(await sent({ requestNumber: about.number }))).toBe('licensing.complaint-late')
  expect(codeOf(await sent({ requestNumber: about.number, lateReason: 'Ауруханада болдым.' }))).toBe('registered')
  expect((await must(host.readCase(caseId, APPLICANT))).mayComplain).toBe('lateness')
  const made = (await must(sent({ requestNumber: number }))).caseId
  await accept(made)
  await answerOfBody(made, 'no')
  await studied(made, 'whole')
  await decided(made, GRANT)
  const view = await must(host.readCase(caseId, APPLICANT))
  expect(view).toMatchObject({ summary: { status: 'open' }, state: { complaints: [{ caseId: made, does: 'orders' }] } })
  expect(office.messages.some(({ text }) => JSON.stringify(text).includes(number))).toBe(true)
})

test('the conduct of an official is complained of whatever the case shows, one complaint at a time; a satisfied one orders and annuls nothing', async () => {
  const about = await office.register()
  const { requestNumber } = (await office.must(office.host.readCase(about, APPLICANT))).summary
  const answers = { requestNumber, about: 'conduct', circumstances: 'Дөрекі сөйледі.', wish: 'Шара қолданыңыз.' }
  expect((await office.must(office.host.readCase(about, APPLICANT))).mayComplainAlso).toEqual(['conduct'])
  const first = await office.must(office.host.register(complaint(answers)))
  const again = await office.host.register(complaint(answers))
  expect(isRefusal(again) && again.code).toBe('licensing.complaint-made')
  const seen = await office.must(office.host.readCase(about, APPLICANT))
  expect(seen.complaints).toMatchObject([{ caseId: first.caseId, what: 'conduct' }])
  // What would be refused is not offered.
  expect(seen.mayComplainAlso).toBeUndefined()
  // Without the answer it is about the decision, and there is none yet.
  const { about: _about, ...ofDecision } = answers
  const nothing = await office.host.register(complaint(ofDecision))
  expect(isRefusal(nothing) && nothing.code).toBe('licensing.complaint-nothing')
  // To its decision: the head of the body passes it on, the higher body finds it well founded.
  await accept(first.caseId)
  await answerOfBody(first.caseId, 'no')
  await studied(first.caseId, 'whole')
  await decided(first.caseId, GRANT)
  expect((await office.must(office.host.readCase(first.caseId, APPLICANT))).summary.status).toBe('granted')
  expect(office.printed.at(-1)).toMatchObject({ complained: { what: 'conduct' } })
  const after = await office.must(office.host.readCase(about, APPLICANT))
  expect(after).toMatchObject({
    summary: { status: 'open' },
    state: { complaints: [{ caseId: first.caseId, what: 'conduct', does: 'orders' }] },
  })
  expect(after.state.complaints![0]!.annuls).toBeUndefined()
  // What happened afterwards is another matter; an official who never stops is complained of one by one, and nobody floods the body.
  const next = await Promise.all([complaint(answers), complaint(answers), complaint(answers)].map((each) => office.host.register(each)))
  expect(next.map(codeOf).toSorted()).toEqual(['licensing.complaint-made', 'licensing.complaint-made', 'registered'])
})

test('the higher body extends the term once, on a ground of the law, and the complainant reads the ground and the reason at once', async () => {
  const { host, must, messages } = office
  const about = await refused()
  const caseId = await complain(about.number)
  await accept(caseId)
  const extend = async (actor: Actor) => {
    const extension = { kind: 'extendTerm', amount: 10, ground: 'information', reason: 'Зертханадан жауап күтілуде.' } as const
    return host.act(caseId, { ...extension, taskId: await office.taskOf(caseId) }, actor)
  }
  // The three days of the body complained of are not the higher body's twenty.
  expect(codeOf(await extend(DEPUTY))).toBe('wrong-action')
  await answerOfBody(caseId, 'no')
  const before = (await must(host.readCase(caseId, APPLICANT))).total
  const sent = messages.length
  await must(extend(APPEAL))
  await delivered()
  const view = await must(host.readCase(caseId, APPLICANT))
  expect(view.total).toMatchObject({
    former: { due: { due: before.due }, why: 'extended', source: { act: 'services-law', item: '25(4)' } },
  })
  expect(view.total.due > before.due).toBe(true)
  const line = view.history.find(({ event }) => event === 'termExtended')
  expect(line?.text.kk).toMatch(/қосымша ақпарат қажет\. Зертханадан жауап күтілуде\./)
  expect(JSON.stringify(messages.slice(sent))).toContain('қосымша ақпарат қажет')
  expect(codeOf(await extend(APPEAL))).toBe('term-extended-already')
})

test('whom the complainant names, or whose stage they choose, has no task of the complaint; the only one of a unit is passed over', async () => {
  const { host, must } = office
  const about = await office.register()
  const requestNumber = await office.numberOf(about)
  const heads = `${edition.regulation.authority.id} head`
  const [head, deputy] = [named('head-1', 'Әбілов Дәурен'), { ...named('head-2', 'Сағындықова Айдана'), iin: AIGERIM.iin! }]
  const conduct = (more: Readonly<Record<string, string>>) => complain(requestNumber, { about: 'conduct', ...more })
  const stepsOf = async (caseId: string, actor: Actor) =>
    (await host.listTasks(actor)).tasks.filter((task) => task.caseId === caseId).map(({ stepId }) => stepId)

  directory.set(heads, [head, deputy])
  const byName = await conduct({ official: 'Әбіловке' })
  await accept(byName)
  expect(await stepsOf(byName, STAFF.head)).toEqual([])
  expect(await stepsOf(byName, DEPUTY)).toEqual(['K2'])
  // By the address of the task: they see the complaint and nothing to do, and what they send is refused with the reason.
  expect(await must(host.readCase(byName, STAFF.head))).toMatchObject({ tasks: [], state: { barred: { officials: ['head-1'] } } })
  const satisfied = { kind: 'writeWork', values: { satisfiesWholly: 'yes', position: 'Дұрыс емес.' }, files: [] } as const
  expect(await host.act(byName, { ...satisfied, taskId: await office.taskOf(byName) }, STAFF.head)).toMatchObject({
    code: 'complained-of',
    source: { act: 'administrative-code', item: '97(2)' },
  })
  // The complainant learns that it is so, and no id of anybody.
  const own = await must(host.readCase(byName, APPLICANT))
  expect([own.state.barred, own.history.some(({ event }) => event === 'officialsBarred')]).toEqual([undefined, true])
  await must(host.withdraw(byName, { reason: '' }, APPLICANT))

  // The same person in another post is the same person, and where nobody is left the higher body considers it at once.
  directory.set(heads, [head, { ...deputy, iin: head.iin }])
  const byPost = await conduct({ official: 'Әбілов' })
  await accept(byPost)
  expect(await stepsOf(byPost, APPEAL)).toEqual(['K5'])
  expect(await stepsOf(byPost, DEPUTY)).toEqual([])
  await must(host.withdraw(byPost, { reason: '' }, APPLICANT))

  // Not the name but the stage: who took the request in does not enter the complaint in the journal.
  await accept(about)
  const byStage = await conduct({ officialPost: 'reception' })
  const entry = { kind: 'accept', taskId: await office.taskOf(byStage) } as const
  expect(codeOf(await host.act(byStage, entry, STAFF.clerk))).toBe('complained-of')
  await must(host.act(byStage, entry, STAFF.clerk2))
  await must(host.withdraw(byStage, { reason: '' }, APPLICANT))

  // Who it was is not known: nobody is barred, and the complaint is considered all the same.
  expect((await must(host.readCase(await conduct({ official: 'білмеймін' }), STAFF.head))).state.barred).toBeUndefined()
  directory.clear()
})
