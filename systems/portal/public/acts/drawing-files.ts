import { createHash, hash } from 'node:crypto'
import { type Diagram, DIAGRAM_STYLES } from '@ruqsat/diagrams'
import { isLanguage, isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Edition, Regulation, Variant } from '@ruqsat/law'
import { sendRefusal, rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { PATHS, type DiagramPdf, type Portal } from '../../deps.ts'
import { actOf } from './found.ts'
import { drawingOf, findDiagram, type DrawingForm, FORMS, nameOf } from './drawings.ts'

// The addresses of drawings: `/diagrams/<act>/issue-reference.kk.wide.<hash>.svg` and `….A4.<hash>.pdf`. They begin with no language, because
// a page that does is remembered in a cookie, and what any cache may keep must carry none.

export const PAPERS = ['A4', 'A3'] as const
type Paper = (typeof PAPERS)[number]

/** About 70 kB each. */
const KEPT_PDFS = 48
const A_YEAR = 'public, max-age=31536000, immutable'
/** An SVG that is opened by itself has its own colours and may do nothing else. */
const SVG_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(DIAGRAM_STYLES).digest('base64')}'; frame-ancestors 'none'`

export function svgHref(regulation: Regulation, variant: Variant, diagram: Diagram, form: DrawingForm): string {
  return hrefOf(regulation, diagram, `${form}.${drawingOf(variant, diagram, form).hash}.svg`)
}

export function pdfHref(regulation: Regulation, variant: Variant, diagram: Diagram, paper: Paper): string {
  return hrefOf(regulation, diagram, `${paper}.${pdfHash(regulation, variant, diagram)}.pdf`)
}

/** Of the drawing with its title and of what is on paper besides: the name of the act. */
function pdfHash({ act }: Regulation, variant: Variant, diagram: Diagram): string {
  const drawing = drawingOf(variant, diagram, 'full')
  return hash('sha256', `${drawing.hash} ${act.title[diagram.language]}`).slice(0, 16)
}

function hrefOf(regulation: Regulation, diagram: Diagram, rest: string): string {
  return `${PATHS.diagrams}/${regulation.id}/${nameOf(regulation, diagram)}.${diagram.language}.${rest}`
}

type Params = {
  readonly regulation: string
  readonly name: string
  readonly language: string
  readonly kind: string
  readonly hash: string
}

export function drawingFiles(app: FastifyInstance, portal: Portal): void {
  const path = (ending: string) => `${PATHS.diagrams}/:regulation/:name.:language.:kind.:hash.${ending}`
  app.get<{ Params: Params }>(path('svg'), async (request, reply) => {
    const form = FORMS.find((each) => each === request.params.kind)
    const found = await foundIn(portal, request.params)
    if (found === null || form === undefined) return reply.callNotFound()
    const drawing = drawingOf(found.variant, found.diagram, form)
    return kept(reply, request.params.hash === drawing.hash)
      .header('content-security-policy', SVG_POLICY)
      .type('image/svg+xml; charset=utf-8')
      .send(drawing.svg)
  })
  const { diagramPdf } = portal.deps
  if (diagramPdf === undefined) return
  const pdfs = new Map<string, ReturnType<DiagramPdf>>()
  app.get<{ Params: Params }>(path('pdf'), { config: rateLimit('diagram') }, async (request, reply) => {
    const paper = PAPERS.find((each) => each === request.params.kind)
    const found = await foundIn(portal, request.params)
    if (found === null || paper === undefined) return reply.callNotFound()
    const hash = pdfHash(found.act.regulation, found.variant, found.diagram)
    const pdf = await pdfOf({ portal, pdfs, diagramPdf }, found, hash, paper)
    if (isRefusal(pdf)) return sendRefusal(request, reply, pdf, { status: 503 })
    return kept(reply, request.params.hash === hash)
      .header('content-disposition', `inline; filename="${found.diagram.id}.${found.diagram.language}.${paper}.pdf"`)
      .type('application/pdf')
      .send(Buffer.from(pdf))
  })
}

type Found = { readonly act: Edition; readonly variant: Variant; readonly diagram: Diagram }

async function foundIn(portal: Portal, { regulation, name, language }: Params): Promise<Found | null> {
  const act = isLanguage(language) ? await actOf(portal, regulation) : null
  const found = act && isLanguage(language) ? findDiagram(act.regulation, name, language) : null
  return act && found && { act, ...found }
}

/** An address from before the drawing changed shows what holds now, and is asked for again. */
function kept(reply: FastifyReply, isCurrent: boolean): FastifyReply {
  return reply.header('cache-control', isCurrent ? A_YEAR : 'no-cache')
}

type Press = { readonly portal: Portal; readonly pdfs: Map<string, ReturnType<DiagramPdf>>; readonly diagramPdf: DiagramPdf }

/**
 * Setting one costs about a tenth of a second: the last ones are kept, the one that was not asked for longest goes first. Who asks while it
 * is being set waits for the same; what was refused is tried again.
 */
async function pdfOf(
  { portal, pdfs, diagramPdf }: Press,
  { act, diagram }: Found,
  hash: string,
  paper: Paper,
): Promise<Uint8Array | Refusal> {
  const key = `${hash} ${paper}`
  const made =
    pdfs.get(key) ??
    diagramPdf(diagram, {
      paper,
      act: act.regulation.act.title[diagram.language],
      creationTimestamp: portal.technicalClock.now(),
    })
  pdfs.delete(key)
  pdfs.set(key, made)
  for (const oldest of [...pdfs.keys()].slice(0, Math.max(0, pdfs.size - KEPT_PDFS))) pdfs.delete(oldest)
  const pdf = await made.catch((error: unknown) => {
    pdfs.delete(key)
    throw error
  })
  if (isRefusal(pdf)) pdfs.delete(key)
  return pdf
}
