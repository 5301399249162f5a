// Scenarios as text: what a department could sign as "so it must go". One fact per line, `keyword: sentence`; `#` begins a comment.
// Times are the authority's local time, `YYYY-MM-DD HH:MM`. This is the only parser; docs/regulation-language.md explains the grammar.
import { isLocalDate } from '@ruqsat/clock'
import type { ListEntry } from '@ruqsat/documents'
import type { Decision, DraftResult, EndedHow } from '@ruqsat/engine'
import { fillText, inAll, type LocalDate, type LocalText } from '@ruqsat/foundation'
import {
  NOTHING,
  packageError,
  TIMED_OUTCOMES,
  type ApplicantKind,
  type Outcome,
  type PackageError,
  type PackageFile,
  type FilePlace,
  type StaffRole,
  type TimedOutcome,
} from '@ruqsat/law'
import texts from './texts.yaml'

export type Scenario = {
  readonly path: string
  readonly title: string
  readonly given: Given
  readonly lines: readonly Line[]
  /** Paragraphs that this scenario exercises, for the coverage of the law. */
  readonly cites: readonly string[]
}
export type Line = { readonly line: number; readonly text: string; readonly fact: Fact }
export type LocalMinute = { readonly date: string; readonly time: string }

export type Given = {
  readonly line: number
  readonly text: string
  readonly variant: string
  readonly view: string
  readonly applicant: ApplicantKind
  /** Null: the scenario is about the channel before anything is registered. */
  readonly registered: LocalMinute | null
  /** The day that the scenario is about: of the registration, or as it is written; null: any day. */
  readonly on: LocalDate | null
}

/** What somebody does. Reasons and explanations are the text in quotes. */
export type ScenarioAction =
  | { readonly verb: 'accepts' | 'agrees' | 'hands over' }
  | { readonly verb: 'signs' }
  /** At a step that decides nothing: what is written, and what comes back where somebody was asked. Files by the documents that they are. */
  | { readonly verb: 'writes' | 'receives'; readonly values: Readonly<Record<string, string>>; readonly slots: readonly string[] }
  | { readonly verb: 'assigns'; readonly officerId: string }
  | { readonly verb: 'reassigns'; readonly officerId: string; readonly reason: string }
  | { readonly verb: 'examines' | 'concludes'; readonly draft: DraftResult; readonly incomplete: boolean }
  /** `missing`: ids of fields and documents, or none for anything else. */
  | { readonly verb: 'asks to correct'; readonly missing: readonly string[]; readonly reason: string }
  | { readonly verb: 'does not accept'; readonly groundIds: readonly string[]; readonly reason: string }
  | { readonly verb: 'extends'; readonly amount: number; readonly ground: string; readonly reason: string }
  | { readonly verb: 'objects' | 'returns' | 'declines' | 'takes back'; readonly reason: string }

export type ApplicantVerb = 'corrects' | 'withdraws' | 'objects' | 'does not object' | 'asks to be heard'

/** A text, or the entries of a list. */
export type ScenarioAnswer = string | readonly ListEntry[]

/** What happens (`passed`: a row of the channel's table, before registration) and what must then hold. */
export type Fact =
  | { readonly kind: 'passed'; readonly step: string; readonly outcome: Outcome }
  /** `unit` names one of several bodies of this role. */
  | {
      readonly kind: 'action'
      readonly role: StaffRole
      /** Who does this role's work by an order, as the one of another role. */
      readonly by: StaffRole | null
      readonly unit: string | null
      readonly action: ScenarioAction
      readonly at: LocalMinute
    }
  /** What the applicant does with a request that is registered. */
  | { readonly kind: 'applicant'; readonly verb: ApplicantVerb; readonly at: LocalMinute }
  | { readonly kind: 'clock'; readonly at: LocalMinute }
  /** What the form says to these answers on the day of the registration; they hold for the rest of the scenario. */
  | { readonly kind: 'answers'; readonly values: Readonly<Record<string, ScenarioAnswer>> }
  /** The rate that who answers so pays; null: nothing. */
  | { readonly kind: 'fee'; readonly mciRate: number | null }
  /** The days of the signed result; `until` null: without end. */
  | { readonly kind: 'holds'; readonly from: LocalDate; readonly until: LocalDate | null }
  | { readonly kind: 'stepDue'; readonly step: string; readonly due: LocalMinute }
  /** Until when an outcome that has a time of its own may be found. */
  | { readonly kind: 'outcomeUntil'; readonly step: string; readonly outcome: TimedOutcome; readonly due: LocalMinute }
  /** Until when the applicant may correct the request. */
  | { readonly kind: 'correctionDue'; readonly due: LocalMinute }
  | { readonly kind: 'stepState'; readonly step: string; readonly state: 'open' | 'closed' | 'late' }
  | { readonly kind: 'totalDue'; readonly due: LocalMinute }
  | { readonly kind: 'viewAt'; readonly step: string }
  | { readonly kind: 'channelEnded' }
  | { readonly kind: 'status'; readonly status: 'open' | 'granted' | 'refused' | EndedHow }
  /** What becomes by itself of a fee that was paid. */
  | { readonly kind: 'feeFate'; readonly fate: 'goes back' | 'goes back in part' | 'stays' }
  /** Silence has decided, since this instant. */
  | { readonly kind: 'deemed'; readonly decision: Decision; readonly since: LocalMinute }
  /** About the action before it: it must have been refused, with this code where one is named. */
  | { readonly kind: 'actionRefused'; readonly code: string | null }

/** Parts of a sentence as the groups of its form name them. */
type Parts = Readonly<Record<string, string>>
type Form<Read> = { readonly form: RegExp; read(parts: Parts): Read }

const TIME = String.raw`(?<date>\d{4}-\d\d-\d\d) (?<time>\d\d:\d\d)`
const ROLES = 'clerk|head|officer|interestedBody|operator'
const ROLE = String.raw`(?:(?<by>${ROLES}) for )?(?<role>${ROLES})(?: of (?<unit>\S+))?`
const GROUNDS = String.raw`(?<grounds>[A-Za-z][\w-]*(?:, [A-Za-z][\w-]*)*) "(?<reason>[^"]+)"`
const STEP = String.raw`(?<step>\S+)`
const form = (sentence: string) => new RegExp(`^${sentence}$`)
const minute = ({ date, time }: Parts): LocalMinute => ({ date: date!, time: time! })
const action =
  (read: (parts: Parts) => ScenarioAction) =>
  (parts: Parts): Fact => ({
    kind: 'action',
    role: parts['role'] as StaffRole,
    by: (parts['by'] ?? null) as StaffRole | null,
    unit: parts['unit'] ?? null,
    action: read(parts),
    at: minute(parts),
  })
const PAIRS = String.raw`[A-Za-z][\w-]* "[^"]*"(?:, [A-Za-z][\w-]* "[^"]*")*`
const ANSWERS = `(?<answers>${PAIRS})`
/** A list: each of its entries in brackets. */
const ENTRIES = String.raw`\(${PAIRS}\)(?: \(${PAIRS}\))*`
const FORM_ANSWER = String.raw`[A-Za-z][\w-]* (?:"[^"]*"|${ENTRIES})`
const FORM_ANSWERS = `(?<answers>${FORM_ANSWER}(?:, ${FORM_ANSWER})*)`
const SLOTS = String.raw`with (?<slots>[A-Za-z][\w-]*(?:, [A-Za-z][\w-]*)*)`
const valuesIn = (answers = '') =>
  Object.fromEntries([...answers.matchAll(/([A-Za-z][\w-]*) "([^"]*)"/g)].map(([, field, value]) => [field!, value!]))
const formValuesIn = (answers: string): Readonly<Record<string, ScenarioAnswer>> =>
  Object.fromEntries(
    [...answers.matchAll(new RegExp(String.raw`([A-Za-z][\w-]*) (?:"([^"]*)"|(${ENTRIES}))`, 'g'))].map(([, field, value, entries]) => [
      field!,
      value ?? [...entries!.matchAll(/\(((?:[^()"]|"[^"]*")*)\)/g)].map(([, entry]) => valuesIn(entry)),
    ]),
  )
const work = ({ verb, answers, slots }: Parts): ScenarioAction => ({
  verb: verb as 'writes',
  values: valuesIn(answers),
  slots: slots?.split(', ') ?? [],
})
const drafts = ({ verb, finding, grounds, reason }: Parts): ScenarioAction => ({
  verb: verb as 'examines',
  draft:
    grounds === undefined
      ? { decision: 'grant', groundIds: [], explanation: '' }
      : { decision: 'refuse', groundIds: grounds.split(', '), explanation: reason! },
  incomplete: finding === 'incomplete',
})

const GIVEN: Form<Omit<Given, 'line' | 'text'>> = {
  form: form(
    String.raw`variant (?<variant>\S+), view (?<view>\S+), applicant (?<applicant>individual|legalEntity), (?:not yet registered(?: on (?<day>\d{4}-\d\d-\d\d))?|registered ${TIME})`,
  ),
  read: (parts) => ({
    variant: parts['variant']!,
    view: parts['view']!,
    applicant: parts['applicant'] as ApplicantKind,
    registered: parts['date'] === undefined ? null : minute(parts),
    on: parts['date'] ?? parts['day'] ?? null,
  }),
}
const GIVEN_EXPECTED =
  'given: variant ID, view ID, applicant individual|legalEntity, registered YYYY-MM-DD HH:MM (or: not yet registered [on YYYY-MM-DD])'

/** One row per form of line; the first that fits is taken. `expected` is what a line that fits none is answered. */
type Sentences = { readonly expected: string; readonly forms: readonly Form<Fact>[] }
const WHEN: Sentences = {
  expected: `STEP done | STEP answers yes|no | clock reaches TIME | ROLE accepts|agrees|signs|hands over at TIME (ROLE may say its body, ROLE of UNIT, and who stands in for it by an order, ROLE for ROLE) | ROLE assigns OFFICER at TIME | ROLE reassigns OFFICER "reason" at TIME | ROLE examines|concludes grant at TIME | ROLE examines|concludes refuse GROUND[, GROUND] "explanation" at TIME | ROLE examines incomplete GROUND[, GROUND] "explanation" at TIME | ROLE objects|returns|declines|takes back "reason" at TIME | ROLE extends by N GROUND "reason" at TIME | ROLE asks to correct FIELD-OR-DOCUMENT[, …]|anything "what" at TIME | ROLE does not accept GROUND[, GROUND] "explanation" at TIME | applicant answers FIELD "answer"[, FIELD "answer"] (a list by its entries: FIELD (QUESTION "answer"[, QUESTION "answer"]) (…)) | applicant corrects|withdraws|objects|does not object|asks to be heard at TIME | ROLE writes|receives [FIELD "answer"[, FIELD "answer"]] [with DOCUMENT[, DOCUMENT]] at TIME`,
  forms: [
    { form: form(`applicant answers ${FORM_ANSWERS}`), read: ({ answers }) => ({ kind: 'answers', values: formValuesIn(answers!) }) },
    {
      form: form(`applicant (?<verb>corrects|withdraws|objects|does not object|asks to be heard) at ${TIME}`),
      read: (parts) => ({ kind: 'applicant', verb: parts['verb'] as 'corrects', at: minute(parts) }),
    },
    {
      form: form(`${ROLE} asks to correct ${GROUNDS} at ${TIME}`),
      read: action(({ grounds, reason }) => ({
        verb: 'asks to correct',
        missing: grounds === 'anything' ? [] : grounds!.split(', '),
        reason: reason!,
      })),
    },
    {
      form: form(`${ROLE} does not accept ${GROUNDS} at ${TIME}`),
      read: action(({ grounds, reason }) => ({ verb: 'does not accept', groundIds: grounds!.split(', '), reason: reason! })),
    },
    { form: form(`${STEP} done`), read: ({ step }) => ({ kind: 'passed', step: step!, outcome: 'done' }) },
    {
      form: form(`${STEP} answers (?<answer>yes|no)`),
      read: ({ step, answer }) => ({ kind: 'passed', step: step!, outcome: answer as Outcome }),
    },
    { form: form(`clock reaches ${TIME}`), read: (parts) => ({ kind: 'clock', at: minute(parts) }) },
    {
      form: form(`${ROLE} (?<verb>accepts|agrees|signs|hands over) at ${TIME}`),
      read: action(({ verb }) => ({ verb: verb as 'accepts' })),
    },
    {
      form: form(String.raw`${ROLE} assigns (?<officer>\S+) at ${TIME}`),
      read: action(({ officer }) => ({ verb: 'assigns', officerId: officer! })),
    },
    {
      form: form(String.raw`${ROLE} reassigns (?<officer>\S+) "(?<reason>[^"]+)" at ${TIME}`),
      read: action(({ officer, reason }) => ({ verb: 'reassigns', officerId: officer!, reason: reason! })),
    },
    { form: form(`${ROLE} (?<verb>writes|receives)(?: ${ANSWERS})?(?: ${SLOTS})? at ${TIME}`), read: action(work) },
    { form: form(`${ROLE} (?<verb>examines|concludes) grant at ${TIME}`), read: action(drafts) },
    { form: form(`${ROLE} (?<verb>examines|concludes) refuse ${GROUNDS} at ${TIME}`), read: action(drafts) },
    { form: form(`${ROLE} (?<verb>examines) (?<finding>incomplete) ${GROUNDS} at ${TIME}`), read: action(drafts) },
    {
      form: form(String.raw`${ROLE} extends by (?<amount>\d+) (?<ground>[a-z]\w*) "(?<reason>[^"]+)" at ${TIME}`),
      read: action(({ amount, ground, reason }) => ({ verb: 'extends', amount: Number(amount), ground: ground!, reason: reason! })),
    },
    {
      form: form(`${ROLE} (?<verb>objects|returns|declines|takes back) "(?<reason>[^"]+)" at ${TIME}`),
      read: action(({ verb, reason }) => ({ verb: verb as 'objects', reason: reason! })),
    },
  ],
}

const THEN: Sentences = {
  expected:
    'STEP due TIME | STEP incomplete until TIME | STEP open | STEP closed | STEP late | view at STEP | case open|granted|refused|withdrawn|notAccepted | counts as granted|refused since TIME | total due TIME | correction due TIME | hearing due TIME | fee goes back [in part]|stays | fee RATE MCI | fee nothing | holds DAY to DAY | holds DAY without end | channel ended | refused [CODE]',
  forms: [
    { form: form('channel ended'), read: () => ({ kind: 'channelEnded' }) },
    { form: form(`total due ${TIME}`), read: (parts) => ({ kind: 'totalDue', due: minute(parts) }) },
    { form: form(`view at ${STEP}`), read: ({ step }) => ({ kind: 'viewAt', step: step! }) },
    { form: form(`(?:correction|hearing) due ${TIME}`), read: (parts) => ({ kind: 'correctionDue', due: minute(parts) }) },
    {
      form: form('case (?<status>open|granted|refused|withdrawn|notAccepted)'),
      read: ({ status }) => ({ kind: 'status', status: status as 'open' }),
    },
    {
      form: form(`counts as (?<decided>granted|refused) since ${TIME}`),
      read: (parts) => ({ kind: 'deemed', decision: parts['decided'] === 'granted' ? 'grant' : 'refuse', since: minute(parts) }),
    },
    {
      form: form(String.raw`fee (?:(?<rate>\d+(?:\.\d+)?) MCI|nothing)`),
      read: ({ rate }) => ({ kind: 'fee', mciRate: rate === undefined ? null : Number(rate) }),
    },
    {
      form: form(String.raw`holds (?<from>\d{4}-\d\d-\d\d) (?:to (?<until>\d{4}-\d\d-\d\d)|without end)`),
      read: ({ from, until }) => ({ kind: 'holds', from: from!, until: until ?? null }),
    },
    { form: form('fee (?<fate>goes back(?: in part)?|stays)'), read: ({ fate }) => ({ kind: 'feeFate', fate: fate as 'stays' }) },
    { form: form('refused(?: (?<code>[a-z][a-zA-Z.-]*))?'), read: ({ code }) => ({ kind: 'actionRefused', code: code ?? null }) },
    { form: form(`${STEP} due ${TIME}`), read: (parts) => ({ kind: 'stepDue', step: parts['step']!, due: minute(parts) }) },
    {
      form: form(`${STEP} (?<outcome>${TIMED_OUTCOMES.join('|')}) until ${TIME}`),
      read: (parts) => ({ kind: 'outcomeUntil', step: parts['step']!, outcome: parts['outcome'] as TimedOutcome, due: minute(parts) }),
    },
    {
      form: form(`${STEP} (?<state>open|closed|late)`),
      read: ({ step, state }) => ({ kind: 'stepState', step: step!, state: state as 'open' }),
    },
  ],
}

type Draft = { title: string | null; given: Given | null; readonly lines: Line[]; readonly cites: string[] }

/** Reads a scenario, or says line by line what was expected. Never half a scenario. */
export function parseScenario({
  path,
  text,
}: PackageFile): Scenario | { readonly kind: 'broken'; readonly errors: readonly PackageError[] } {
  const errors: PackageError[] = []
  const draft: Draft = { title: null, given: null, lines: [], cites: [] }
  text.split(/\r?\n/).forEach((raw, index) => {
    const place: FilePlace = { file: path, line: index + 1, column: 1 }
    const sentence = withoutComment(raw)
    const expected = sentence === '' ? null : readLine(sentence, place.line, draft)
    if (expected !== null) errors.push(packageError('wrong-value', place, null, expected, `"${sentence}"`))
    for (const time of impossibleTimes(sentence)) errors.push(packageError('impossible-date', place, null, LOCAL_TIME, time))
  })
  if (errors.length === 0) errors.push(...backwardsIn(path, draft))
  const { title, given } = draft
  const missing = [...(title === null ? ['scenario:'] : []), ...(given === null ? [GIVEN_EXPECTED] : [])]
  for (const line of missing) errors.push(packageError('missing-key', { file: path, line: 1, column: 1 }, null, same(line), NOTHING))
  return title === null || given === null || errors.length > 0 ? { kind: 'broken', errors } : { path, ...draft, title, given }
}

const same = (word: string): LocalText => inAll(() => word)
const LOCAL_TIME: LocalText = texts.grammar.localTime

/** What is in quotes may hold `#`. */
function withoutComment(raw: string): string {
  return raw.replace(/"[^"]*"|(^|\s)#.*$/g, (found) => (found.startsWith('"') ? found : '')).trim()
}

/** Days and hours that no calendar has, outside of what is quoted. */
function impossibleTimes(sentence: string): readonly string[] {
  const times = sentence.replace(/"[^"]*"/g, '').match(/\b\d{4}-\d\d-\d\d(?: \d\d:\d\d)?\b/g) ?? []
  return times.filter((each) => {
    const [date, time = '00:00'] = each.split(' ')
    return !isLocalDate(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)
  })
}

/** Time goes on: nothing happens before what is written above it. */
function backwardsIn(path: string, { given, lines }: Draft): readonly PackageError[] {
  let last = given?.registered ?? null
  return lines.flatMap(({ line, fact }) => {
    if (fact.kind !== 'action' && fact.kind !== 'applicant' && fact.kind !== 'clock') return []
    const [before, now] = [last && minuteText(last), minuteText(fact.at)]
    if (before === null || now >= before) last = fact.at
    return before === null || now >= before
      ? []
      : [packageError('wrong-value', { file: path, line, column: 1 }, null, fillText(texts.grammar.notBefore, { before }), now)]
  })
}

const minuteText = ({ date, time }: LocalMinute) => `${date} ${time}`

/** What was expected instead; null where the line was read. */
function readLine(sentence: string, line: number, draft: Draft): LocalText | null {
  const [, keyword, rest = ''] = /^(scenario|given|when|then|cites): *(.+)$/.exec(sentence) ?? []
  if (keyword === 'when' || keyword === 'then') {
    const { expected, forms } = keyword === 'when' ? WHEN : THEN
    const fact = read(forms, rest)
    return fact === null ? same(expected) : add(draft.lines, { line, text: sentence, fact })
  }
  if (keyword === 'cites') return add(draft.cites, ...rest.split(';').map((each) => each.trim()))
  if (keyword === undefined) return same('scenario: | given: | when: | then: | cites:')
  if ((keyword === 'given' ? draft.given : draft.title) !== null) return texts.grammar.once
  const given = keyword === 'given' ? read([GIVEN], rest) : null
  if (keyword === 'given' && given === null) return same(GIVEN_EXPECTED)
  if (given === null) draft.title = rest
  else draft.given = { line, text: sentence, ...given }
  return null
}

function read<Read>(forms: readonly Form<Read>[], sentence: string): Read | null {
  for (const { form, read } of forms) {
    const found = form.exec(sentence)
    if (found !== null) return read({ ...found.groups })
  }
  return null
}

function add<T>(list: T[], ...more: readonly T[]): null {
  list.push(...more)
  return null
}
