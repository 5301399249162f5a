// The journal: what happened with what is the client's, in one order.
import { z } from 'zod'
import { clientOfSomebody } from '../clients/owner.ts'
import { eventShape, eventShown } from '../events/shown.ts'
import { EVENT_TYPES } from '../events/types.ts'
import { NONE, operation, PAGE_QUERY } from '../http/operation.ts'
import { refuseApi } from '../refusals.ts'
import { journalEnds, listEvents } from '../store/events.ts'
import texts from '../texts.yaml'

export const eventOperations = [
  operation({
    id: 'listEvents',
    method: 'get',
    path: '/events',
    summary: texts.operations.listEvents,
    description:
      'What happened with the requests, results and payments of the firm, or with those and the tasks of the authority, that the client belongs to. One order: what comes later has a greater number, and nothing is ever put in before what was read. Kept for 90 days.',
    scope: 'events.read',
    statuses: { 'api.events-forgotten': 410 },
    params: NONE,
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional()
        .meta({ description: 'The `next` of the answer before; from the oldest that is kept where it is left out.' }),
      limit: PAGE_QUERY.limit,
      type: z.enum(EVENT_TYPES).optional(),
    }),
    answer: z
      .object({
        items: z.array(eventShape),
        next: z.string().meta({ description: 'What `after` has to be next time, also where nothing came.' }),
        isMore: z.boolean().meta({ description: 'Whether there is more at once.' }),
      })
      .meta({ id: 'EventPage' }),
    async run({ parts: { deps }, client, query: { after = null, limit, type } }) {
      const { owner } = clientOfSomebody(client)
      const { sql } = deps.database
      // Before the events: whatever comes in between is read now or the next time.
      const { last, forgotten } = await journalEnds(sql)
      if (after !== null && Number(after) > last) return refuseApi('page-unknown', { field: 'after' })
      if (after !== null && Number(after) < forgotten)
        return refuseApi('events-forgotten', { field: 'after', facts: { oldest: forgotten } })
      const place = after === null ? forgotten : Number(after)
      const found = await listEvents(sql, owner, { after: place, limit: limit + 1, type })
      const shown = found.slice(0, limit)
      const isMore = found.length > limit
      const end = isMore ? shown.at(-1)!.sequence : Math.max(last, found.at(-1)?.sequence ?? 0)
      const reader = { origin: deps.site.site.origin, owner: owner.kind }
      return { items: shown.map((event) => eventShown(event, reader)), next: String(end), isMore }
    },
  }),
]
