// The security log for administrators: who signed in or was refused, whose rights changed, who read what. Found by kind, account and day, and taken
// out as a file. Who looks at it leaves an entry of their own.
import { formatInstant, isLocalDate, toInstant } from '@ruqsat/clock'
import { isUuid, type LocalDate, type LocalText } from '@ruqsat/foundation'
import { SECURITY_KINDS, type EntryQuery, type KeptEntry, type SecurityKind } from '@ruqsat/security'
import {
  Button,
  Form,
  KeyPagination,
  LinkButton,
  localHref,
  Select,
  sendPieces,
  StatusTag,
  Table,
  TextInput,
  useLanguage,
} from '@ruqsat/web'
import { PATHS, type Administration } from '../deps.ts'
import { administratorById } from '../store/administrators.ts'
import texts from '../texts.yaml'
import { send } from './frame.tsx'
import { asked, type AdministrationVisit } from './guard.ts'

const words = texts.securityLog
const PAGE_SIZE = 50
const AT_ONCE = 500
/** Before it there was no log of any house; the database knows no year 0. */
const FIRST_DAY = '2000-01-01'

type Filter = { readonly kind: SecurityKind | null; readonly person: string; readonly on: string }
/** What is typed and finds nothing: said at its field. */
type Wrong = { readonly person: LocalText | null; readonly on: LocalText | null }

function filterOf(visit: AdministrationVisit): { readonly filter: Filter; readonly wrong: Wrong } {
  const kind = asked(visit, 'kind')
  const filter = {
    kind: SECURITY_KINDS.find((each) => each === kind) ?? null,
    person: asked(visit, 'person').trim(),
    on: asked(visit, 'on').trim(),
  }
  const wrong = {
    person: filter.person === '' || isUuid(filter.person) ? null : words.personWrong,
    on: filter.on === '' || (isLocalDate(filter.on) && filter.on >= FIRST_DAY) ? null : words.dayWrong,
  }
  return { filter, wrong }
}

/** A day is that of the clock by which the page shows times. */
function queryOf({ deps }: Administration, { kind, person, on }: Filter): Omit<EntryQuery, 'limit' | 'before'> {
  const day = on as LocalDate
  const period = on === '' ? {} : { from: toInstant(day, '00:00', deps.zone), until: toInstant(day, '24:00', deps.zone) }
  return { kind, actor: person === '' ? null : person, ...period }
}

export async function showSecurityLog(visit: AdministrationVisit): Promise<unknown> {
  const { administration } = visit
  const { filter, wrong } = filterOf(visit)
  const before = /^\d{1,15}$/.test(asked(visit, 'before')) ? Number(asked(visit, 'before')) : null
  const hasErrors = wrong.person !== null || wrong.on !== null
  const log = administration.deps.security
  // Every page of it: whoever begins behind some entry reads the log all the same.
  if (!hasErrors) await recordRead(visit, filter, 'page')
  const read = hasErrors ? [] : await log.newest({ ...queryOf(administration, filter), before, limit: PAGE_SIZE + 1 })
  const entries = read.slice(0, PAGE_SIZE)
  const names = await namesOf(administration, entries)
  const next = read.length > PAGE_SIZE ? entries.at(-1)!.number : null
  return send(
    visit,
    { title: words.title, width: 'wide', hasErrors, ...(hasErrors && { status: 422 }) },
    <LogPage
      filter={filter}
      wrong={wrong}
      entries={entries}
      names={names}
      next={next}
      isFirst={before === null}
      zone={administration.deps.zone}
    />,
  )
}

function recordRead({ administration, administrator }: AdministrationVisit, { kind, person, on }: Filter, as: 'page' | 'csv' | 'json') {
  return administration.deps.security.record({
    kind: 'log-read',
    outcome: 'done',
    realm: 'administration',
    actor: administrator.id,
    facts: { as, ...(kind !== null && { kind }), ...(person !== '' && { person }), ...(on !== '' && { on }) },
  })
}

/** Of officials and administrators; applicants have none here, and their number says enough to who may look it up. */
async function namesOf({ deps }: Administration, entries: readonly KeptEntry[]): Promise<ReadonlyMap<string, string>> {
  const staff = new Set(entries.filter(({ realm }) => realm === 'workstation').flatMap(({ actor }) => (actor === null ? [] : [actor])))
  const own = new Set(entries.filter(({ realm }) => realm === 'administration').flatMap(({ actor }) => (actor === null ? [] : [actor])))
  const named = await Promise.all([
    ...[...staff].filter(isUuid).map(async (id) => [id, (await deps.office.person(id))?.staff.name] as const),
    ...[...own].filter(isUuid).map(async (id) => [id, (await administratorById(deps.database.sql, id))?.name] as const),
  ])
  return new Map(named.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])))
}

type LogProps = {
  readonly filter: Filter
  readonly wrong: Wrong
  readonly entries: readonly KeptEntry[]
  readonly names: ReadonlyMap<string, string>
  readonly next: number | null
  readonly isFirst: boolean
  readonly zone: Administration['deps']['zone']
}

const queryText = (filter: Filter, more: Readonly<Record<string, string>> = {}): string => {
  const pairs = { ...(filter.kind !== null && { kind: filter.kind }), person: filter.person, on: filter.on, ...more }
  const query = new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== '')).toString()
  return query === '' ? '' : `?${query}`
}

function LogPage({ filter, wrong, entries, names, next, isFirst, zone }: LogProps) {
  const language = useLanguage()
  const here = localHref(language, PATHS.securityLog)
  const kinds = SECURITY_KINDS.map((value) => ({ value, text: words.kinds[value] }))
  const fieldError = (text: LocalText | null) => (text === null ? {} : { error: text })
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Form action={here} method="get">
        <Select name="kind" label={words.kind} options={kinds} value={filter.kind ?? ''} empty={words.everyKind} />
        <TextInput
          name="person"
          label={words.person}
          hint={words.personHint}
          value={filter.person}
          maxlength={36}
          {...fieldError(wrong.person)}
        />
        <TextInput name="on" label={words.day} hint={words.dayHint} value={filter.on} maxlength={10} width={12} {...fieldError(wrong.on)} />
        <Button text={words.show} kind="secondary" />
      </Form>
      <Table
        caption={words.title}
        captionHidden
        empty={words.empty}
        columns={[
          { text: words.number },
          { text: words.at },
          { text: words.what, width: 'wide' },
          { text: words.who },
          { text: words.about },
        ]}
        rows={entries.map((entry) => [
          <span class="number">{String(entry.number)}</span>,
          formatInstant(entry.at, zone, language),
          <What entry={entry} />,
          <Who entry={entry} names={names} />,
          aboutOf(entry),
        ])}
      />
      <KeyPagination
        first={isFirst ? null : `${here}${queryText(filter)}`}
        next={next === null ? null : `${here}${queryText(filter, { before: String(next) })}`}
      />
      {entries.length > 0 && (
        <p>
          <LinkButton href={`${here}/csv${queryText(filter)}`} text={words.csv} kind="secondary" />{' '}
          <LinkButton href={`${here}/json${queryText(filter)}`} text={words.json} kind="secondary" />
        </p>
      )}
    </>
  )
}

function What({ entry }: { readonly entry: KeptEntry }) {
  const known = SECURITY_KINDS.find((kind) => kind === entry.kind)
  const facts = Object.entries(entry.facts).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return (
    <>
      {known === undefined ? <code>{entry.kind}</code> : words.kinds[known]}{' '}
      {entry.outcome === 'refused' && <StatusTag kind="warning" text={words.refused} />}
      {facts.length > 0 && <div class="muted">{facts.join(', ')}</div>}
    </>
  )
}

function Who({ entry, names }: { readonly entry: KeptEntry; readonly names: ReadonlyMap<string, string> }) {
  const language = useLanguage()
  const { actor, realm, role } = entry
  // What has no name of its own is shown by its code.
  const called = (names: Readonly<Record<string, LocalText>>, code: string) => names[code]?.[language] ?? code
  const where = [called(words.realms, realm), ...(role === null ? [] : [called(texts.roles, role)])].join(', ')
  if (actor === null) return <span class="muted">{where}</span>
  const name = names.get(actor) ?? actor.slice(0, 8)
  const href = `${localHref(language, PATHS.securityLog)}?person=${encodeURIComponent(actor)}`
  return (
    <>
      {isUuid(actor) ? <a href={href}>{name}</a> : actor}
      <div class="muted">{where}</div>
    </>
  )
}

function aboutOf({ caseId, subjectKind, subject, why }: KeptEntry) {
  const parts = [caseId, subject === null ? null : `${subjectKind} ${subject}`, why]
  return parts
    .filter((part) => part !== null)
    .map((part) => (
      <div>
        <code>{part}</code>
      </div>
    ))
}

const COLUMNS = [
  'number',
  'at',
  'kind',
  'outcome',
  'realm',
  'actor',
  'role',
  'authority',
  'subjectKind',
  'subject',
  'caseId',
  'why',
  'visitor',
  'facts',
] as const satisfies readonly (keyof KeptEntry)[]

/** RFC 4180. A spreadsheet runs what begins with one of four characters. */
export function csvCell(value: unknown): string {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** All that the filter finds, the newest first, written while it is read. */
export async function takeSecurityLog(visit: AdministrationVisit, as: 'csv' | 'json'): Promise<unknown> {
  const { filter, wrong } = filterOf(visit)
  if (wrong.person !== null || wrong.on !== null) return showSecurityLog(visit)
  await recordRead(visit, filter, as)
  const day = filter.on === '' ? '' : `-${filter.on}`
  return sendPieces(visit.request, visit.reply, {
    pieces: as === 'csv' ? csvOf(visit, filter) : jsonOf(visit, filter),
    mediaType: as === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
    fileName: `security-log${day}.${as}`,
  })
}

async function* pagesOf({ administration }: AdministrationVisit, filter: Filter): AsyncGenerator<readonly KeptEntry[]> {
  const query = queryOf(administration, filter)
  let before: number | null = null
  for (;;) {
    const page: readonly KeptEntry[] = await administration.deps.security.newest({ ...query, before, limit: AT_ONCE })
    if (page.length > 0) yield page
    if (page.length < AT_ONCE) return
    before = page.at(-1)!.number
  }
}

async function* csvOf(visit: AdministrationVisit, filter: Filter): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`
  for await (const page of pagesOf(visit, filter))
    yield page.map((entry) => `${COLUMNS.map((column) => csvCell(entry[column])).join(',')}\r\n`).join('')
}

async function* jsonOf(visit: AdministrationVisit, filter: Filter): AsyncGenerator<string> {
  let isFirst = true
  yield '['
  for await (const page of pagesOf(visit, filter)) {
    yield `${isFirst ? '' : ','}\n${page.map((entry) => JSON.stringify(entry)).join(',\n')}`
    isFirst = false
  }
  yield '\n]\n'
}
