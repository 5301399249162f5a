// The office of a made-up act whose numbers are extended, corrected and revoked, with a case that is led to its end by whoever has its task.
import { createHash, randomBytes } from 'node:crypto'
import type { SignedRequest } from '@ruqsat/documents'
import type { Actor } from '@ruqsat/engine'
import { FIRM_HEAD } from '@ruqsat/trust/testing'
import type { LicensingDeps, StaffRecord } from '../index.ts'
import { APPLICANT, HIVES, openOffice } from './setup.ts'

const position = { kk: 'Инспектор', ru: 'Инспектор', en: 'Inspector' }
/** Whoever signs does it with the one key of the tests. */
const staff = async (id: string): Promise<StaffRecord> => ({
  id,
  iin: FIRM_HEAD.iin!,
  name: 'Әбілов Дәурен' as StaffRecord['name'],
  position,
})

export async function openHives(overrides: Partial<LicensingDeps> = {}) {
  const office = await openOffice({ staff, ...overrides }, HIVES)

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

  /** From the request to the signed result. */
  async function granted(variant: string, answers: Readonly<Record<string, string>>, party = {}) {
    const { caseId } = await office.must(office.host.register(await office.submission({ variant, sections: sections(answers), party })))
    return carried(caseId)
  }

  /** To the end of its procedure, by grants; answers with the number that its result bears and what its paper states. */
  async function carried(caseId: string) {
    await carriedTo(caseId, null)
    const { state } = await office.must(office.host.readCase(caseId, APPLICANT))
    return { caseId, number: state.signed === null ? null : await numberOf(caseId), status: state.status, paper: office.printed.at(-1)! }
  }

  /** To the task of this action, or to the end. */
  async function carriedTo(caseId: string, last: string | null) {
    const { host, must } = office
    const draft = { decision: 'grant', groundIds: [], explanation: '' } as const
    for (let task = await taskOf(caseId); task !== null && task.action !== last; task = await taskOf(caseId)) {
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
      await nothingToObject(caseId)
    }
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

  async function numberOf(caseId: string): Promise<string | null> {
    const [row] = await office.sql<{ number: string }[]>`
    select number from licensing.document where case_id = ${caseId} and number is not null order by prepared_at desc limit 1`
    return row?.number ?? null
  }

  /** Signs what waits for a signature at the one open task. */
  async function signTask(caseId: string) {
    const { taskId, actor } = (await taskOf(caseId))!
    await sign(caseId, taskId, actor)
  }

  /** The holder has nothing to object to the draft that they are asked about. */
  async function nothingToObject(caseId: string) {
    const [asked] = (await stateOf(caseId)).asked ?? []
    if (asked !== undefined) await office.must(office.host.answerHearing(caseId, { askedId: asked.id, objection: null }, APPLICANT))
  }

  return { office, granted, carried, carriedTo, taskOf, signTask, nothingToObject }
}
