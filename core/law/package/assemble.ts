import type { LocalText, Source } from '@ruqsat/foundation'
import { sha256Hex } from './hash.ts'
import type { Parts } from './parts.ts'
import type { ActIdentity, DecidedReading, Force, HistoryNote, ItemChange } from './act-model.ts'
import type {
  Abbreviation,
  Authority,
  Complaint,
  Next,
  Notice,
  Procedure,
  Regulation,
  Results,
  Step,
  Transcript,
  Unit,
  Variant,
  View,
  WrittenNext,
  WrittenRow,
} from './model.ts'

/**
 * Puts the files of a package together as one `Regulation`. It trusts that each file has its schema's shape; what the files say about
 * each other is judged afterwards by `crossCheck`. What a writer may leave out becomes an explicit null here.
 */
export function assemble(parts: Parts): Regulation {
  const act = parts.act[0]!.value as LooseAct
  const units = (parts.units[0]!.value as { readonly units: readonly LooseUnit[] }).units
  const readings = (parts.findings[0]!.value as { readonly readings: readonly DecidedReading[] }).readings
  const regulation: Regulation = {
    kind: 'regulation',
    id: act.id,
    act: identityOf(parts, act.act),
    service: act.service,
    summary: act.summary,
    authority: act.authority === undefined ? NO_AUTHORITY : authorityOf(act.authority),
    laws: act.laws,
    units: units.map((unit) => keep(parts, unit, unitOf(unit))),
    abbreviations: act.abbreviations.map((each) => keep(parts, each, abbreviationOf(each))),
    applicants: act.applicants ?? [],
    host: act.host,
    conventions: act.conventions ?? [],
    complaint: act.complaint ?? NO_COMPLAINT,
    variants: parts.variant.map((part) => variantOf(parts, part.value as LooseVariant)).toSorted(offeredFirst),
    ...noticesOf(parts),
    transcripts: parts.transcript.map((part) => transcriptOf(parts, part.value as LooseTranscript)),
    templates: parts.templates.map((file) => ({ file: file.path, sha256: sha256Hex(file.text) })),
    readings,
  }
  const root = parts.places.get(act)
  if (root !== undefined) parts.places.set(regulation, root)
  return regulation
}

type Optional<T, Keys extends keyof T> = Omit<T, Keys> & { readonly [Key in Keys]?: NonNullable<T[Key]> }
type LooseAct = Omit<Regulation, 'act' | 'abbreviations' | 'authority' | 'applicants' | 'conventions' | 'complaint'> & {
  readonly act: LooseIdentity
  readonly abbreviations: readonly LooseAbbreviation[]
  readonly authority?: LooseAuthority
} & Partial<Pick<Regulation, 'applicants' | 'conventions' | 'complaint'>>
type LooseForce = Optional<Force, 'days'>
type LooseIdentity = Optional<
  Omit<ActIdentity, 'force' | 'history'>,
  'nature' | 'unitList' | 'stated' | 'lists' | 'duties' | 'conditions' | 'legend'
> & {
  readonly force: LooseForce
  readonly history: readonly LooseNote[]
}
type LooseNote = Omit<HistoryNote, 'changes' | 'force'> & {
  readonly changes?: readonly Optional<ItemChange, 'before'>[]
  readonly force: LooseForce
}
type LooseUnit = Optional<Unit, 'role' | 'listedAs' | 'system'>
type LooseAbbreviation = Optional<Abbreviation, 'covers' | 'system' | 'definedAs' | 'defined' | 'used' | 'forms'>
type LooseAuthority = Omit<Authority, 'officeHoursSource' | 'officeHours'> & {
  readonly officeHours: Omit<Authority['officeHours'], 'kind'> & { readonly source: Source }
}
type LooseVariant = Omit<Variant, 'term' | 'fee' | 'views' | 'procedure' | 'results'> &
  Partial<Pick<Variant, 'term' | 'fee'>> & { readonly results: LooseResults }
type Unlabelled<R> = Omit<R, 'labels'> & { readonly labels?: Results['refuse']['labels'] }
type LooseResults = { readonly grant: Unlabelled<Results['grant']>; readonly refuse: Unlabelled<Results['refuse']> }
type LooseNext = Omit<Next, 'within'> & { readonly within?: Optional<NonNullable<Next['within']>, 'source'> }
type LooseStep = Omit<Step, 'time' | 'next'> & {
  readonly next: readonly LooseNext[]
  readonly time?: { readonly duration: NonNullable<Step['time']>['duration']; readonly from?: number; readonly source?: Source }
  readonly takesTerm?: boolean
}
type LooseView = Omit<View, 'steps'> & {
  readonly variant?: string
  readonly variants?: readonly string[]
  readonly steps: readonly LooseStep[]
}
type LooseProcedure = Omit<Procedure, 'steps'> & { readonly variant: string; readonly steps: readonly LooseStep[] }

type LooseRow = Optional<
  Omit<WrittenRow, 'next' | 'times'>,
  'number' | 'step' | 'unit' | 'system' | 'about' | 'asks' | 'compares' | 'name' | 'completion'
> & {
  readonly times?: WrittenRow['times']
  readonly next?: Extract<WrittenNext, { kind: 'steps' }>['rows']
  readonly nextNone?: boolean
  readonly nextWords?: Extract<WrittenNext, { kind: 'words' }>['text']
}
type LooseNotice = Optional<Notice, 'variants' | 'views'>

type LooseTranscript = Optional<Omit<Transcript, 'rows'>, 'variants' | 'cutAfter'> & { readonly rows: readonly LooseRow[] }

function identityOf(parts: Parts, loose: LooseIdentity): ActIdentity {
  return keep(parts, loose, {
    ...loose,
    force: forceOf(parts, loose.force),
    history: loose.history.map((note) =>
      keep(parts, note, { ...note, force: forceOf(parts, note.force), changes: (note.changes ?? []).map((change) => changeOf(change)) }),
    ),
    nature: loose.nature === undefined ? null : { ...loose.nature, type: loose.nature.type ?? null },
    unitList: loose.unitList ?? null,
    stated: loose.stated ?? [],
    lists: loose.lists ?? [],
    duties: loose.duties ?? [],
    conditions: loose.conditions ?? [],
    legend: loose.legend ?? null,
  })
}

function forceOf(parts: Parts, loose: LooseForce): Force {
  return keep(parts, loose, { ...loose, days: loose.days ?? null })
}

/** An item that is inserted was not there before; what a replaced one said is unknown unless the package tells. */
function changeOf(loose: Optional<ItemChange, 'before'>): ItemChange {
  return { ...loose, before: loose.before ?? (loose.operation === 'insert' ? 'absent' : 'unknown') }
}

function unitOf(loose: LooseUnit): Unit {
  return { ...loose, role: loose.role ?? null, listedAs: loose.listedAs ?? null, system: loose.system ?? null }
}

function abbreviationOf(loose: LooseAbbreviation): Abbreviation {
  return {
    ...loose,
    covers: loose.covers ?? [],
    system: loose.system ?? null,
    definedAs: loose.definedAs ?? null,
    defined: loose.defined ?? true,
    used: loose.used ?? true,
    forms: loose.forms ?? [],
  }
}

function noticesOf(parts: Parts): Pick<Regulation, 'notices'> {
  const [file] = parts.notices
  if (file === undefined) return {}
  const { notices } = file.value as { readonly notices: readonly LooseNotice[] }
  return {
    notices: notices.map((loose) =>
      keep(parts, loose, { ...loose, variants: loose.variants ?? variantIds(parts), views: loose.views ?? CHANNELS }),
    ),
  }
}

const CHANNELS: readonly View['id'][] = ['portal', 'desk', 'centre']

function variantIds(parts: Parts): readonly string[] {
  return (parts.variant.map((part) => part.value) as LooseVariant[]).map((variant) => variant.id)
}

function transcriptOf(parts: Parts, loose: LooseTranscript): Transcript {
  const variants = loose.variants ?? variantIds(parts)
  return keep(parts, loose, { ...loose, variants, cutAfter: loose.cutAfter ?? null, rows: loose.rows.map((row) => rowOf(parts, row)) })
}

function rowOf(parts: Parts, loose: LooseRow): WrittenRow {
  return keep(parts, loose, {
    number: loose.number ?? null,
    step: loose.step ?? null,
    unit: loose.unit ?? null,
    system: loose.system ?? null,
    about: loose.about ?? null,
    times: loose.times ?? [],
    next: writtenNextOf(loose),
    asks: loose.asks ?? null,
    compares: loose.compares ?? null,
    name: loose.name ?? null,
    completion: loose.completion ?? null,
    source: loose.source,
  })
}

function writtenNextOf(loose: LooseRow): WrittenNext {
  if (loose.next !== undefined) return { kind: 'steps', rows: loose.next }
  if (loose.nextWords !== undefined) return { kind: 'words', text: loose.nextWords }
  return { kind: loose.nextNone === true ? 'none' : 'unsaid' }
}

const UNKNOWN: LocalText = { kk: 'белгісіз', ru: 'неизвестно', en: 'unknown' }
const NO_SOURCE: Source = { act: '', item: '', certainty: 'assumed' }

/** Stand in where nothing but an act's annexes is at hand; `crossCheck` lets such an act have no variants. */
export const NO_AUTHORITY: Authority = {
  id: 'unknown',
  name: UNKNOWN,
  address: UNKNOWN,
  phone: '',
  zone: '',
  officeHours: { kind: 'officeHours', id: 'unknown', title: UNKNOWN, days: [], source: NO_SOURCE },
  officeHoursSource: NO_SOURCE,
  calendar: '',
  source: NO_SOURCE,
}
export const NO_COMPLAINT: Complaint = { place: UNKNOWN, term: UNKNOWN, source: NO_SOURCE }

function authorityOf(loose: LooseAuthority): Authority {
  return { ...loose, officeHours: { kind: 'officeHours', ...loose.officeHours }, officeHoursSource: loose.officeHours.source }
}

function variantOf(parts: Parts, loose: LooseVariant): Variant {
  const procedure = (parts.procedure.map((part) => part.value) as LooseProcedure[]).find((each) => each.variant === loose.id)
  const views = (parts.view.map((part) => part.value) as LooseView[]).filter(
    (each) => each.variant === loose.id || each.variants?.includes(loose.id),
  )
  const term = loose.term ?? null
  return keep(parts, loose, {
    ...loose,
    results: resultsOf(parts, loose.results),
    term,
    fee: loose.fee ?? null,
    views: views.map((view) => viewOf(parts, view, term)),
    procedure:
      procedure === undefined
        ? NO_PROCEDURE
        : keep(parts, procedure, {
            id: procedure.id,
            steps: procedure.steps.map((step) => stepOf(parts, step, term)),
            source: procedure.source,
          }),
  })
}

function resultsOf(parts: Parts, loose: LooseResults): Results {
  const grant = keep(parts, loose.grant, { ...loose.grant, labels: loose.grant.labels ?? {} })
  return { grant, refuse: keep(parts, loose.refuse, { ...loose.refuse, labels: loose.refuse.labels ?? {} }) }
}

/** Stands in until `crossCheck` refuses the package for the missing procedure; it never leaves the loader. */
export const NO_PROCEDURE: Procedure = { id: '', steps: [], source: { act: '', item: '', certainty: 'assumed' } }

function viewOf(parts: Parts, view: LooseView, term: Variant['term']): View {
  return keep(parts, view, {
    id: view.id,
    name: view.name,
    offered: view.offered,
    steps: view.steps.map((step) => stepOf(parts, step, term)),
    source: view.source,
  })
}

/** What people may use stands before what is only transcribed; otherwise the order of the files. */
function offeredFirst(left: Variant, right: Variant): number {
  return Number(right.offered) - Number(left.offered)
}

/** A time cites the step's own paragraph unless it says otherwise; one that takes the variant's whole term cites the term's. */
function stepOf(parts: Parts, loose: LooseStep, term: Variant['term']): Step {
  const { takesTerm, ...step } = loose
  const own = step.time === undefined ? null : { ...step.time, source: step.time.source ?? step.source }
  const next = step.next.map((row) => nextOf(parts, row, step.source))
  return keep(parts, loose, { ...step, next, time: takesTerm === true ? term : own })
}

function nextOf(parts: Parts, loose: LooseNext, source: Source): Next {
  const { within, ...row } = loose
  return keep(parts, loose, within === undefined ? row : { ...row, within: { ...within, source: within.source ?? source } })
}

/** The finished object keeps the place of the written one. */
function keep<T extends object>(parts: Parts, written: object, finished: T): T {
  const place = parts.places.get(written)
  if (place !== undefined) parts.places.set(finished, place)
  return finished
}
