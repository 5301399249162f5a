import { languageData, wordsOf, type Refusal } from '@ruqsat/foundation'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { displayClass, displayOf } from './display/display.ts'
import { takeFlash } from '../page/flash.ts'
import { typedIn } from './typed.ts'
import { csrfToken } from './csrf.ts'
import { Holdings } from './holdings.ts'
import { SiteProblem } from './problem.ts'
import { contentSecurityPolicy } from './security-headers.ts'
import { languageOf } from '../language/language.ts'
import { Page, type PageFrame, type PageOptions } from '../page/page.tsx'
import type { PageView } from '../language/view.ts'

/** Answers with a page. A signed-in person's pages are kept in no cache. */
export async function sendPage(request: FastifyRequest, reply: FastifyReply, options: PageOptions, body: Child): Promise<FastifyReply> {
  const html = await renderPage(request, reply, options, body)
  reply
    .code(options.status ?? (options.hasErrors ? 422 : 200))
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-language', languageOf(request))
  if (options.embeds) reply.header('content-security-policy', contentSecurityPolicy(request.server.site.policy, { embeds: true }))
  return reply.send(html)
}

/** The page as text, for those who send it themselves. */
export async function renderPage(request: FastifyRequest, reply: FastifyReply, options: PageOptions, body: Child): Promise<string> {
  const frame = frameOf(request)
  const { at, text } = frame.flash ?? {}
  const told = at === undefined || text === undefined ? null : { at, text }
  const page = (
    <Page view={{ ...viewOf(request, reply), told }} frame={frame} options={options}>
      {body}
    </Page>
  )
  // A part of the page may wait for the rest of it (`ErrorSummary`): then the text is a promise.
  return `<!doctype html>${await page.toString()}`
}

/** The page for an act that was refused as a whole; errors of fields go back into their form instead. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  options: Partial<PageOptions> = {},
): Promise<FastifyReply> {
  const language = languageOf(request)
  const { text, remedy } = wordsOf(refusal)
  logForOperator(request, refusal)
  return sendPage(
    request,
    reply,
    { title: text, status: 422, ...options },
    <>
      <h1>{text[language]}</h1>
      <p class="lead">{remedy[language]}</p>
    </>,
  )
}

/** What only whoever runs the installation can fix is reported to them, in the log. */
export function logForOperator(request: FastifyRequest, refusal: Refusal): void {
  const { operator } = wordsOf(refusal)
  if (operator !== undefined) request.log.warn({ event: 'operator', code: refusal.code, remedy: operator.remedy.en }, operator.text.en)
}

/** POST, redirect, GET. */
export function redirectTo(reply: FastifyReply, path: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(path, 303)
}

export type FileAnswer = {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** May hold any letters; the header is made for old browsers too. */
  readonly fileName: string
  /** Shown in the browser instead of saved. Only for what we made or checked (PDF, JPEG, PNG). */
  readonly inline?: boolean
  /** One of our own pages with `embeds` may show it inside itself. */
  readonly embeddable?: boolean
}

/** How the name of a kind of file ends. The name comes from whoever sent the file: one that ends otherwise is opened by another program. */
const ENDINGS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
}

function savedName({ fileName, mediaType }: FileAnswer): string {
  const name = fileName.toWellFormed()
  const endings = ENDINGS[mediaType]
  return endings === undefined || endings.some((ending) => name.toLowerCase().endsWith(ending)) ? name : `${name}${endings[0]}`
}

/** Files that wait in memory for slow readers, of the whole process. */
const HELD_BYTES = new Holdings({ all: 96 * 1024 * 1024 })

/** A file that is in memory already, 10 MB at most; what is larger goes out by `sendPieces`. Throws a SiteProblem (`downloads-busy`) where too much waits already. */
export function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  if (!HELD_BYTES.take(reply, file.bytes.byteLength)) throw new SiteProblem('downloads-busy', 503)
  attachment(reply, { ...file, fileName: savedName(file) }, file.inline ? 'inline' : 'attachment')
  if (file.embeddable) reply.header('content-security-policy', contentSecurityPolicy(reply.server.site.policy, { embeddable: true }))
  return reply.send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength))
}

/** The headers of a file; its name in both ways, for old browsers take letters of ASCII only. */
export function attachment(reply: FastifyReply, file: Pick<FileAnswer, 'fileName' | 'mediaType'>, kind = 'attachment'): void {
  const plain = file.fileName.replace(/[^\w.-]+/g, '_')
  const encoded = encodeURIComponent(file.fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  reply.header('content-disposition', `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`)
  reply.header('cache-control', 'no-store').type(file.mediaType)
}

/** What components may ask of the page. */
export function viewOf(request: FastifyRequest, reply: FastifyReply): PageView {
  const { sandbox, sandboxPath } = request.server.site
  return {
    language: languageOf(request),
    url: request.url,
    visitor: request.visitor,
    sandbox,
    ...(sandboxPath !== null && { sandboxHref: sandboxPath }),
    legalTime: request.legalTimeShown,
    labels: new Map(),
    searches: [],
    // Without a session nothing could be kept.
    ...(request.sessionOrNull !== null && { forms: [], typedIn: (form: string) => typedIn(request, form) }),
    csrfToken: () => csrfToken(request, reply),
  }
}

function frameOf(request: FastifyRequest): PageFrame {
  const { name, navigation, footer, ...links } = request.part
  const { fonts, ...files } = request.server.site.files
  return {
    ...links,
    ...files,
    serviceName: name,
    navigation: navigation?.(request) ?? [],
    footer: footer?.(request) ?? [],
    preloads: languageData(languageOf(request)).fonts.map((subset) => fonts[subset]),
    flash: takeFlash(request),
    display: displayClass(displayOf(request)),
  }
}
