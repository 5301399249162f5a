// The log of all operators, for a supervisor: who asked, about which request or service, what was shown, what was noted.
import { isRefusal, parseRequestNumber } from '@ruqsat/foundation'
import { InstantAt } from '@ruqsat/lawpages'
import { Button, Form, KeyPagination, localHref, Select, sendPage, sendRefusal, Table, TextInput, useLanguage } from '@ruqsat/web'
import { PATHS, type Contact } from '../deps.ts'
import { refuseContact } from '../refusals.ts'
import { callsOfAll, type LoggedCall } from '../store/calls.ts'
import { everyOperator, type Operator } from '../store/operators.ts'
import texts from '../texts.yaml'
import { adviceTitle } from './advice-title.ts'
import { hrefOf, type ContactVisit } from './guard.ts'

const PAGE_SIZE = 25
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Wanted = { readonly operator: string; readonly number: string; readonly before: string }

/** The newest first; of one operator or about one request, where asked for. */
export async function showLog(visit: ContactVisit): Promise<unknown> {
  const { contact, request, reply, operator } = visit
  const back = { href: hrefOf(visit, PATHS.home), text: texts.home.title }
  if (!operator.isSupervisor) return sendRefusal(request, reply, refuseContact('no-such-call'), { status: 404, back })
  const wanted = wantedIn(request.query as Readonly<Record<string, unknown>>)
  const number = wanted.number === '' ? null : parseRequestNumber(wanted.number)
  const { sql } = contact.deps.database
  const [operators, read] = await Promise.all([
    everyOperator(sql),
    isRefusal(number)
      ? []
      : callsOfAll(sql, {
          operatorId: wanted.operator || null,
          requestNumber: number,
          before: wanted.before || null,
          limit: PAGE_SIZE + 1,
        }),
  ])
  const calls = read.slice(0, PAGE_SIZE)
  const next = read.length > PAGE_SIZE ? calls.at(-1)!.id : null
  return sendPage(
    request,
    reply,
    { title: texts.log.title, width: 'wide' },
    <LogPage contact={contact} operators={operators} wanted={wanted} calls={calls} next={next} />,
  )
}

function wantedIn(query: Readonly<Record<string, unknown>>): Wanted {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 100) : '')
  const id = (name: string) => (UUID.test(text(name)) ? text(name) : '')
  return { operator: id('operator'), number: text('number'), before: id('before') }
}

type LogProps = {
  readonly contact: Contact
  readonly operators: readonly Operator[]
  readonly wanted: Wanted
  readonly calls: readonly LoggedCall[]
  readonly next: string | null
}

function LogPage({ contact, operators, wanted, calls, next }: LogProps) {
  const language = useLanguage()
  const here = localHref(language, PATHS.log)
  const search = (before: string) => {
    const all = Object.entries({ ...wanted, before }).filter(([, value]) => value !== '')
    return all.length === 0 ? here : `${here}?${new URLSearchParams(all).toString()}`
  }
  return (
    <>
      <h1>{texts.log.title}</h1>
      <Form action={here} method="get" role="search">
        <Select
          name="operator"
          label={texts.log.operator}
          options={operators.map(({ id, name }) => ({ value: id, text: name }))}
          value={wanted.operator}
          empty={texts.log.everybody}
        />
        <TextInput name="number" label={texts.request.number} value={wanted.number} width={20} spellcheck={false} autocomplete="off" />
        <Button text={texts.log.show} kind="secondary" />
      </Form>
      <Table
        caption={texts.log.title}
        captionHidden
        empty={texts.log.empty}
        columns={[
          { text: texts.home.at },
          { text: texts.log.operator },
          { text: texts.home.about },
          { text: texts.home.outcome },
          { text: texts.call.note },
        ]}
        rows={calls.map((call) => [
          <InstantAt at={call.askedAt} zone={contact.deps.zone} />,
          call.operatorName,
          call.requestNumber === null ? adviceTitle(contact, call) : <span class="number">{call.requestNumber}</span>,
          texts.home.outcomes[call.outcome],
          call.endedAt === null ? texts.home.open : call.note,
        ])}
      />
      <KeyPagination first={wanted.before === '' ? null : search('')} next={next === null ? null : search(next)} />
    </>
  )
}
