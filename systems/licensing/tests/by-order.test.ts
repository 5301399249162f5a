// The head is on leave: another signs by an order. What the paper, the history and the record say of it.
import { actingPosition } from '@ruqsat/documents'
import { auditVerify } from '@ruqsat/caseflow'
import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, STAFF, type Office } from './setup.ts'

const order = { number: '12-к', date: '2026-11-20', why: 'leave', from: '2026-11-23', until: '2026-12-04', signs: true } as const
/** Has the key of the head of a firm; acts for the second head of the department. */
const acting = { ...STAFF.head, onBehalfOf: { id: STAFF.head2.id, role: 'head', order } } as const

let office: Office
let isKept = true
beforeAll(async () => {
  office = await openOffice({ actsByOrder: async () => isKept })
})
afterAll(() => office?.close())

test('the paper names who signed, in whose post, by which order; the history and the events say the same', async () => {
  const { caseId, taskId } = await office.toSignature()
  const prepared = await office.must(office.host.prepareResult(caseId, taskId, acting))
  // The same person in their own post has another paper.
  const own = await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
  expect(own.documentId).not.toBe(prepared.documentId)
  const again = await office.must(office.host.prepareResult(caseId, taskId, acting))
  const cms = await office.signPrepared(again.documentId, again.byteRange)
  const view = await office.must(office.host.signResult(caseId, taskId, again.documentId, cms, acting))
  const [row] = await office.sql<{ position: { kk: string } }[]>`
    select signer_position as position from licensing.document where document_id = ${again.documentId}`
  expect(row!.position.kk.replaceAll('\u00a0', ' ')).toBe('Басқарма басшысы (міндетін атқарушы, 2026 жылғы 20 қараша № 12-к бұйрық)')
  expect(row!.position).toEqual(
    actingPosition({ kk: 'Басқарма басшысы', ru: 'Руководитель управления', en: 'Head of the department' }, order),
  )
  expect(view.history.findLast(({ event }) => event === 'resultSigned')).toMatchObject({
    by: 'Әбілов Дәурен',
    byOrder: { absent: 'Сағындықова Әйгерім', order: { number: '12-к' } },
  })
  const events = await office.licensing.caseflow.events({ authority: STAFF.head.authority, caseId })
  expect(events.findLast(({ kind }) => kind === 'resultSigned')?.actor).toEqual(acting)

  const audit = (isKeptOrder: () => boolean) => auditVerify({ sql: office.sql, schema: 'licensing', isKeptOrder })
  expect((await audit(() => true)).faults).toEqual([])
  const { faults } = await audit(() => false)
  expect(faults[0]).toMatchObject({ kind: 'order-unknown', caseId, detail: expect.stringContaining('by order 12-к') })
})

test('an order that the directory no longer keeps opens nothing and signs nothing', async () => {
  const { caseId, taskId } = await office.toSignature()
  const prepared = await office.must(office.host.prepareResult(caseId, taskId, acting))
  const cms = await office.signPrepared(prepared.documentId, prepared.byteRange)
  isKept = false
  const answer = await office.host.signResult(caseId, taskId, prepared.documentId, cms, acting)
  expect(isRefusal(answer) && answer.code).toBe('licensing.order-ended')
  const read = await office.host.readCase(caseId, acting)
  expect(isRefusal(read) && read.code).toBe('licensing.order-ended')
  expect(await office.host.listTasks(acting)).toMatchObject({ total: 0 })
  expect(await office.host.listTasksOfAuthority(acting)).toMatchObject({ total: 0 })
  isKept = true
  expect((await office.host.listTasks([STAFF.clerk, acting])).tasks.map((task) => task.caseId)).toContain(caseId)
  expect((await office.licensing.caseflow.read(caseId))!.state.signed).toBeNull()
})

test('a paper that names one order is not signed by another, also where nobody prepared it again', async () => {
  const { caseId, taskId } = await office.toSignature()
  const prepared = await office.must(office.host.prepareResult(caseId, taskId, acting))
  const cms = await office.signPrepared(prepared.documentId, prepared.byteRange)
  const sign = (actor: typeof acting | typeof STAFF.head) => office.host.signResult(caseId, taskId, prepared.documentId, cms, actor)
  const other = { ...acting, onBehalfOf: { ...acting.onBehalfOf, order: { ...order, number: '13-к' } } }
  for (const actor of [other as unknown as typeof acting, STAFF.head])
    expect(await sign(actor)).toMatchObject({ code: 'licensing.signer-differs' })
  expect((await office.must(sign(acting))).state.signed).not.toBeNull()
})

test('a paper that could not be set is an incident until it can', async () => {
  const { caseId, taskId } = await office.toSignature()
  office.breakNext('render')
  await expect(office.host.prepareResult(caseId, taskId, STAFF.head)).rejects.toThrow('render was killed')
  expect(await office.host.listIncidents(STAFF.head)).toMatchObject([
    { kind: 'paper', caseId, neighbour: 'typesetting', error: 'render was killed' },
  ])
  expect(await office.host.listIncidents(STAFF.officer)).toEqual([])
  await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
  expect(await office.host.listIncidents(STAFF.head)).toEqual([])
})
