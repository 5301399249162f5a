import { fillText, formatDate, tidyLine, type Language } from '@ruqsat/foundation'
import { findVariant, stepById, findView, signingStep } from '@ruqsat/law'
import { formatInstant } from '@ruqsat/clock'
import {
  Button,
  Form,
  InsetText,
  KeyPagination,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  sendPage,
  StatusTag,
  Table,
  TaskList,
  TextInput,
  useLanguage,
  say,
  type TaskItem,
} from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { accessTo } from '../application/core/access.ts'
import type { Draft } from '../application/drafts/model.ts'
import type { Person } from '../registration/people/person.ts'
import { namesOf } from '../registration/people/store.ts'
import { isInvited } from '../registration/rights/acting.ts'
import { draftsOf } from '../application/drafts/store.ts'
import { RefundList, refundsFor, type ListedRefund } from '../application/pages/refund-list.tsx'
import { pageOfRequests, statusTagOf } from './requests.ts'
import hallTexts from './halls/texts.yaml'
import { hasPowers } from './rights/powers.tsx'
import rightsTexts from './rights/texts.yaml'
import texts from './texts.yaml'

/** A firm's draft that only waits for who may sign. */
const READY_TO_SIGN = { kind: 'information', text: texts.texts.readyToSign.text } as const

const DRAFT_STATUS: Readonly<Record<Draft['status'], TaskItem['status']>> = {
  open: { kind: 'warning', text: texts.texts.draftStatus.open.text },
  waiting: { kind: 'information', text: texts.texts.draftStatus.waiting.text },
  registered: { kind: 'success', text: texts.texts.draftStatus.registered.text },
  abandoned: { kind: 'neutral', text: texts.texts.draftStatus.abandoned.text },
}

export function cabinetPage(app: FastifyInstance, portal: Portal): void {
  app.get(
    localPath(PATHS.cabinet),
    portal.requirePerson(async (request, reply, person) => {
      const wanted = wantedIn(request.query)
      const [drafts, page, refunds, isAsked, powers] = await Promise.all([
        openDrafts(portal, person, languageOf(request)),
        pageOfRequests(portal, person, wanted),
        refundsFor(portal, person),
        isInvited(portal, person),
        hasPowers(portal),
      ])
      return sendPage(
        request,
        reply,
        { title: texts.cabinet.title, width: 'wide' },
        <Cabinet
          person={person}
          drafts={drafts}
          page={page}
          wanted={wanted}
          refunds={refunds}
          isAsked={isAsked}
          hasHalls={portal.deps.bookings !== undefined}
          seesPowers={powers && (person.bin === null || person.isHead === true)}
        />,
      )
    }),
  )
}

type Wanted = { readonly text: string; readonly after: string }

function wantedIn(query: unknown): Wanted {
  const { text, after } = query as Readonly<Record<string, unknown>>
  const one = (value: unknown) => (typeof value === 'string' ? tidyLine(value).slice(0, 100) : '')
  return { text: one(text), after: one(after) }
}

/** A draft as the list shows it: what it is for, where it is, what comes next. */
async function openDrafts(portal: Portal, person: Person, language: Language): Promise<readonly TaskItem[]> {
  const { sql } = portal.deps.database
  const open = (await draftsOf(sql, person)).filter(
    (draft) => draft.status !== 'registered' && accessTo(person, draft, 'see') === 'allowed',
  )
  const names = person.bin === null ? null : await namesOf(sql, open.map(changerOf))
  return open.map((draft) => draftItem(portal, draft, language, names))
}

const changerOf = ({ changedBy, accountId }: Draft) => changedBy ?? accountId

type Names = ReadonlyMap<string, string> | null

function draftItem(portal: Portal, draft: Draft, language: Language, names: Names): TaskItem {
  const href = localHref(language, PATHS.draft(draft.id))
  const edition = portal.editionOf(draft.editionHash)
  const variant = edition && findVariant(edition.regulation, draft.variant)
  const view = variant && findView(variant, draft.view)
  if (edition === null || variant === null || view === null)
    return { text: texts.cabinet.unknown, href, status: DRAFT_STATUS[draft.status] }
  const { regulation } = edition
  const step = stepById(view.steps, draft.stepId)
  const changed = formatInstant(draft.changedAt, portal.zone(regulation), language)
  const by = names?.get(changerOf(draft))
  // A firm's draft that only waits for its signature is said so to everybody of the firm.
  const isReady = names !== null && draft.status === 'open' && step === signingStep(view.steps)
  const status = isReady ? READY_TO_SIGN : DRAFT_STATUS[draft.status]
  // A person who gave a draft up was shown that nothing comes next: opened again, it begins with what is to be paid or signed then.
  const next = draft.status === 'abandoned' ? '' : `${texts.cabinet.next[language]}: ${step.name[language]}. `
  const forWhom = draft.power === null ? '' : `, ${fillText(texts.cabinet.forWhom, { name: draft.power.principal.name })[language]}`
  return {
    text: `${regulation.service[language]}: ${variant.name[language]}`,
    href,
    hint: `${next}${fillText(texts.cabinet.changedAt, { at: changed })[language]}${by === undefined ? '' : `, ${by}`}${forWhom}`,
    status,
  }
}

function Cabinet({
  person,
  drafts,
  page,
  wanted,
  refunds,
  isAsked,
  hasHalls,
  seesPowers,
}: {
  readonly person: Person
  readonly drafts: readonly TaskItem[]
  readonly page: RequestPage
  readonly wanted: Wanted
  readonly refunds: readonly ListedRefund[]
  /** A head of a firm waits for this person's answer. */
  readonly isAsked: boolean
  readonly hasHalls: boolean
  /** Some act on offer lets somebody apply for another; a firm's powers are for its head. */
  readonly seesPowers: boolean
}) {
  const language = useLanguage()
  return (
    <>
      <h1>{texts.cabinet.title}</h1>
      <p>{person.organisation === null ? person.name : `${person.organisation}, ${person.name}`}</p>
      {isAsked && (
        <InsetText>
          <p>
            <a href={localHref(language, PATHS.rights)}>{rightsTexts.waiting}</a>
          </p>
        </InsetText>
      )}
      <h2>{texts.cabinet.requests}</h2>
      <Requests {...page} wanted={wanted} />
      <h2>{texts.cabinet.drafts}</h2>
      {drafts.length === 0 ? <p>{texts.cabinet.noDrafts}</p> : <TaskList items={drafts} />}
      <RefundList refunds={refunds} />
      <p>
        <LinkButton href={localHref(language, PATHS.home)} text={texts.cabinet.start} />
      </p>
      <ul>
        <li>
          <a href={localHref(language, PATHS.account)}>{texts.cabinet.account}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.keys)}>{texts.cabinet.keys}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.asked)}>{texts.asked.title}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.rights)}>{rightsTexts.title}</a>
        </li>
        {seesPowers && (
          <li>
            <a href={localHref(language, PATHS.powers)}>{rightsTexts.powers.title}</a>
          </li>
        )}
        {hasHalls && (
          <li>
            <a href={localHref(language, PATHS.halls)}>{hallTexts.title}</a>
          </li>
        )}
      </ul>
    </>
  )
}

type RequestPage = Awaited<ReturnType<typeof pageOfRequests>>

function Requests({ requests, next, wanted }: RequestPage & { readonly wanted: Wanted }) {
  const language = useLanguage()
  const columns = [
    { text: texts.cabinet.number },
    { text: texts.cabinet.service, width: 'wide' as const },
    { text: texts.cabinet.stage },
    { text: texts.cabinet.due },
  ]
  const rows = requests.map((request) => [
    <a class="number" href={localHref(language, PATHS.request(request.requestNumber))}>
      {request.requestNumber}
    </a>,
    `${say(request.service)}: ${say(request.variant)}`,
    <>
      <StatusTag {...statusTagOf(request)} /> {request.stage}
    </>,
    formatDate(request.totalDueOn, language),
  ])
  const here = localHref(language, PATHS.cabinet)
  const isWhole = wanted.text === '' && wanted.after === ''
  const address = (after: string) =>
    `${here}?${new URLSearchParams({ ...(wanted.text !== '' && { text: wanted.text }), ...(after !== '' && { after }) })}`
  return (
    <>
      {(!isWhole || next !== null) && (
        <Form class="search" method="get" action={here}>
          <TextInput name="text" type="search" label={texts.cabinet.search} value={wanted.text} spellcheck={false} />
          <Button kind="secondary" text={texts.cabinet.find} />
        </Form>
      )}
      <Table
        caption={texts.cabinet.requests}
        captionHidden
        columns={columns}
        rows={rows}
        empty={isWhole ? texts.cabinet.noRequests : texts.cabinet.nothingFound}
      />
      <KeyPagination
        first={wanted.after === '' ? null : address('')}
        next={next === null ? null : address(next)}
        of={texts.cabinet.requests}
      />
      {wanted.text !== '' && (
        <p>
          <a href={here}>{texts.cabinet.all}</a>
        </p>
      )}
    </>
  )
}
