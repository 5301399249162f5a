// A case is given to an officer of the authority who works there, and to nobody else.
import { isRefusal, wordsOf } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LicensingDeps } from '../index.ts'
import { openOffice, START, type Office } from './setup.ts'

const AUTHORITY = 'aktobe-agriculture'
type Post = NonNullable<Awaited<ReturnType<NonNullable<LicensingDeps['post']>>>>
const works = (role: Post['role'], authority = AUTHORITY): Post => ({ role, authority, retiredAt: null })
const POSTS: Record<string, Post> = {
  'officer-1': works('officer'),
  'officer-2': works('officer'),
  'head-1': works('head'),
  'clerk-1': works('clerk'),
  stranger: works('officer', 'elsewhere'),
  leaver: { ...works('officer'), retiredAt: START },
}

let office: Office
beforeAll(async () => {
  office = await openOffice({ post: async (id) => POSTS[id] ?? null })
})
afterAll(() => office.close())

const REFUSED = [
  ['nobody', 'licensing.officer-unknown'],
  ['leaver', 'licensing.officer-left'],
  ['head-1', 'licensing.officer-of-another-post'],
  ['clerk-1', 'licensing.officer-of-another-post'],
  ['stranger', 'licensing.officer-of-another-post'],
] as const

test('an assignment and a reassignment name an officer of this authority; who has left, another post or nobody is refused at the field', async () => {
  const { host, must, staff, taskOf } = office
  const caseId = await office.register()
  await must(host.act(caseId, { kind: 'accept', taskId: await taskOf(caseId) }, staff.clerk))
  const assign = async (officerId: string) =>
    host.act(caseId, { kind: 'assign', taskId: await taskOf(caseId), officerId, instruction: '' }, staff.head)
  const reassign = (officerId: string) => host.act(caseId, { kind: 'reassign', officerId, reason: 'Еңбек демалысы' }, staff.head)
  for (const [name, code] of REFUSED) expect(await assign(name)).toMatchObject({ code, field: 'officerId' })
  expect(isRefusal(await assign('officer-1'))).toBe(false)
  for (const [name, code] of REFUSED) expect(await reassign(name)).toMatchObject({ code, field: 'officerId' })
  const before = await office.licensing.caseflow.read(caseId)
  expect([before!.state.officerId, before!.state.tasks[0]!.assignee]).toEqual(['officer-1', 'officer-1'])
  const left = await reassign('leaver')
  expect(isRefusal(left) && wordsOf(left).text.ru).toContain('больше не работает')
  expect(isRefusal(await reassign('officer-2'))).toBe(false)
  // Who may not name anybody learns nothing of who works here.
  const other = { kind: 'reassign', officerId: 'nobody', reason: 'Мен' } as const
  expect(await host.act(caseId, other, staff.officer2)).toMatchObject({ code: 'not-your-role' })
})

test('a case that was given to somebody else before stays as it is, and can be given on', async () => {
  const { host, must, staff, taskOf } = office
  const caseId = await office.register()
  await must(host.act(caseId, { kind: 'accept', taskId: await taskOf(caseId) }, staff.clerk))
  POSTS['was-officer'] = works('officer')
  await must(host.act(caseId, { kind: 'assign', taskId: await taskOf(caseId), officerId: 'was-officer', instruction: '' }, staff.head))
  delete POSTS['was-officer']
  expect((await must(host.readCase(caseId, staff.head))).state.officerId).toBe('was-officer')
  await must(host.act(caseId, { kind: 'reassign', officerId: 'officer-2', reason: 'Қызметкер кетті' }, staff.head))
  expect((await office.licensing.audit(office.outside)).faults).toEqual([])
})
