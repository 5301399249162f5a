// An answer of the applicant that came while nobody could say whether its signature counts: judged later for the instant at which it came,
// dropped, given up; and the house dies in between.
import { canonicalJson, isRefusal } from '@ruqsat/foundation'
import { signDetached } from '@ruqsat/trust'
import { AIGERIM, issueSigner, type TestSigner } from '@ruqsat/trust/testing'
import type { CorrectionSubmission, Submission } from '@ruqsat/caseflow/host'
import { afterEach, beforeAll, afterAll, describe, expect, test } from 'vitest'
import { APPLICANT, openOffice, PARTY, WELLS, type Office } from './setup.ts'

const HOUR_MS = 3_600_000

let office: Office
beforeAll(async () => {
  office = await openOffice({}, WELLS)
})
afterEach(() => office.silence(false))
afterAll(() => office.close())

const place = (value: string) => [{ title: 'Ұңғыма', fields: [{ id: 'place', label: 'Ұңғыманың орны', value, valueText: value }] }]
const codeOf = (answer: object) => (isRefusal(answer) ? answer.code : (answer as { kind?: string }).kind)

type Asked = { readonly caseId: string; readonly askedId: string; readonly sent: Submission }

/** Taken in, given to an officer. */
async function atOfficer(): Promise<{ readonly caseId: string; readonly sent: Submission }> {
  const { clerk, head } = office.staff
  const sent = await office.submission({ sections: place('Бұлақ көшесі') })
  const { caseId } = await office.must(office.host.register(sent))
  await office.must(office.host.act(caseId, { kind: 'accept', taskId: await office.taskOf(caseId) }, clerk))
  const assign = { kind: 'assign', taskId: await office.taskOf(caseId), officerId: 'officer-1', instruction: '' } as const
  await office.must(office.host.act(caseId, assign, head))
  return { caseId, sent }
}

async function askedToCorrect(): Promise<Asked> {
  const { caseId, sent } = await atOfficer()
  const missing = [{ on: 'field', id: 'place', text: 'Үйдің нөмірі жоқ.' }] as const
  await office.must(office.host.act(caseId, { kind: 'askCorrection', taskId: await office.taskOf(caseId), missing }, office.staff.officer))
  return { caseId, sent, askedId: await askedOf(caseId) }
}

async function asksToObject(): Promise<Asked> {
  const { caseId, sent } = await atOfficer()
  const { officer } = office.staff
  await office.must(office.host.act(caseId, { kind: 'examine', taskId: await office.taskOf(caseId), draft: office.refuse }, officer))
  await office.must(office.host.act(caseId, { kind: 'conclude', taskId: await office.taskOf(caseId), draft: office.refuse }, officer))
  return { caseId, sent, askedId: await askedOf(caseId) }
}

const stateOf = async (caseId: string) => (await office.licensing.caseflow.read(caseId))!.state
const askedOf = async (caseId: string) => (await stateOf(caseId)).asked![0]!.id
const eventsOf = async (caseId: string) => office.licensing.caseflow.events({ authority: office.edition.regulation.authority.id, caseId })
const kindsOf = async (caseId: string) => (await eventsOf(caseId)).map(({ kind }) => kind)
const keptOf = async (caseId: string) => (await office.sql`select 1 from licensing.presented_answer where case_id = ${caseId}`).length

async function signedCorrection({ caseId, askedId, sent }: Asked, signer: TestSigner = office.applicantKey): Promise<CorrectionSubmission> {
  const requestNumber = await office.numberOf(caseId)
  return { ...office.correction(sent, { requestNumber, sections: place('Бұлақ көшесі, 7-үй'), signer }), askedId }
}

async function correct(asked: Asked, signer?: TestSigner) {
  return office.host.correct(asked.caseId, await signedCorrection(asked, signer), APPLICANT)
}

async function object({ caseId, askedId }: Asked) {
  const preparedAt = await office.legalClock.now()
  const requestNumber = await office.numberOf(caseId)
  const words = { schema: 'ruqsat.objection/1', requestNumber, hearing: askedId, text: 'Шұңқыр жабылған.', preparedAt }
  const content = Buffer.from(canonicalJson(words))
  const { key, chain: certificates } = office.applicantKey
  const cmsBase64 = Buffer.from(signDetached({ content, key, certificates, signingTime: preparedAt })).toString('base64')
  const objection = { party: PARTY, contentBase64: content.toString('base64'), cmsBase64 }
  return office.host.answerHearing(caseId, { askedId, objection }, APPLICANT)
}

/** Legal time is past what was asked for, and the timers have run. */
async function passTime(caseId: string): Promise<void> {
  const due = (await stateOf(caseId))
    .asked!.map((asked) => asked.due)
    .toSorted()
    .at(-1)!
  await office.legalClock.advance(new Date(Date.parse(due) + 26 * HOUR_MS).toISOString(), 'test')
  while ((await office.licensing.caseflow.runTimers()) > 0);
}

/** What is due in the outbox, after any pause of it. */
async function runOutbox(): Promise<void> {
  office.technicalClock.forwardMs(5 * HOUR_MS)
  while ((await office.licensing.caseflow.runOutbox()) > 0);
}

/** The outage outlasts every try. */
async function untilGivenToAPerson() {
  for (let tries = 0; tries < 20; tries += 1) await runOutbox()
  return office.host.listIncidents(office.staff.head)
}

/** The database refuses the next change of this table, once: as where the house dies there. */
async function cutAt(table: string, event: string, during: () => Promise<unknown>): Promise<void> {
  await office.sql.unsafe(
    `create or replace function licensing.cut() returns trigger language plpgsql as $$ begin raise exception 'cut'; end $$`,
  )
  await office.sql.unsafe(`create trigger cut before ${event} on ${table} for each row execute function licensing.cut()`)
  await during().finally(() => office.sql.unsafe(`drop trigger cut on ${table}`))
}

describe('a correction that was handed in during an outage', () => {
  test('is kept once, waits past its time, and is taken as of the instant at which it came', async () => {
    const asked = await askedToCorrect()
    const { caseId } = asked
    office.silence(true)
    const at = await office.legalClock.now()
    const again = await signedCorrection(asked)
    const send = () => office.host.correct(caseId, again, APPLICANT)
    expect([await send(), await send()]).toEqual([
      { kind: 'waiting', isKept: true },
      { kind: 'waiting', isKept: true },
    ])
    expect(await keptOf(caseId)).toBe(1)
    await passTime(caseId)
    await runOutbox()
    const waiting = await stateOf(caseId)
    expect([waiting.tasks, waiting.asked?.[0]?.presented?.at === undefined]).toEqual([[], false])
    office.silence(false)
    await runOutbox()
    const state = await stateOf(caseId)
    const presentedAt = (await eventsOf(caseId)).find(({ kind }) => kind === 'answerPresented')!.at
    expect(presentedAt >= at).toBe(true)
    expect(state).toMatchObject({ asked: [], stops: [{ to: presentedAt }], tasks: [{ stepId: 'W3', assignee: 'officer-1' }] })
    expect(
      await office.sql`select received_at::text = ${presentedAt}::timestamptz::text as same from licensing.request_version
      where case_id = ${caseId} and request_sha256 = ${state.correctedSha256!}`,
    ).toEqual([{ same: true }])
    expect([await keptOf(caseId), (await kindsOf(caseId)).filter((kind) => kind === 'correctionGiven').length]).toEqual([0, 1])
    // The same page, sent once more: it is taken already.
    expect(isRefusal(await send())).toBe(false)
  })

  test('is dropped where its signature does not count: the applicant is informed, and the time that passed meanwhile is over', async () => {
    const asked = await askedToCorrect()
    const { caseId } = asked
    const lost = await issueSigner(office.trust, AIGERIM)
    await office.trust.authority.revokeCertificate(lost.serial, 'key-compromise', await office.legalClock.now())
    office.silence(true)
    expect(codeOf(await correct(asked, lost))).toBe('waiting')
    await passTime(caseId)
    office.silence(false)
    office.messages.length = 0
    await runOutbox()
    expect((await eventsOf(caseId)).at(-1)).toMatchObject({ kind: 'answerDropped', code: 'trust.signature-revoked', isOver: true })
    expect(office.messages.map(({ to }) => to)).toContain(PARTY.email)
    expect(await keptOf(caseId)).toBe(0)
    while ((await office.licensing.caseflow.runTimers()) > 0);
    expect(await kindsOf(caseId)).toContain('correctionMissed')
    expect((await stateOf(caseId)).draft).toMatchObject({ decision: 'refuse', groundIds: ['notCorrected'] })
  })

  test('can be given up by a head, who says why: the answer ends with the incident, in one transaction or not at all', async () => {
    const asked = await askedToCorrect()
    const { caseId } = asked
    office.silence(true)
    expect(codeOf(await correct(asked))).toBe('waiting')
    const [incident, ...others] = await untilGivenToAPerson()
    expect([incident?.caseId, incident?.neighbour, others]).toEqual([caseId, 'answer', []])
    const { head, clerk } = office.staff
    const settle = (actor = head) =>
      office.host.settleIncident({ incidentId: incident!.incidentId, how: 'abandoned', reason: 'Он күн жауап жоқ' }, actor)
    expect(codeOf(await settle(clerk))).toBe('not-your-role')
    const before = await kindsOf(caseId)
    // Cut off at each row that it writes: nothing of it is there, and the head does the same again.
    for (const [table, event] of [
      ['licensing.event', 'insert'],
      ['licensing.outbox', 'update'],
      ['licensing.incident', 'update'],
      ['licensing.presented_answer', 'delete'],
    ] as const) {
      await cutAt(table, event, () => expect(settle(), table).rejects.toThrow())
      expect([await kindsOf(caseId), await keptOf(caseId), (await office.host.listIncidents(head)).length], table).toEqual([before, 1, 1])
    }
    expect(isRefusal(await settle())).toBe(false)
    expect((await eventsOf(caseId)).slice(before.length)).toMatchObject([
      { kind: 'incidentSettled', how: 'abandoned', reason: 'Он күн жауап жоқ', actor: head },
      { kind: 'answerDropped', code: 'abandoned', actor: head },
    ])
    expect([await keptOf(caseId), await office.host.listIncidents(head), (await stateOf(caseId)).asked?.[0]?.presented]).toEqual([
      0,
      [],
      undefined,
    ])
    expect(codeOf(await settle())).toBe('incident-over')
    // The time for it goes on: signed once more, it is taken.
    office.silence(false)
    expect(isRefusal(await correct(asked))).toBe(false)
    expect((await stateOf(caseId)).asked).toEqual([])
  })

  test('is judged once, wherever the house dies between handing in and judging', async () => {
    const asked = await askedToCorrect()
    const { caseId } = asked
    office.silence(true)
    // Not kept: the page says that it failed, and the same bytes are sent again.
    await cutAt('licensing.presented_answer', 'insert', () => expect(correct(asked)).rejects.toThrow())
    expect([await keptOf(caseId), await kindsOf(caseId)]).toEqual([0, expect.not.arrayContaining(['answerPresented'])])
    expect(codeOf(await correct(asked))).toBe('waiting')
    await passTime(caseId)
    office.silence(false)
    // Judged, and cut off before anything is written; then after it, before the message counts as delivered.
    await cutAt('licensing.event', 'insert', runOutbox)
    expect([await keptOf(caseId), (await stateOf(caseId)).asked?.length]).toEqual([1, 1])
    await cutAt('licensing.outbox', 'update of delivered_at', () => expect(runOutbox()).rejects.toThrow())
    expect((await stateOf(caseId)).asked).toEqual([])
    await runOutbox()
    expect((await kindsOf(caseId)).filter((kind) => ['answerPresented', 'correctionGiven', 'answerDropped'].includes(kind))).toEqual([
      'answerPresented',
      'correctionGiven',
    ])
    expect([await keptOf(caseId), (await office.licensing.health()).outbox]).toEqual([0, expect.objectContaining({ stuck: 0, waiting: 0 })])
  })
})

describe('an objection that was handed in during an outage', () => {
  test('holds the hearing open, and reaches who drafted the refusal', async () => {
    const asked = await asksToObject()
    const { caseId } = asked
    office.silence(true)
    expect(codeOf(await object(asked))).toBe('waiting')
    await passTime(caseId)
    await runOutbox()
    expect((await stateOf(caseId)).tasks).toEqual([])
    office.silence(false)
    await runOutbox()
    expect(await kindsOf(caseId)).toContain('objectionGiven')
    expect((await stateOf(caseId)).tasks).toMatchObject([{ stepId: 'W4', assignee: 'officer-1' }])
    expect(await keptOf(caseId)).toBe(0)
  })
})

test('whatever became of the answers, every case can be proved', async () => {
  expect((await office.licensing.audit(office.outside)).faults).toEqual([])
})
