// An error that was corrected does not come back: an extension and a reissue state what the register has, though their request says the former.
import { createHash, randomBytes } from 'node:crypto'
import type { SignedRequest } from '@ruqsat/documents'
import type { Actor } from '@ruqsat/engine'
import { orFault, parseLicenceNumber } from '@ruqsat/foundation'
import { FIRM_HEAD } from '@ruqsat/trust/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffRecord } from '../index.ts'
import { APPLICANT, HIVES, openOffice, PARTY, type Office } from './setup.ts'

const position = { kk: 'Инспектор', ru: 'Инспектор', en: 'Inspector' }
/** Whoever signs does it with the one key of the tests. */
const staff = async (id: string): Promise<StaffRecord> => ({
  id,
  iin: FIRM_HEAD.iin!,
  name: 'Әбілов Дәурен' as StaffRecord['name'],
  position,
})

let office: Office
beforeAll(async () => {
  office = await openOffice({ staff }, HIVES)
})
afterAll(() => office.close())

const WRONG = 'Гүлді сай, 7-учаске'
const RIGHT = 'Гүлді сай, 17-учаске'
const RIGHT_NAME = 'Сағындықова Әйгерім Қайратқызы (дұрысы)'

const sections = (answers: Readonly<Record<string, string>>): SignedRequest['sections'] => [
  { title: 'Омарта', fields: Object.entries(answers).map(([id, value]) => ({ id, label: id, value, valueText: value })) },
]
const stateOf = async (caseId: string) => (await office.licensing.caseflow.read(caseId))!.state

/** The one task of the case, and somebody who may do it. */
async function taskOf(caseId: string) {
  const { tasks, opening } = await stateOf(caseId)
  const [task] = tasks
  if (task === undefined) return null
  const { regulation } = office.edition
  const { steps } = regulation.variants.find(({ id }) => id === opening!.variant)!.procedure
  const unit = regulation.units.find(({ id }) => id === task.unit)!
  const authority = unit.kind === 'outside' ? unit.id : regulation.authority.id
  const actor = { kind: 'staff', id: task.assignee ?? `${task.role}-1`, role: task.role, authority } as Actor & { kind: 'staff' }
  return { taskId: task.id, action: steps.find(({ id }) => id === task.stepId)!.action, actor }
}

/** From the request to the signed result; answers with the number that it bears and what its paper states. */
async function granted(variant: string, answers: Readonly<Record<string, string>>, party = {}) {
  const { host, must } = office
  const { caseId } = await must(host.register(await office.submission({ variant, sections: sections(answers), party })))
  const draft = { decision: 'grant', groundIds: [], explanation: '' } as const
  for (let task = await taskOf(caseId); task !== null; task = await taskOf(caseId)) {
    const { taskId, action, actor } = task
    if (action === 'accept') await must(host.act(caseId, { kind: 'accept', taskId }, actor))
    else if (action === 'assign') await must(host.act(caseId, { kind: 'assign', taskId, officerId: 'officer-1', instruction: '' }, actor))
    else if (action === 'examine') await must(host.act(caseId, { kind: 'examine', taskId, draft }, actor))
    else if (action === 'conclude') await must(host.act(caseId, { kind: 'conclude', taskId, draft }, actor))
    else if (action === 'approve') await must(host.act(caseId, { kind: 'approve', taskId, opinion: 'agrees', reason: '' }, actor))
    else if (action === 'handOver') await must(host.act(caseId, { kind: 'handOver', taskId }, actor))
    else if (action === 'visit' && (await stateOf(caseId)).works === undefined)
      await must(host.act(caseId, { kind: 'writeWork', taskId, ...(await minutes()) }, actor))
    else await sign(caseId, taskId, actor)
  }
  const { state } = await must(host.readCase(caseId, APPLICANT))
  return { caseId, number: state.signed === null ? null : await numberOf(caseId), paper: office.printed.at(-1)! }
}

async function minutes() {
  const bytes = randomBytes(32)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await office.host.storeAttachment({ authority: office.edition.regulation.authority.id, sha256, bytes })
  const file = { slot: 'photos', name: 'a.pdf', mediaType: 'application/pdf', sizeBytes: bytes.length, sha256 }
  return { values: { visitedOn: '2026-11-20', hivesSeen: '37', distanceKept: 'yes', remarks: '' }, files: [file] }
}

async function sign(caseId: string, taskId: string, actor: Actor) {
  const { documentId, byteRange } = await office.must(office.host.prepareResult(caseId, taskId, actor))
  const { bytesBase64 } = await office.must(office.host.readDocument(documentId, actor))
  const cms = office.signBytes(Buffer.from(bytesBase64, 'base64'), byteRange)
  await office.must(office.host.signResult(caseId, taskId, documentId, cms, actor))
}

async function numberOf(caseId: string): Promise<string> {
  const [row] = await office.sql<{ number: string }[]>`
    select number from licensing.document where case_id = ${caseId} and number is not null order by prepared_at desc limit 1`
  return row!.number
}

const entryOf = async (number: string) => (await office.licensing.publicRegister.find(orFault(parseLicenceNumber(number))))!
const holderOf = async (number: string) =>
  (
    await office.sql<{ name: string }[]>`select p.data->>'name' as name from licensing.licence l
    join licensing.party p on p.authority = l.authority and p.digest = l.holder_ref where l.number = ${number}`
  )[0]!.name

test('an extension and a reissue of a corrected number print what is right, and the register has it; what is new is printed as it is asked for', async () => {
  const first = await granted('issue', { place: WRONG, hiveCount: '40', race: 'steppe' })
  const number = first.number!
  expect(first.paper.values['place']?.kk).toBe(WRONG)
  const asked = { permitNumber: number, hiveCount: '40', race: 'steppe' }
  const corrected = await granted('rectify', { permitNumber: number, rightName: RIGHT_NAME, rightPlace: RIGHT, rightDay: '' })
  expect([corrected.number, corrected.paper.values['place']?.kk, corrected.paper.holder.name]).toEqual([number, RIGHT, RIGHT_NAME])

  // The account still says the former name, and the applicant copied the former place.
  const extended = await granted('prolong', { ...asked, place: WRONG })
  expect([extended.number, extended.paper.values['place']?.kk, extended.paper.holder.name]).toEqual([number, RIGHT, RIGHT_NAME])
  expect(await holderOf(number)).toBe(RIGHT_NAME)
  // What the applicant signed stays as it is.
  const { request } = await office.must(office.host.readCase(extended.caseId, APPLICANT))
  expect(JSON.stringify(request)).toContain(WRONG)

  // The paper that is corrected next says what is right already: there is nothing to correct in it.
  const same = await office.licensing.publicRegister.earlier({
    editionHash: office.edition.hash,
    variant: 'rectify',
    holder: PARTY,
    answers: { permitNumber: number, rightPlace: RIGHT },
  })
  expect(same).toMatchObject({ code: 'licensing.paper-not-corrected' })

  const replaced = await granted('replace', { ...asked, place: `  ${WRONG} ` })
  expect(replaced.number).not.toBe(number)
  expect([replaced.paper.values['place']?.kk, replaced.paper.holder.name, await holderOf(replaced.number!)]).toEqual([
    RIGHT,
    RIGHT_NAME,
    RIGHT_NAME,
  ])
  expect((await entryOf(number)).status).toBe('replaced')

  // Another place and another name are no error.
  const moved = await granted('replace', { ...asked, permitNumber: replaced.number!, place: 'Қызыл жар' }, { name: 'Жаңа Әйгерім' })
  expect([moved.paper.values['place']?.kk, moved.paper.holder.name, await holderOf(moved.number!)]).toEqual([
    'Қызыл жар',
    'Жаңа Әйгерім',
    'Жаңа Әйгерім',
  ])
  expect((await office.licensing.audit(office.outside)).faults).toEqual([])
})
