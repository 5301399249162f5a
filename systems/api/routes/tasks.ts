// Open work of an authority. Read only: who decides is a person, and most of what is done is signed.
import { MOST_COUNTED, type TaskSummary } from '@ruqsat/caseflow/host'
import { Fault, isInstant } from '@ruqsat/foundation'
import { z } from 'zod'
import type { ApiParts } from '../deps.ts'
import { MOST_PER_PAGE, NONE, operation, PAGE_QUERY, pageOf } from '../http/operation.ts'
import { refuseApi } from '../refusals.ts'
import type { ApiClient } from '../store/clients.ts'
import texts from '../texts.yaml'
import { variantIn } from './services.ts'
import { instant, localText } from './shapes.ts'

const task = z
  .object({
    id: z.string(),
    requestNumber: z.string(),
    service: z.string().meta({ description: '`regulation/variant`.' }),
    step: z.object({ id: z.string(), name: localText }),
    openedAt: instant,
    startedAt: instant,
    dueAt: instant.nullable(),
    isLate: z.boolean(),
    officer: z.string().nullable().meta({ description: 'Who has it, by id; null where nobody has it by name.' }),
  })
  .meta({ id: 'Task' })

const count = z.object({ open: z.number().int(), late: z.number().int() })

export const taskOperations = [
  operation({
    id: 'listTasks',
    method: 'get',
    path: '/tasks',
    summary: texts.operations.listTasks,
    description:
      'Open tasks of the authority that the client belongs to, by due date. No applicant is named. Nothing can be done here: an official decides, and signs.',
    scope: 'tasks.read',
    params: NONE,
    query: z.strictObject({ ...PAGE_QUERY, late: z.enum(['true']).optional().meta({ description: 'Only what is late.' }) }),
    answer: pageOf(task),
    async run({ parts, client, query }) {
      const after = query.after === undefined ? undefined : placeFrom(query.after)
      if (after === null) return refuseApi('page-unknown', { field: 'after' })
      const { hosts, legalClock } = parts.deps
      const asked = {
        limit: Math.min(query.limit, MOST_PER_PAGE),
        now: await legalClock.now(),
        ...(after && { after }),
        ...(query.late && { late: true as const }),
      }
      const page = await hosts[0]!.listTasksOfAuthority(headOf(client), asked)
      return { items: page.tasks.map((each) => taskOf(parts, each)), next: page.next && `${page.next.key}~${page.next.id}` }
    },
  }),
  operation({
    id: 'countTasks',
    method: 'get',
    path: '/tasks/counts',
    summary: texts.operations.countTasks,
    description: `How much is open and how much of it is late, by service and by step. Counted to ${MOST_COUNTED} at least; \`isCut\` says that there is more.`,
    scope: 'tasks.read',
    params: NONE,
    query: NONE,
    answer: count
      .extend({
        byService: z.array(count.extend({ service: z.string() })),
        byStep: z.array(count.extend({ step: z.string() })),
        isCut: z.boolean(),
      })
      .meta({ id: 'TaskCounts' }),
    async run({ parts, client }) {
      const load = await parts.deps.hosts[0]!.loadOfAuthority(headOf(client))
      return { ...load, byService: [...load.byService], byStep: [...load.byStep] }
    },
  }),
]

/** Reads what a head of the authority sees. No act of a person is ever made by it. */
function headOf(client: ApiClient | null) {
  if (client?.owner.kind !== 'authority')
    throw new Fault(`Expected a client of an authority behind the scope but it is of ${client?.owner.kind ?? 'nobody'}`)
  return { kind: 'staff', id: `client ${client.id}`, role: 'head', authority: client.owner.id } as const
}

/** As `next` of a page has it: an instant, or `infinity` behind everything that is due, and the id of a task. */
function placeFrom(text: string): { readonly key: string; readonly id: string } | null {
  const [, key, id] = /^(infinity|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([\w-]+)$/.exec(text) ?? []
  return key === undefined || id === undefined || (key !== 'infinity' && !isInstant(key)) ? null : { key, id }
}

function taskOf(parts: ApiParts, summary: TaskSummary): z.output<typeof task> {
  const place = variantIn(parts, summary.editionHash, summary.variantId)
  const step = place?.variant.procedure.steps.find(({ id }) => id === summary.stepId)
  return {
    id: summary.taskId,
    requestNumber: summary.requestNumber,
    service: `${place?.edition.regulation.id ?? ''}/${summary.variantId}`,
    step: { id: summary.stepId, name: step?.name ?? texts.step.unknown },
    openedAt: summary.openedAt,
    startedAt: summary.startedAt,
    dueAt: summary.due?.due ?? null,
    isLate: summary.late,
    officer: summary.assignee,
  }
}
