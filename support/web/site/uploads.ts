import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { CSRF_FIELD } from '../components/form/form.tsx'
import { shortFileName, FormValues, gatherTexts, type UploadedFile } from '../page/form-values.ts'
import { bindingOf, csrfHolds, mayBeOurs } from './csrf.ts'
import { drain, DRAIN_BYTES } from './drain.ts'
import { Holdings } from './holdings.ts'
import { FIELD_NAME_CHARACTERS, postedTexts } from './posted.ts'
import { SiteProblem } from './problem.ts'
import { networkOf } from './rate-limit.ts'
import type { FileRules, UploadLimits } from './types.ts'

const MIB = 1024 * 1024
/** The usual limits of the acts' services: 10 MiB a file, 50 MiB in all. */
export const USUAL_UPLOADS: UploadLimits = { fileBytes: 10 * MIB, totalBytes: 50 * MIB, files: 30 }
/**
 * Text fields of a form with files. The parser keeps them all until the form has ended, and before it is known whose form it is:
 * one field times their number is what any stranger's connection may cost.
 */
const FIELD_BYTES = 64 * 1024
const FIELDS = 50
export const PART_LIMITS = {
  fieldSize: FIELD_BYTES,
  fields: FIELDS,
  fieldNameSize: FIELD_NAME_CHARACTERS,
  headerPairs: 50,
  headerSize: 8 * 1024,
}
/**
 * Files wait in memory until the answer is out; all uploads of the process together may hold this much. One address may hold a part of it: a
 * whole form of files, and never everybody's share by sending slowly. A file is there twice while its pieces become one, and once more on its way
 * into the database: the process needs up to twice as much.
 */
const HELD = new Holdings({ all: 72 * MIB, ofOne: 52 * MIB })

/** Reads a form of either kind and checks its token. Runs before every handler of a POST; what cannot be ours is not read at all. */
export async function receiveForm(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const isOpen = request.routeOptions.config.csrf === false
  if (!isOpen && !mayBeOurs(request)) {
    await drain(request)
    throw new SiteProblem('form-not-ours', 403)
  }
  const owner = bindingOf(request) ?? ''
  const form = request.isMultipart()
    ? await receiveMultipart(request, reply, owner)
    : new FormValues(gatherTexts(await postedTexts(request)), { owner })
  if (!isOpen && !csrfHolds(request, form.text(CSRF_FIELD))) throw new SiteProblem('form-not-ours', 403)
  request.formValues = form
}

async function receiveMultipart(request: FastifyRequest, reply: FastifyReply, owner: string): Promise<FormValues> {
  const { files: asked } = request.routeOptions.config
  if (asked === undefined) {
    await drain(request)
    throw new SiteProblem('request-not-understood', 415)
  }
  const limits = { tellsTooLarge: false, ...request.server.site.uploads, ...(asked === true ? {} : asked) }
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > DRAIN_BYTES) throw new SiteProblem('files-too-large', 413, { limit: limits.totalBytes / MIB })
  const isOurs = (texts: readonly [string, string][]) => csrfHolds(request, gatherTexts(texts).get(CSRF_FIELD)?.[0] ?? '')
  const intake = new Intake(limits, (bytes) => HELD.take(reply, bytes, networkOf(request)), isOurs)
  try {
    const parts = request.parts({ limits: { ...PART_LIMITS, fileSize: limits.fileBytes, parts: FIELDS + limits.files + 1 } })
    for await (const part of parts) await intake.take(part)
  } catch {
    await drain(request)
    intake.refuse('upload-interrupted', 400)
  }
  if (intake.problem !== null) throw intake.problem
  return new FormValues(gatherTexts(intake.texts), { ...intake, owner })
}

/** Takes the parts of one form in, one after another. After the first thing that is wrong the rest is only read away. */
class Intake {
  readonly texts: [string, string][] = []
  readonly files: UploadedFile[] = []
  /** Fields whose file was over the limit, where the handler wants to say so itself. */
  readonly tooLarge = new Set<string>()
  problem: SiteProblem | null = null
  #totalBytes = 0
  readonly #limits: UploadLimits & FileRules
  readonly #hold: (bytes: number) => boolean
  readonly #isOurs: (texts: readonly [string, string][]) => boolean

  constructor(limits: UploadLimits & FileRules, hold: (bytes: number) => boolean, isOurs: (texts: readonly [string, string][]) => boolean) {
    this.#limits = limits
    this.#hold = hold
    this.#isOurs = isOurs
  }

  refuse(...what: ConstructorParameters<typeof SiteProblem>): void {
    this.problem ??= new SiteProblem(...what)
    this.files.length = 0
  }

  async take(part: Multipart): Promise<void> {
    // The parser gives a part without a name as it came, whatever its types say.
    if ((part.fieldname as string | undefined) === undefined) this.refuse('request-not-understood', 400)
    if (part.type === 'file') return this.#takeFile(part)
    if (part.valueTruncated) this.refuse('form-too-large', 413)
    if (typeof part.value === 'string' && this.problem === null) this.texts.push([part.fieldname, part.value])
  }

  /** Our forms carry their token before the first file: no byte is kept for a form that is not ours. */
  async #takeFile(part: MultipartFile): Promise<void> {
    if (this.files.length === 0 && this.problem === null && !this.#isOurs(this.texts)) this.refuse('form-not-ours', 403)
    const name = shortName(part.filename)
    const chunks: Buffer[] = []
    for await (const chunk of part.file as AsyncIterable<Buffer>) if (this.#keeps(chunk)) chunks.push(chunk)
    if (part.file.truncated) return this.#overLimit(part.fieldname, name)
    if (this.problem !== null || name === '') return
    this.files.push({ field: part.fieldname, name, claimedType: part.mimetype, bytes: Buffer.concat(chunks) })
    if (this.files.length > this.#limits.files) this.refuse('too-many-files', 413, { limit: this.#limits.files })
  }

  #overLimit(field: string, name: string): void {
    if (this.#limits.tellsTooLarge) this.tooLarge.add(field)
    else this.refuse('file-too-large', 413, { name, limit: this.#limits.fileBytes / MIB })
  }

  #keeps(chunk: Buffer): boolean {
    this.#totalBytes += chunk.length
    if (this.#totalBytes > this.#limits.totalBytes) this.refuse('files-too-large', 413, { limit: this.#limits.totalBytes / MIB })
    else if (this.problem === null && !this.#hold(chunk.length)) this.refuse('uploads-busy', 503)
    return this.problem === null
  }
}

/** As long as any folder takes, in signs of two bytes. */
const MOST_NAME = 120

/** Only the last part of a path, without control characters: old browsers send whole paths. */
function shortName(name: string | undefined): string {
  const bare = (name ?? '')
    .replace(/^.*[/\\]/s, '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
  return shortFileName(bare, MOST_NAME)
}
