import { InstantAt } from '@ruqsat/lawpages'
import { LinkButton, localHref, sendPage, Table, useLanguage } from '@ruqsat/web'
import { PATHS, type Contact } from '../deps.ts'
import { callsOf, type ContactCall } from '../store/calls.ts'
import texts from '../texts.yaml'
import { adviceTitle } from './advice-title.ts'
import { hrefOf, type ContactVisit } from './guard.ts'

const PAGE_SIZE = 25

/** The operator's own calls, newest first. */
export async function showHome(visit: ContactVisit): Promise<unknown> {
  const { contact, request, reply, operator } = visit
  const { before } = request.query as { readonly before?: unknown }
  const calls = await callsOf(contact.deps.database.sql, operator.id, PAGE_SIZE + 1, typeof before === 'string' ? before : null)
  const shown = calls.slice(0, PAGE_SIZE)
  const older = calls.length > PAGE_SIZE ? `${hrefOf(visit, PATHS.home)}?before=${shown.at(-1)!.id}` : null
  return sendPage(
    request,
    reply,
    { title: texts.home.title, width: 'wide' },
    <HomePage contact={contact} calls={shown} older={older} isFirst={before === undefined} />,
  )
}

type HomeProps = {
  readonly contact: Contact
  readonly calls: readonly ContactCall[]
  readonly older: string | null
  readonly isFirst: boolean
}

function HomePage({ contact, calls, older, isFirst }: HomeProps) {
  const language = useLanguage()
  return (
    <>
      <h1>{texts.home.title}</h1>
      <p>
        <LinkButton href={localHref(language, PATHS.request)} text={texts.request.title} />{' '}
        <LinkButton href={localHref(language, PATHS.services)} text={texts.services.title} />
      </p>
      <Table
        caption={texts.home.log}
        empty={texts.home.empty}
        columns={[{ text: texts.home.at }, { text: texts.home.about }, { text: texts.home.outcome }, { text: texts.call.note }]}
        rows={calls.map((call) => [
          <a href={localHref(language, PATHS.call(call.id))}>
            <InstantAt at={call.askedAt} zone={contact.deps.zone} />
          </a>,
          call.requestNumber === null ? adviceTitle(contact, call) : <span class="number">{call.requestNumber}</span>,
          texts.home.outcomes[call.outcome],
          call.endedAt === null ? texts.home.open : call.note,
        ])}
      />
      <p>
        {!isFirst && <a href={localHref(language, PATHS.home)}>{texts.home.newest}</a>}{' '}
        {older !== null && <a href={older}>{texts.home.older}</a>}
      </p>
    </>
  )
}
