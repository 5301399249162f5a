import { wordsOf, type Refusal } from '@ruqsat/foundation'
import { Notification, sendPage, type PageOptions } from '@ruqsat/web'
import type { FastifyReply } from 'fastify'
import type { Child } from 'hono/jsx'
import type { HallAsked } from '../http/visit.ts'

/** A page of this room: its own few styles come with it. */
export function sendCentre({ centre, request, reply }: HallAsked, options: PageOptions, body: Child): Promise<FastifyReply> {
  return sendPage(
    request,
    reply,
    options,
    <>
      <link rel="stylesheet" href={centre.stylesheet} />
      {body}
    </>,
  )
}

/** What was refused, and what to do; above the page that it belongs to. */
export function RefusalNotice({ refusal }: { readonly refusal: Refusal }) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <Notification kind="important" heading={text}>
      <p>{remedy}</p>
    </Notification>
  )
}

/** The page for something that cannot be shown or done at all. */
export function sendNo(asked: HallAsked, refusal: Refusal, status: number): Promise<FastifyReply> {
  const { text, remedy } = wordsOf(refusal)
  return sendCentre(
    asked,
    { title: text, status },
    <>
      <h1>{text}</h1>
      <p class="lead">{remedy}</p>
    </>,
  )
}
