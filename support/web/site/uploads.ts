import type { FastifyRequest } from 'fastify'
import { CSRF_FIELD } from '../components/form/form.tsx'
import { FormValues, gatherTexts, type UploadedFile } from '../forms/form-values.ts'
import { bindingOf, csrfHolds } from './csrf.ts'
import { SiteProblem } from './problem-pages.tsx'
import type { UploadLimits } from './types.ts'

const MIB = 1024 * 1024
/** The usual limits of the acts' services: 10 MiB a file, 50 MiB in all. */
export const USUAL_UPLOADS: UploadLimits = { fileBytes: 10 * MIB, totalBytes: 50 * MIB, files: 30 }
/** A text field of a form with files. */
const FIELD_BYTES = 256 * 1024
const FIELDS = 500
/**
 * A body over the limits is still read to its end, up to this much, and thrown away: a browser shows our answer only when it
 * could send everything. What is larger than this is cut off.
 */
const DRAIN_BYTES = 512 * MIB

/** Reads a form of either kind and checks its token. Runs before every handler of a POST. */
export async function receiveForm(request: FastifyRequest): Promise<void> {
  const owner = bindingOf(request) ?? ''
  const form = request.isMultipart()
    ? await receiveMultipart(request, owner)
    : new FormValues(gatherTexts(entriesOf(request.body)), [], owner)
  if (request.routeOptions.config.csrf !== false && !csrfHolds(request, form.text(CSRF_FIELD) || headerToken(request))) {
    throw new SiteProblem('form-not-ours', 403)
  }
  request.formValues = form
}

/** Islands post JSON and carry the page's token in a header. */
function headerToken(request: FastifyRequest): string {
  const token = request.headers['x-csrf-token']
  return typeof token === 'string' ? token : ''
}

function* entriesOf(body: unknown): Generator<readonly [string, string]> {
  if (typeof body !== 'object' || body === null || ArrayBuffer.isView(body)) return
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') yield [name, one]
  }
}

async function receiveMultipart(request: FastifyRequest, owner: string): Promise<FormValues> {
  const { files: asked } = request.routeOptions.config
  if (asked === undefined) {
    await drain(request)
    throw new SiteProblem('request-not-understood', 415)
  }
  const limits = { ...request.server.site.uploads, ...(asked === true ? {} : asked) }
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > DRAIN_BYTES) throw new SiteProblem('files-too-large', 413, { limit: limits.totalBytes / MIB })
  const texts: [string, string][] = []
  const files: UploadedFile[] = []
  const problem = await collect(request, limits, texts, files)
  if (problem !== null) throw problem
  return new FormValues(gatherTexts(texts), files, owner)
}

/** Takes the parts in. After the first thing that is too large the rest is only read away. */
async function collect(
  request: FastifyRequest,
  limits: UploadLimits,
  texts: [string, string][],
  files: UploadedFile[],
): Promise<SiteProblem | null> {
  let problem: SiteProblem | null = null
  let totalBytes = 0
  try {
    const parts = request.parts({ limits: { fileSize: limits.fileBytes, fieldSize: FIELD_BYTES, fields: FIELDS, headerPairs: 50 } })
    for await (const part of parts) {
      if (part.type === 'field') {
        if (part.valueTruncated) problem ??= new SiteProblem('form-too-large', 413)
        if (typeof part.value === 'string') texts.push([part.fieldname, part.value])
        continue
      }
      const bytes = await readPart(part.file, problem === null)
      totalBytes += bytes.length
      if (part.file.truncated)
        problem ??= new SiteProblem('file-too-large', 413, { name: shortName(part.filename), limit: limits.fileBytes / MIB })
      if (totalBytes > limits.totalBytes) problem ??= new SiteProblem('files-too-large', 413, { limit: limits.totalBytes / MIB })
      if (problem === null && part.filename)
        files.push({ field: part.fieldname, name: shortName(part.filename), claimedType: part.mimetype, bytes })
      if (files.length > limits.files) problem ??= new SiteProblem('too-many-files', 413, { limit: limits.files })
      if (problem !== null) files.length = 0
    }
  } catch {
    await drain(request)
    return problem ?? new SiteProblem('upload-interrupted', 400)
  }
  return problem
}

async function readPart(file: AsyncIterable<Buffer>, keep: boolean): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of file) if (keep) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Only the last part of a path, without control characters: old browsers send whole paths. */
function shortName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  // oxlint-disable-next-line no-control-regex
  return last
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .slice(-150)
}

/** Reads the rest of a body away, so that the browser listens to the answer. */
export async function drain(request: FastifyRequest): Promise<void> {
  const { raw } = request
  if (raw.readableEnded || raw.destroyed) return
  raw.unpipe()
  let bytes = 0
  await new Promise<void>((resolve) => {
    raw.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > DRAIN_BYTES) raw.destroy()
    })
    for (const event of ['end', 'close', 'error', 'aborted']) raw.once(event, () => resolve())
    raw.resume()
  })
}
