import { wordsOf, type Refusal } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { sourceLabel } from '@ruqsat/lawpages'
import { Notification, sendPage, SourceNote, type PageOptions } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import type { WorkstationParts } from '../deps.ts'

/** A page of this room: its own few styles come with it. */
export function sendWork(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  options: PageOptions,
  body: Child,
): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    options,
    <>
      <link rel="stylesheet" href={work.stylesheet} />
      {body}
    </>,
  )
}

/** What was refused, why, and what to do; with the paragraph where there is one. */
export function RefusalNotice({ refusal, regulation }: { readonly refusal: Refusal; readonly regulation?: Regulation }) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <Notification kind="important" heading={text}>
      <p>{remedy}</p>
      {refusal.source && (
        <p>
          <SourceNote source={refusal.source} label={sourceLabel(regulation ?? null, refusal.source)} />
        </p>
      )}
    </Notification>
  )
}

/** The page for something that cannot be shown or done at all. */
export function sendNo(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  status: number,
  more?: Child,
): Promise<FastifyReply> {
  return sendWork(work, request, reply, { title: wordsOf(refusal).text, status }, <NoPage refusal={refusal} more={more} />)
}

function NoPage({ refusal, more }: { readonly refusal: Refusal; readonly more: Child | undefined }) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <>
      <h1>{text}</h1>
      <p class="lead">{remedy}</p>
      {refusal.source && (
        <p>
          <SourceNote source={refusal.source} label={sourceLabel(null, refusal.source)} />
        </p>
      )}
      {more}
    </>
  )
}
