// An event as programs see it, in the journal and in what is sent to their web hooks.
import { z } from 'zod'
import type { ClientOwner } from '../clients/scopes.ts'
import { API_PATH } from '../deps.ts'
import { instant } from '../routes/shapes.ts'
import type { KeptApiEvent } from '../store/events.ts'
import { EVENT_TYPES } from './types.ts'

const text = z.string().optional()

export const eventShape = z
  .object({
    sequence: z.number().int().meta({ description: 'Its place in the journal: a later event has a greater one. Take it as `after`.' }),
    id: z.uuid().meta({ description: 'The same in the journal and in `webhook-id`: what has it already was seen.' }),
    type: z.enum(EVENT_TYPES),
    at: instant.meta({ description: 'When it happened, by the clock that terms are counted by.' }),
    authority: z.string(),
    request: z.string().nullable().meta({ description: 'The number of the request; null for payments.' }),
    data: z
      .object({
        regulation: text,
        variant: text,
        isOfOffice: z.boolean().optional().meta({ description: 'The authority opened it by itself.' }),
        step: text.meta({ description: 'The id of the step in the table of the act.' }),
        what: z.enum(['correction', 'hearing']).optional(),
        dueAt: instant.nullable().optional(),
        decision: z.enum(['grant', 'refuse']).optional(),
        number: z.string().nullable().optional().meta({ description: 'Of the licence, permit or certificate.' }),
        earlier: z.string().nullable().optional().meta({ description: 'The number that it was given in place of.' }),
        until: z.iso.date().nullable().optional().meta({ description: 'The last day of what it gave or took.' }),
        status: text,
        orderId: text,
        refundId: text,
        taskId: text,
        unit: text,
        role: text,
        how: text.meta({ description: 'How a task was closed.' }),
      })
      .meta({ description: 'Ids, codes and instants, as far as the type has them. No names, no texts.' }),
    links: z.object({ request: text, payment: text, register: text }).meta({ description: 'Where to read more with this client’s token.' }),
  })
  .meta({ id: 'Event' })
export type EventShown = z.output<typeof eventShape>

export type EventReader = { readonly origin: string; readonly owner: ClientOwner['kind'] }

/** Links lead to what this reader may open. */
export function eventShown({ sequence, id, type, at, authority, request, data }: KeptApiEvent, { origin, owner }: EventReader): EventShown {
  const address = (path: string, key: unknown) => `${origin}${API_PATH}/${path}/${encodeURIComponent(String(key))}`
  const { orderId, number } = data
  const isInRegister = type.startsWith('result.') && typeof number === 'string'
  return {
    sequence,
    id,
    type,
    at,
    authority,
    request,
    data: data as EventShown['data'],
    links: {
      ...(request !== null && owner === 'firm' && { request: address('requests', request) }),
      ...(typeof orderId === 'string' && { payment: address('payments', orderId) }),
      ...(isInRegister && { register: address('register', number) }),
    },
  }
}
