import { z } from 'zod'
import { API_SCOPES } from '../clients/scopes.ts'
import { NONE, operation } from '../http/operation.ts'
import texts from '../texts.yaml'

export const clientOperations = [
  operation({
    id: 'readClient',
    method: 'get',
    path: '/client',
    summary: texts.operations.readClient,
    description: 'Who the caller is here, and what its token opens: for a first call. Any token will do.',
    scope: 'any',
    params: NONE,
    query: NONE,
    answer: z
      .object({
        id: z.string(),
        name: z.string(),
        owner: z.object({ kind: z.enum(['nobody', 'firm', 'authority']), id: z.string().optional() }),
        scopes: z.array(z.enum(API_SCOPES)).meta({ description: 'What the client may ask for.' }),
      })
      .meta({ id: 'Client' }),
    run: async ({ client }) => ({ ...client!, scopes: [...client!.scopes] }),
  }),
]
