import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { csvText, fillText, formatDate, inAll, type Language, type LocalDate } from '@ruqsat/foundation'
import { channelName } from '@ruqsat/law'
import { InstantAt } from '@ruqsat/lawpages'
import {
  Button,
  DateInput,
  Details,
  Form,
  KeyPagination,
  languageOf,
  localHref,
  Select,
  sendPieces,
  Table,
  TextInput,
  useLanguage,
} from '@ruqsat/web'
import { authorityName, zoneOfStaff } from '../cases/authority.ts'
import { PATHS } from '../http/paths.ts'
import type { Visit } from '../http/visit.ts'
import { choicesOf, type ListChoice } from '../lists/choices.ts'
import { sendWork } from '../pages/frame.tsx'
import texts from '../texts.yaml'
import { completeEntries, entriesFor, isNarrowed, searchOfEntries, wantedEntries, type ShownEntry, type WantedEntries } from './entries.ts'

const words = texts.journal
const NOT_LOADED = texts.refusals['workstation.edition-not-loaded'].text
const PAGE_SIZE = 25
/** What is printed at once; more is a file. */
export const MOST_PRINTED = 500
/** Rows of the file that are asked for together. */
const PIECE = 50

/** The registration journal of the authority, newest first. */
export async function showJournal(visit: Visit): Promise<unknown> {
  await completeEntries(visit)
  const wanted = wantedEntries(visit.query)
  const zone = zoneOfStaff(visit.work.deps, visit.staff)
  const { entries, next } = await entriesFor(visit, wanted, zone, PAGE_SIZE)
  const services = choicesOf(visit, true).services
  return sendWork(
    visit,
    { title: texts.pages.journal, width: 'wide' },
    <JournalPage
      wanted={wanted}
      entries={entries}
      zone={zone}
      next={next && searchOfEntries({ ...wanted, after: next })}
      services={services}
    />,
  )
}

type PageProps = {
  readonly wanted: WantedEntries
  readonly entries: readonly ShownEntry[]
  readonly zone: ZoneRules
  readonly next: string | null
  readonly services: readonly ListChoice[]
}

function JournalPage({ wanted, entries, zone, next, services }: PageProps) {
  const language = useLanguage()
  const href = localHref(language, PATHS.journal)
  const all = { ...wanted, after: null }
  return (
    <>
      <h1>{texts.pages.journal}</h1>
      <JournalFilters wanted={wanted} services={services} />
      <Entries entries={entries} empty={isNarrowed(wanted) ? words.notFound : words.empty} zone={zone} />
      <KeyPagination first={wanted.after === null ? null : `${href}${searchOfEntries(all)}`} next={next && `${href}${next}`} />
      {entries.length > 0 && (
        <p>
          <a href={`${localHref(language, PATHS.journalPrint)}${searchOfEntries(all)}`}>{words.print}</a>{' '}
          <a href={`${localHref(language, PATHS.journalFile)}${searchOfEntries(all)}`}>{words.file}</a>
        </p>
      )}
    </>
  )
}

function JournalFilters({ wanted, services }: Pick<PageProps, 'wanted' | 'services'>) {
  const language = useLanguage()
  const day = (name: 'from' | 'until') => ({ name, ...(wanted[name] !== null && { value: partsOf(wanted[name]) }) })
  return (
    <Form class="filters" method="get" action={localHref(language, PATHS.journal)}>
      <div class="search">
        <TextInput name="text" type="search" label={words.search} hint={words.searchHint} value={wanted.text} spellcheck={false} />
        <Button kind="secondary" text={texts.pages.search} />
      </div>
      <Details summary={texts.listPage.more} open={wanted.service !== '' || wanted.from !== null || wanted.until !== null}>
        <DateInput {...day('from')} legend={words.from} />
        <DateInput {...day('until')} legend={words.until} />
        {services.length > 1 && (
          <Select name="service" label={texts.pages.service} options={services} value={wanted.service} empty={texts.listPage.every} />
        )}
        <Button kind="secondary" text={texts.overview.show} />
      </Details>
      {isNarrowed(wanted) && (
        <p>
          <a href={localHref(language, PATHS.journal)}>{texts.listPage.clear}</a>
        </p>
      )}
    </Form>
  )
}

function partsOf(day: LocalDate) {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-')
  return { day: String(Number(dayOfMonth)), month: String(Number(month)), year }
}

const COLUMNS = [
  texts.pages.journalNumber,
  words.entered,
  texts.pages.applicant,
  texts.pages.service,
  texts.caseFile.channel,
  texts.pages.requestNumber,
]

type EntriesProps = { readonly entries: readonly ShownEntry[]; readonly empty: typeof words.empty; readonly zone: ZoneRules }

function Entries({ entries, empty, zone: ownZone }: EntriesProps) {
  const language = useLanguage()
  return (
    <Table
      caption={texts.pages.journal}
      captionHidden
      empty={empty}
      columns={COLUMNS.map((text) => ({ text }))}
      rows={entries.map(({ number, enteredAt, scene }) => {
        if (scene === null)
          return [<span class="number">{number}</span>, <InstantAt at={enteredAt} zone={ownZone} />, '—', NOT_LOADED, '—', '—']
        const { view, zone, variant } = scene
        const { requestNumber, service } = view.summary
        return [
          <span class="number">{number}</span>,
          <InstantAt at={enteredAt} zone={zone} />,
          view.party.name,
          service,
          channelName(variant, view.state.opening?.view ?? ''),
          <a class="number" href={localHref(language, PATHS.case(requestNumber))}>
            {requestNumber}
          </a>,
        ]
      })}
    />
  )
}

/** What was found as one sheet: whose journal, which days, when it was printed. */
export async function printJournal(visit: Visit): Promise<unknown> {
  const { work, staff } = visit
  const wanted = { ...wantedEntries(visit.query), after: null }
  const zone = zoneOfStaff(work.deps, staff)
  const { entries, next } = await entriesFor(visit, wanted, zone, MOST_PRINTED)
  const at = await work.deps.legalClock.now()
  const back = { href: `${localHref(languageOf(visit.request), PATHS.journal)}${searchOfEntries(wanted)}`, text: texts.pages.journal }
  return sendWork(
    visit,
    { title: texts.pages.journal, width: 'wide', back },
    <>
      <h1>{texts.pages.journal}</h1>
      <p class="lead">{authorityName(work.deps, staff.authority)}</p>
      <Narrowed wanted={wanted} />
      <Printed at={at} zone={zone} by={staff.name} />
      {next !== null && <p>{fillText(words.cut, { most: MOST_PRINTED })}</p>}
      <Entries entries={entries} empty={words.notFound} zone={zone} />
    </>,
  )
}

function Narrowed({ wanted: { text, from, until } }: { readonly wanted: WantedEntries }) {
  const day = (date: LocalDate) => inAll((language) => formatDate(date, language))
  return (
    <>
      {from !== null && <p>{fillText(words.fromDay, { day: day(from) })}</p>}
      {until !== null && <p>{fillText(words.untilDay, { day: day(until) })}</p>}
      {text !== '' && <p>{fillText(words.sought, { text })}</p>}
    </>
  )
}

function Printed({ at, zone, by }: { readonly at: string; readonly zone: ZoneRules; readonly by: string }) {
  return <p class="muted">{fillText(words.printed, { at: formatInstant(at, zone, useLanguage()), by })}</p>
}

/** Everything that was found, for a spreadsheet: written while it is read. */
export function sendJournalFile(visit: Visit): unknown {
  const language = languageOf(visit.request)
  const pieces = filePieces(visit, language)
  return sendPieces(visit.request, visit.reply, { pieces, mediaType: 'text/csv; charset=utf-8', fileName: 'journal.csv' })
}

async function* filePieces(visit: Visit, language: Language): AsyncGenerator<string> {
  const zone = zoneOfStaff(visit.work.deps, visit.staff)
  let wanted = { ...wantedEntries(visit.query), after: null as WantedEntries['after'] }
  yield csvText([COLUMNS.map((text) => text[language])], language)
  do {
    const { entries, next } = await entriesFor(visit, wanted, zone, PIECE)
    // Only the file begins with the mark of its encoding.
    if (entries.length > 0)
      yield csvText(
        entries.map((entry) => fileRow(entry, zone, language)),
        language,
      ).slice(1)
    wanted = { ...wanted, after: next }
  } while (wanted.after !== null)
}

function fileRow({ number, enteredAt, scene }: ShownEntry, ownZone: ZoneRules, language: Language): readonly string[] {
  if (scene === null) return [number, formatInstant(enteredAt, ownZone, language), '—', NOT_LOADED[language], '—', '—']
  const { view, zone, variant } = scene
  const { requestNumber, service } = view.summary
  const channel = channelName(variant, view.state.opening?.view ?? '')
  return [number, formatInstant(enteredAt, zone, language), view.party.name, service[language], channel[language], requestNumber]
}
