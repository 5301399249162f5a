import { randomUUID } from 'node:crypto'
import { Fault, wordsOf } from '@ruqsat/foundation'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isUnavailable } from '@ruqsat/database'
import { languageOf, localHref } from '../language/language.ts'
import { sendPage } from './send.tsx'
import { drain } from './drain.ts'
import { SiteProblem } from './problem.ts'
import { refuseSite, type SiteRefusalCode } from './refusals.ts'
import texts from './texts.yaml'

const SILENCE_RETRY_SECONDS = 60

export function installProblemPages(app: FastifyInstance): void {
  // A page that does not exist is counted too: a client that guesses addresses is asked to slow down.
  const preValidation = app.hasDecorator('rateLimit') ? app.rateLimit() : []
  app.setNotFoundHandler({ preValidation }, (request, reply) => answer(request, reply, 404, 'page-not-found'))
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    if (error instanceof SiteProblem) return answer(request, reply, error.statusCode, error.code, error.facts)
    const status = error.statusCode ?? 500
    if (status === 413) {
      await drain(request)
      return answer(request, reply, 413, 'form-too-large')
    }
    if (status === 429) return answer(request, reply, 429, 'too-many-requests', { seconds: Number(reply.getHeader('retry-after') ?? 60) })
    const isSilent = error.code === 'FST_ERR_HANDLER_TIMEOUT' || isUnavailable(error) || passesLater(error)
    if (!isSilent && status >= 400 && status < 500) return answer(request, reply, status, 'request-not-understood')
    const incident = randomUUID().slice(0, 8)
    request.log.error({ incident, route: request.routeOptions.url, fault: withoutPersons(error) }, 'request failed')
    if (isSilent) return answer(request, reply.header('retry-after', SILENCE_RETRY_SECONDS), 503, 'no-answer-now', { incident })
    return answer(request, reply, 500, 'internal-fault', { incident })
  })
}

/** A counterpart did not answer: the same may be asked again in a while. */
function passesLater(error: unknown): boolean {
  return error instanceof Fault && error.retry === 'later'
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: SiteRefusalCode,
  facts: Readonly<Record<string, string | number>> = {},
) {
  const { text, remedy } = wordsOf(refuseSite(code, { facts }))
  if (!wantsPage(request)) return reply.code(status).send({ code, text, remedy })
  const language = languageOf(request)
  const again = [403, 413, 503].includes(status) ? refererPath(request) : null
  return sendPage(
    request,
    reply,
    { title: text, status },
    <>
      <h1>{text}</h1>
      <p class="lead">{remedy}</p>
      {facts.incident && (
        <p>
          {texts.problemPages.incident} <code>{facts.incident}</code>
        </p>
      )}
      <p>
        <a href={again ?? localHref(language, request.part.home)}>{again === null ? texts.problemPages.home : texts.problemPages.again}</a>
      </p>
    </>,
  )
}

/** Name, message and place only: a database's error also carries the row that it refused. */
function withoutPersons(error: FastifyError): Readonly<Record<string, string | undefined>> {
  return { name: error.name, code: error.code, message: error.message, stack: error.stack }
}

/** A program that asks for JSON gets JSON; everyone else is a person. */
function wantsPage(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return accept.includes('text/html') || !accept.includes('json')
}

/** The page of ours that the person came from. */
function refererPath(request: FastifyRequest): string | null {
  const url = URL.parse(request.headers.referer ?? '')
  return url?.host === request.host ? url.pathname + url.search : null
}
