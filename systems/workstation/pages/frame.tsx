import { wordsOf, type Refusal } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { Notification, sendPage, type PageOptions } from '@ruqsat/web'
import type { FastifyReply } from 'fastify'
import type { Child } from 'hono/jsx'
import { PATHS } from '../http/paths.ts'
import { hrefOf, listPath, type Visit } from '../http/visit.ts'
import texts from '../texts.yaml'

type Asked = Pick<Visit, 'work' | 'request' | 'reply'>

/** A page of this room: its own few styles come with it. */
export function sendWork({ work, request, reply }: Asked, options: PageOptions, body: Child): Promise<FastifyReply> {
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

/** The way back of pages that are about one case. */
export function backToWork(visit: Visit): NonNullable<PageOptions['back']> {
  return { href: hrefOf(visit, listPath(visit)), text: texts.pages.backToWork }
}

/** The way back of pages that a head finds behind “Control”. */
export function backToControl(visit: Visit): NonNullable<PageOptions['back']> {
  return { href: hrefOf(visit, PATHS.control), text: texts.control.title }
}

type WhyProps = { readonly refusal: Refusal; readonly regulation?: Regulation | null }

/** What was refused, why, and what to do; with the paragraph where there is one. */
export function RefusalNotice({ refusal, regulation }: WhyProps) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <Notification kind="important" heading={text}>
      <p>{remedy}</p>
      <ParagraphOf refusal={refusal} regulation={regulation} />
    </Notification>
  )
}

function ParagraphOf({ refusal: { source }, regulation = null }: WhyProps) {
  return source ? (
    <p>
      <Cited regulation={regulation} source={source} />
    </p>
  ) : null
}

/** The page for something that cannot be shown or done at all. */
export function sendNo(visit: Asked, refusal: Refusal, status: number): Promise<FastifyReply> {
  return sendWork(visit, { title: wordsOf(refusal).text, status }, <NoPage refusal={refusal} />)
}

/** What was refused as the heading of a page; more may follow it. */
export function NoPage({ refusal, regulation, children }: WhyProps & { readonly children?: Child }) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <>
      <h1>{text}</h1>
      <p class="lead">{remedy}</p>
      <ParagraphOf refusal={refusal} regulation={regulation} />
      {children}
    </>
  )
}
