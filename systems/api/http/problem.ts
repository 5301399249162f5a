// Refusals as RFC 9457 problem details: the code of the house, the sentence in the language that the caller asked for.
import { isLanguage, LANGUAGES, wordsOf, type Language, type Refusal } from '@ruqsat/foundation'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

export const PROBLEM_TYPE = 'application/problem+json'
export const PROBLEM_CONTENT = `${PROBLEM_TYPE}; charset=utf-8`

export const problemShape = z
  .object({
    type: z.string().meta({ description: 'A name of this kind of refusal that never changes: `urn:ruqsat:refusal:` and the code.' }),
    title: z
      .string()
      .meta({ description: 'What is wrong, in the language of `Accept-Language` (Kazakh where no language of this house is asked for).' }),
    status: z.number().int(),
    detail: z.string().meta({ description: 'What can be done about it.' }),
    code: z.string().meta({ description: 'The code of the house: `api.…` of this door, else of the room that refused.' }),
    field: z.string().optional().meta({ description: 'The field, document or parameter that it is about.' }),
    source: z.unknown().optional().meta({ description: 'The place of the act that it rests on.' }),
    errors: z
      .array(
        z.object({ code: z.string(), title: z.string(), detail: z.string(), field: z.string().optional(), source: z.unknown().optional() }),
      )
      .optional()
      .meta({ description: 'Everything that is wrong, where more than one thing is.' }),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' })

/** Of `Accept-Language` (RFC 9110, 12.5.4): the best of ours that is asked for, else Kazakh. */
export function languageAsked(header: string | undefined): Language {
  const asked = (header ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1]).find((each) => each !== undefined)
    return { language: range.split('-', 1)[0]!, weight: Number(weight ?? 1) }
  })
  const best = asked
    .filter(({ language, weight }) => weight > 0 && isLanguage(language))
    .toSorted((one, other) => other.weight - one.weight)[0]
  return isLanguage(best?.language) ? best.language : LANGUAGES[0]!
}

/** Whatever is asked for by name and is not there; every other refusal is 422. */
const NOT_FOUND: ReadonlySet<string> = new Set([
  'api.call-not-found',
  'api.service-not-found',
  'api.licence-not-found',
  'api.request-not-found',
  'api.result-not-found',
  'api.payment-not-found',
  'api.hook-not-found',
])

function statusOf({ code }: Refusal, own: Readonly<Record<string, number>>): number {
  return own[code] ?? (NOT_FOUND.has(code) ? 404 : 422)
}

export type ProblemOptions = {
  readonly status?: number
  readonly statuses?: Readonly<Record<string, number>>
  readonly all?: readonly Refusal[]
}

export function problemOf(refusal: Refusal, language: Language, { status, statuses = {}, all = [] }: ProblemOptions = {}) {
  return {
    type: `urn:ruqsat:refusal:${refusal.code}`,
    status: status ?? statusOf(refusal, statuses),
    ...inWordsOf(refusal, language),
    ...(all.length > 1 && { errors: all.map((each) => inWordsOf(each, language)) }),
  }
}

/** A refusal in one language. */
export function inWordsOf(refusal: Refusal, language: Language) {
  const { text, remedy } = wordsOf(refusal)
  const { code, field, source } = refusal
  return { title: text[language], detail: remedy[language], code, ...(field !== undefined && { field }), ...(source && { source }) }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, options: ProblemOptions = {}): FastifyReply {
  const language = languageAsked(request.headers['accept-language'])
  const problem = problemOf(refusal, language, options)
  // As text: what is JSON by another name the server would not write.
  return reply
    .code(problem.status)
    .headers({ 'content-language': language, 'cache-control': 'no-store' })
    .type(PROBLEM_CONTENT)
    .send(JSON.stringify(problem))
}
