// The body of a posted form. Anybody may send anything: so it is read only where a route exists that takes it, from a browser whose form it
// may be, by the guard that needs it; never by the server before the first of our own lines runs. What it may cost is bounded three times.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { drain } from './drain.ts'
import { SiteProblem } from './problem.ts'

export type FormRules = {
  /** As it is sent: a Kazakh letter takes six bytes. */
  readonly bytes: number
  readonly fields: number
}

const KIB = 1024
/** A signature with its certificates and evidence, or a page of short answers. */
export const USUAL_FORM: FormRules = { bytes: 64 * KIB, fields: 200 }
/** For a route's `config`: a form in which people write texts of some thousand letters each. */
export const LONG_FORM = { form: { bytes: 512 * KIB, fields: 400 } } as const satisfies { form: FormRules }
/** The longest name that a field of ours has, and much room. */
export const FIELD_NAME_CHARACTERS = 200

type Texts = readonly (readonly [string, string])[]
const posted = new WeakMap<FastifyRequest, Promise<Texts>>()

/** The server itself reads no body: a form waits in its connection until `postedTexts` asks for it. */
export function readNoBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, _payload, done) => done(null, undefined))
}

/**
 * Names and values of a form without files, in their order; none where the request carries another kind of body. Read once, whoever asks
 * first. Throws a SiteProblem (`form-too-large`) over the route's limits, after the rest was thrown away.
 */
export function postedTexts(request: FastifyRequest): Promise<Texts> {
  const reading = posted.get(request) ?? (isForm(request) ? readTexts(request) : Promise.resolve([]))
  posted.set(request, reading)
  return reading
}

function isForm(request: FastifyRequest): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
}

async function readTexts(request: FastifyRequest): Promise<Texts> {
  const rules = { ...USUAL_FORM, ...request.routeOptions.config.form }
  const bytes = Number(request.headers['content-length'] ?? 0) > rules.bytes ? null : await readBytes(request, rules.bytes)
  const texts = bytes === null ? null : parseForm(bytes.toString('utf8'), rules.fields)
  if (texts !== null) return texts
  await drain(request)
  throw new SiteProblem('form-too-large', 413)
}

/** Null where there is more than that. */
async function readBytes(request: FastifyRequest, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    // A reader that gives up must not end the connection: the answer still has to go over it.
    for await (const chunk of request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > most) return null
      chunks.push(chunk)
    }
  } catch {
    throw new SiteProblem('request-not-understood', 400)
  }
  return Buffer.concat(chunks)
}

/** Null where there are too many fields or too long a name. Fields are counted before the first of them is made. */
export function parseForm(text: string, mostFields: number): Texts | null {
  let fields = 1
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) if (++fields > mostFields) return null
  const texts = [...new URLSearchParams(text)]
  return texts.some(([name]) => name.length > FIELD_NAME_CHARACTERS) ? null : texts
}
