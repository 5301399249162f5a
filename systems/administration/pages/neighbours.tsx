// How each neighbour is, and messages that did not leave.
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText } from '@ruqsat/foundation'
import type { FailedMessage } from '@ruqsat/messaging/contract'
import { Button, flash, Form, readForm, StatusTag, Table, useLanguage } from '@ruqsat/web'
import { PATHS, type NeighbourState } from '../deps.ts'
import { insertAct } from '../store/acts.ts'
import texts from '../texts.yaml'
import { send } from './frame.tsx'
import { goTo, hrefOf, type AdministrationVisit } from './guard.ts'

const words = texts.neighbours
/** As many as a person looks through at once; the rest follows when these have left. */
const MOST_SHOWN = 50
const KINDS = { answers: 'success', silent: 'danger', trying: 'warning', unbound: 'neutral' } as const
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function showNeighbours(visit: AdministrationVisit): Promise<unknown> {
  const { deps } = visit.administration
  const [neighbours, failed] = await Promise.all([deps.neighbours(), deps.failedMessages.list(MOST_SHOWN)])
  return send(
    visit,
    { title: words.title, width: 'wide' },
    <NeighboursPage neighbours={neighbours} failed={failed} zone={deps.zone} action={hrefOf(visit, PATHS.neighbours)} />,
  )
}

/** Tries again what the page showed; what failed meanwhile was not seen and is left. */
export async function postRetry(visit: AdministrationVisit): Promise<unknown> {
  const { administration, administrator, request } = visit
  const { deps } = administration
  const shown = readForm(request)
    .texts('message')
    .filter((id) => UUID.test(id))
  const count = await deps.failedMessages.retry(shown)
  if (count > 0) {
    const by = { id: administrator.id, name: administrator.name }
    const at = await deps.legalClock.now()
    await insertAct(deps.database.sql, { kind: 'messagesRetried', subject: 'messages', facts: { count }, why: '', by, at })
  }
  flash(request, 'success', fillText(words.offered, { count }))
  return goTo(visit, PATHS.neighbours)
}

type PageProps = {
  readonly neighbours: readonly NeighbourState[]
  readonly failed: readonly FailedMessage[]
  readonly zone: ZoneRules
  readonly action: string
}

function NeighboursPage({ neighbours, failed, zone, action }: PageProps) {
  const language = useLanguage()
  return (
    <>
      <h1>{words.title}</h1>
      <Table
        caption={words.title}
        captionHidden
        columns={[{ text: words.name }, { text: words.state }, { text: words.since }, { text: words.note, width: 'wide' }]}
        rows={neighbours.map(({ name, state, since, note }) => [
          name,
          <StatusTag kind={KINDS[state]} text={words.states[state]} />,
          since === null ? '–' : formatInstant(since, zone, language),
          note === null ? '–' : <>{note}</>,
        ])}
      />
      <h2>{words.messages}</h2>
      <p>{words.messagesLead}</p>
      <Table
        caption={words.messages}
        captionHidden
        empty={words.none}
        columns={[{ text: words.to }, { text: words.when }, { text: words.why, width: 'wide' }]}
        rows={failed.map(({ channel, recipientMasked, keptAt, cause }) => [
          `${channel === 'sms' ? 'SMS' : 'E-mail'}: ${recipientMasked}`,
          formatInstant(keptAt, zone, language),
          words.causes[cause],
        ])}
      />
      {failed.length > 0 && (
        <Form action={action}>
          {failed.map(({ messageId }) => (
            <input type="hidden" name="message" value={messageId} />
          ))}
          <Button text={words.retry} />
        </Form>
      )}
      <p>{words.incidents}</p>
    </>
  )
}
