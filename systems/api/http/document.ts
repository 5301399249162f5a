// The OpenAPI document (3.1), made from the operations. Loaded where somebody asks for it.
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi'
import { MACHINE_SCOPES } from '../clients/scopes.ts'
import { API_PATH, IDENTITY_PATH } from '../deps.ts'
import texts from '../texts.yaml'
import type { ApiOperation } from './operation.ts'
import { PROBLEM_TYPE, problemShape } from './problem.ts'
import { tagOf } from './tags.ts'

const keyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(8)
    .max(200)
    .meta({ description: 'Made by the caller, the same for the same wish: a repeated call gets the same answer for a day.' }),
})

/** `version`: of this door, not of the house. `origin`: the installation's public address. */
export function documentOf(
  operations: readonly ApiOperation[],
  { origin, version }: { readonly origin: string; readonly version: string },
) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const one of operations) (paths[one.path] ??= {})[one.method] = pathItem(one)
  const scopes = Object.fromEntries(MACHINE_SCOPES.map((scope) => [scope, texts.scopes[scope].en]))
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: texts.document.title.en,
      version,
      description: texts.document.description.en,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${origin}${API_PATH}` }],
    tags: [...new Set(operations.map(tagOf))].map((name) => ({ name, description: texts.tags[name].en })),
    paths: paths as ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        client: {
          type: 'oauth2',
          description: texts.document.client.en,
          flows: { clientCredentials: { tokenUrl: `${origin}${IDENTITY_PATH}/token`, scopes } },
        },
      },
    },
  })
}

function pathItem(one: ApiOperation): ZodOpenApiOperationObject {
  const { id, summary, description, scope, params, query, body, isKeyed } = one
  return {
    operationId: id,
    summary: summary.en,
    description,
    tags: [tagOf(one)],
    security: scope === null ? [] : [{ client: scope === 'any' ? [] : [scope] }],
    requestParams: { path: params, query, ...(isKeyed && { header: keyHeader }) },
    ...(body && { requestBody: { required: true, content: { [body.mediaType]: { schema: body.shape } } } }),
    responses: responsesOf(one),
  }
}

function responsesOf(one: ApiOperation): ZodOpenApiResponsesObject {
  const { answer, makes, scope, params, query, body, isKeyed, statuses = {} } = one
  const problem = (description: string) => ({ description, content: { [PROBLEM_TYPE]: { schema: problemShape } } })
  const hasInput = Object.keys({ ...params.shape, ...query.shape }).length > 0 || body !== undefined || isKeyed === true
  const mayBeMissing = Object.keys(params.shape).length > 0
  return {
    [makes ? '201' : '200']: {
      description: 'Done.',
      content:
        'safeParse' in answer
          ? { 'application/json': { schema: answer } }
          : { [answer.mediaType]: { schema: { type: 'string', format: 'binary' } } },
    },
    ...(hasInput && { '400': problem('What was sent cannot be read; `errors` names each place.') }),
    ...(scope !== null && {
      '401': problem('No token, or one that opens nothing any more.'),
      '403': problem('The token has another scope.'),
    }),
    ...(mayBeMissing && { '404': problem('Nothing of this name, or nothing that this client may see.') }),
    ...Object.fromEntries([...new Set(Object.values(statuses))].map((status) => [String(status), problem('Refused, with the reason.')])),
    ...(hasInput && { '422': problem('Refused, with the reason.') }),
    '429': problem('Too many calls; `Retry-After` says when to go on.'),
  }
}
