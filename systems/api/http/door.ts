// The door on the site: tokens, limits, checks of what came, answers and problems. Each operation is a route of its own.
import { hash } from 'node:crypto'
import { laterBy } from '@ruqsat/database'
import { isRefusal, readJson, type Refusal } from '@ruqsat/foundation'
import { RATES, type RateKind } from '@ruqsat/installation'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { z } from 'zod'
import { API_PATH, IDENTITY_PATH, type ApiParts } from '../deps.ts'
import type { KnownCaller } from '../identity/server.ts'
import { refuseApi } from '../refusals.ts'
import { insertAct, keepOutcome, type ApiAct } from '../store/acts.ts'
import { keepAnswer, takeKey } from '../store/answers.ts'
import { attachment } from './file.ts'
import type { ApiFile, ApiOperation } from './operation.ts'
import { languageAsked, problemOf, PROBLEM_CONTENT, sendProblem } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The program that calls; null where it showed no token that counts. */
    apiCaller: KnownCaller | null
    /** The line of this call, from the moment at which it begins to change something. */
    apiAct: number | null
  }
}

const JSON_CONTENT = 'application/json; charset=utf-8'
/** A program that was cut off comes back within a day. */
const KEPT_ANSWERS_MS = 24 * 60 * 60_000

export async function mountOperations(parts: ApiParts, app: FastifyInstance, operations: readonly ApiOperation[]): Promise<void> {
  app.decorateRequest('apiCaller', null)
  app.decorateRequest('apiAct', null)
  for (const mediaType of ['application/json', 'application/octet-stream'])
    app.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request) => {
    const [, token] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    request.apiCaller = token === undefined ? null : await parts.identity.callerOf(token)
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, refuseApi('call-not-found')))
  for (const one of operations) app.route(routeOf(parts, one))
}

function routeOf(parts: ApiParts, one: ApiOperation): RouteOptions {
  return {
    method: one.method.toUpperCase() as Uppercase<ApiOperation['method']>,
    url: one.path.replace(/\{(\w+)\}/g, ':$1'),
    ...(one.body && { bodyLimit: one.body.mostBytes }),
    config: { csrf: false, ...limitOf(one.rate ?? 'client') },
    // Before a byte of the body is read.
    preParsing: async (request, reply) => {
      const refusal = admission(one, request.apiCaller)
      if (refusal !== null) refuseCaller(request, reply, refusal)
    },
    handler: (request, reply) => answer(parts, one, request, reply),
    ...(isAct(one) && { onResponse: (request, reply) => endAct(parts, one, request, reply) }),
  }
}

function isAct({ method, scope }: ApiOperation): boolean {
  return method !== 'get' && scope !== null
}

/** Before anything changes: where the line cannot be written, nothing is done. What died on the way has a line without an outcome. */
async function beginAct(parts: ApiParts, one: ApiOperation, request: FastifyRequest): Promise<void> {
  if (isAct(one)) request.apiAct = await insertAct(parts.deps.database.sql, actOf(parts, one, request, null))
}

/** The outcome; a call that was refused before it began has its one line here. */
async function endAct(parts: ApiParts, one: ApiOperation, request: FastifyRequest, { statusCode }: FastifyReply): Promise<void> {
  if (request.apiCaller === null) return
  const { sql } = parts.deps.database
  const kept =
    request.apiAct === null ? insertAct(sql, actOf(parts, one, request, statusCode)) : keepOutcome(sql, request.apiAct, statusCode)
  await kept.catch((error: unknown) =>
    parts.deps.log.error({ event: 'api-act', err: error }, 'how a call ended could not be kept with its line'),
  )
}

function actOf({ deps }: ApiParts, { id: operation }: ApiOperation, request: FastifyRequest, status: number | null): ApiAct {
  const { id = null, name = id } = request.params as { readonly id?: string; readonly name?: string }
  return { clientId: request.apiCaller!.client.id, at: deps.technicalClock.now(), operation, subject: name, status }
}

/** A program is counted by its name, whoever shows no token by address. */
function limitOf(kind: RateKind) {
  const max = (request: FastifyRequest) => request.server.rates[kind]
  const keyGenerator = ({ apiCaller, ip }: FastifyRequest) => (apiCaller === null ? `address ${ip}` : `client ${apiCaller.client.id}`)
  return { rateLimit: { kind: `client ${kind}`, max, timeWindow: RATES[kind].windowMs, keyGenerator } }
}

function admission({ scope }: ApiOperation, caller: KnownCaller | null): Refusal | null {
  if (scope === null) return null
  if (caller === null) return refuseApi('token-needed')
  return scope === 'any' || caller.scopes.includes(scope) ? null : refuseApi('scope-needed', { facts: { scope } })
}

/** RFC 6750, 3: what a program has to do about its token is in the header too. */
function refuseCaller(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  const isKnown = request.apiCaller !== null
  const error = isKnown ? ' error="insufficient_scope"' : request.headers.authorization === undefined ? '' : ' error="invalid_token"'
  reply.header('www-authenticate', `Bearer realm="${API_PATH}"${error}`)
  sendProblem(request, reply, refusal, { status: isKnown ? 403 : 401 })
}

async function answer(parts: ApiParts, one: ApiOperation, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const read = readCall(one, request)
  if ('refusals' in read) return sendProblem(request, reply, read.refusals[0]!, { status: 400, all: read.refusals })
  const key = request.headers['idempotency-key']
  if (one.isKeyed !== true) return reply.send(await said(one, request, reply, await run(parts, one, request, read, '')))
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(key))
    return sendProblem(request, reply, refuseApi('key-needed', { field: 'Idempotency-Key' }), { status: 400 })
  return answerOnce(parts, one, request, reply, read, key)
}

/** A repeated call gets the answer that was given; one that did not end is done again, which is safe: it gives its key along. */
async function answerOnce(
  parts: ApiParts,
  one: ApiOperation,
  request: FastifyRequest,
  reply: FastifyReply,
  read: ReadCall,
  key: string,
): Promise<FastifyReply> {
  const { database, technicalClock } = parts.deps
  const clientId = request.apiCaller!.client.id
  const requestSha256 = hash('sha256', JSON.stringify([one.id, read]))
  const kept = await takeKey(database.sql, { clientId, key }, requestSha256, laterBy(technicalClock, KEPT_ANSWERS_MS))
  if (kept !== null && kept.requestSha256 !== requestSha256)
    return sendProblem(request, reply, refuseApi('key-used-otherwise', { field: 'Idempotency-Key' }))
  if (kept !== null && kept.status !== null) {
    const isProblem = kept.status >= 400
    return reply
      .code(kept.status)
      .type(isProblem ? PROBLEM_CONTENT : JSON_CONTENT)
      .header('cache-control', 'no-store')
      .send(kept.body)
  }
  const text = await said(one, request, reply, await run(parts, one, request, read, key))
  await keepAnswer(database.sql, { clientId, key }, { status: reply.statusCode, body: String(text) })
  return reply.send(text)
}

type Named = Record<string, unknown>
type ReadCall = { readonly params: Named; readonly query: Named; readonly body: unknown }

async function run(
  parts: ApiParts,
  one: ApiOperation,
  request: FastifyRequest,
  read: ReadCall,
  key: string,
): Promise<Awaited<ReturnType<ApiOperation['run']>>> {
  await beginAct(parts, one, request)
  const language = languageAsked(request.headers['accept-language'])
  return one.run({ parts, client: request.apiCaller?.client ?? null, language, key, ...read })
}

/** What is sent: only what the shape of the answer names. */
async function said(
  one: ApiOperation,
  request: FastifyRequest,
  reply: FastifyReply,
  made: Awaited<ReturnType<ApiOperation['run']>>,
): Promise<string | Buffer> {
  reply.header('cache-control', 'no-store')
  if (isRefusal(made as Refusal)) {
    const language = languageAsked(request.headers['accept-language'])
    const problem = problemOf(made as Refusal, language, one.statuses && { statuses: one.statuses })
    reply.code(problem.status).type(PROBLEM_CONTENT).header('content-language', language)
    return JSON.stringify(problem)
  }
  if (!('safeParse' in one.answer)) return attachment(reply, made as ApiFile)
  reply.code(one.makes ? 201 : 200).type(JSON_CONTENT)
  return JSON.stringify(one.answer.parse(made))
}

function readCall(one: ApiOperation, request: FastifyRequest): ReadCall | { readonly refusals: readonly Refusal[] } {
  const params = one.params.safeParse(request.params)
  const query = one.query.safeParse(request.query)
  const body = readBody(one, request)
  const issues = [params, query, body].flatMap((part) => (part.success ? [] : part.error.issues))
  if (issues.length > 0) return { refusals: issues.map(notUnderstood) }
  return { params: params.data as Named, query: query.data as Named, body: body.data }
}

function readBody({ body }: ApiOperation, request: FastifyRequest): { success: true; data: unknown } | ReturnType<z.ZodType['safeParse']> {
  if (body === undefined) return { success: true, data: undefined }
  if (body.mediaType !== 'application/json') return body.shape.safeParse(request.body ?? Buffer.alloc(0))
  return body.shape.safeParse(jsonOf(request.body))
}

/** Deeper and more than any body of ours is; how long it may be, the route says. */
const BODY_LIMITS = { maxDepth: 16, maxValues: 5_000 }

/** Undefined for what is no JSON: the shape says that something is missing. */
function jsonOf(bytes: unknown): unknown {
  if (!(bytes instanceof Buffer)) return undefined
  const read = readJson(new Uint8Array(bytes), { maxLength: bytes.length, ...BODY_LIMITS })
  return read.kind === 'read' ? read.value : undefined
}

function notUnderstood({ path, message }: z.core.$ZodIssue): Refusal {
  const field = path.map(String).join('.')
  return refuseApi('not-understood', { ...(field !== '' && { field }), facts: { why: message } })
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500
  if (status === 429)
    return sendProblem(request, reply, refuseApi('too-many', { facts: { seconds: Number(reply.getHeader('retry-after') ?? 60) } }), {
      status,
    })
  if (status === 413) return sendProblem(request, reply, refuseApi('too-large'), { status })
  if (status === 415) return sendProblem(request, reply, refuseApi('media-type'), { status })
  if (status >= 400 && status < 500)
    return sendProblem(request, reply, refuseApi('not-understood', { facts: { why: error.code } }), { status })
  // The site's own handler writes it down, and answers with an incident's number.
  throw error
}

/** Everything below `IDENTITY_PATH` is the authorization server's: it reads the request itself, within limits of its own. */
export function mountIdentity({ deps, identity }: ApiParts, app: FastifyInstance): void {
  const origin = new URL(app.site.origin)
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: `${IDENTITY_PATH}/*`,
    config: { csrf: false, ...identityLimit() },
    preValidation: async ({ raw }, reply) => {
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
      reply.raw.setHeader('cache-control', 'no-store')
      Object.assign(raw, { originalUrl: raw.url, url: raw.url!.slice(IDENTITY_PATH.length) })
      Object.assign(raw.headers, { 'x-forwarded-proto': origin.protocol.slice(0, -1), 'x-forwarded-host': origin.host })
      await identity.answer(raw, reply.raw).catch((error: unknown) => {
        deps.log.error({ event: 'identity', err: error }, 'the authorization server could not be opened')
        if (!reply.raw.headersSent) reply.raw.writeHead(503)
        reply.raw.end()
      })
    },
    handler: () => undefined,
  })
}

function identityLimit() {
  const max = (request: FastifyRequest) => request.server.rates['sign-in']
  return { rateLimit: { kind: 'identity', max, timeWindow: RATES['sign-in'].windowMs } }
}
