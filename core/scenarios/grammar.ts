import type { LocalText } from '@ruqsat/foundation'
import {
  NOTHING,
  packageError,
  TIMED_OUTCOMES,
  type ApplicantKind,
  type PackageError,
  type Place,
  type StaffRole,
  type TimedOutcome,
} from '@ruqsat/law'

const t = (kk: string, ru: string, en: string): LocalText => ({ kk, ru, en })

/**
 * Cases as text: what a department could sign as "so it must go". One fact per line, `keyword: sentence`; `#` begins a comment.
 * Times are the authority's local time, `YYYY-MM-DD HH:MM`. The grammar stands in docs/regulation-language.md; the engine runs it.
 */
export type CaseScript = {
  readonly path: string
  readonly title: string
  readonly given: CaseGiven
  readonly lines: readonly CaseLine[]
  /** Paragraphs that this case exercises, for the coverage of the law. */
  readonly cites: readonly string[]
}

export type CaseGiven = {
  readonly variant: string
  readonly view: string
  readonly applicant: ApplicantKind
  readonly line: number
  /** Null: the case is about the channel before anything is registered. */
  readonly registeredAt: string | null
}

export type CaseLine =
  | (CaseDeed & { readonly kind: 'when'; readonly line: number; readonly at: string })
  | (CasePass & { readonly kind: 'when'; readonly line: number })
  | (CaseFact & { readonly kind: 'then'; readonly line: number })

/** A row of the channel's table is passed, before the request is registered. */
export type CasePass = { readonly act: 'passes'; readonly step: string; readonly outcome: 'done' | 'yes' | 'no' }

/** What somebody does. `refuse` names grounds of the package's closed list; reasons and explanations are the text in quotes. */
export type CaseDeed =
  | { readonly act: 'accepts' | 'agrees' | 'signs' | 'handsOver'; readonly by: StaffRole }
  | { readonly act: 'assigns'; readonly by: StaffRole; readonly officerId: string }
  | {
      readonly act: 'examines' | 'concludes'
      readonly by: StaffRole
      readonly decision: 'grant' | 'refuse'
      readonly groundIds: readonly string[]
      readonly explanation: string
      readonly incomplete: boolean
    }
  | { readonly act: 'objects' | 'returns' | 'declines' | 'takesBack'; readonly by: StaffRole; readonly reason: string }
  | { readonly act: 'timePasses'; readonly by: null }

/** What must then hold. `refused` is about the deed before it: it must have been refused, with this code where one is named. */
export type CaseFact =
  | { readonly fact: 'due'; readonly step: string; readonly dueAt: string }
  /** Until when an outcome that has a time of its own may be found. */
  | { readonly fact: 'until'; readonly step: string; readonly outcome: TimedOutcome; readonly dueAt: string }
  | { readonly fact: 'open' | 'closed' | 'late' | 'view'; readonly step: string }
  | { readonly fact: 'case'; readonly status: 'open' | 'granted' | 'refused' }
  | { readonly fact: 'total'; readonly dueAt: string }
  | { readonly fact: 'channelEnded' }
  | { readonly fact: 'refused'; readonly code: string | null }

type Read<T> = T | string

/** Reads a case, or says line by line what was expected. Never half a case. */
export function parseCase(path: string, text: string): CaseScript | { readonly kind: 'broken'; readonly errors: readonly PackageError[] } {
  const errors: PackageError[] = []
  const draft: { title: string | null; given: CaseGiven | null; lines: CaseLine[]; cites: string[] } = {
    title: null,
    given: null,
    lines: [],
    cites: [],
  }
  text.split(/\r?\n/).forEach((raw, index) => {
    const place: Place = { file: path, line: index + 1, column: 1 }
    const sentence = raw.replace(/(^|\s)#.*$/, '').trim()
    const problem = sentence === '' ? null : readLine(sentence, place.line, draft)
    if (problem !== null) errors.push(packageError('wrong-value', place, null, t(problem, problem, problem), `"${sentence}"`))
    for (const time of impossibleTimes(sentence)) errors.push(packageError('impossible-date', place, null, LOCAL_TIME, time))
  })
  const start: Place = { file: path, line: 1, column: 1 }
  if (draft.title === null) errors.push(packageError('missing-key', start, null, t('case:', 'case:', 'case:'), NOTHING))
  if (draft.given === null) errors.push(packageError('missing-key', start, null, t(GIVEN, GIVEN, GIVEN), NOTHING))
  if (errors.length > 0 || draft.title === null || draft.given === null) return { kind: 'broken', errors }
  return { path, title: draft.title, given: draft.given, lines: draft.lines, cites: draft.cites }
}

const LOCAL_TIME = t('ЖЖЖЖ-АА-КК СС:ММ түріндегі уақыт', 'время вида ГГГГ-ММ-ДД ЧЧ:ММ', 'a time such as 2026-11-23 10:00')

/** Days and hours that no calendar has, outside of what is quoted. */
function impossibleTimes(sentence: string): readonly string[] {
  const times = sentence.replace(/"[^"]*"/g, '').match(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b/g) ?? []
  return times.filter((time) => {
    const ms = Date.parse(`${time.replace(' ', 'T')}:00.000Z`)
    return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 16) !== time.replace(' ', 'T')
  })
}

const GIVEN = 'given: variant ID, view ID, applicant individual|legalEntity, registered YYYY-MM-DD HH:MM (or: not yet registered)'

function readLine(
  sentence: string,
  line: number,
  draft: { title: string | null; given: CaseGiven | null; lines: CaseLine[]; cites: string[] },
): string | null {
  const [, keyword, rest] = /^(case|given|when|then|cites): *(.+)$/.exec(sentence) ?? []
  if (keyword === undefined || rest === undefined) return 'case: | given: | when: | then: | cites:'
  if (keyword === 'case')
    return once(draft.title, () => {
      draft.title = rest
    })
  if (keyword === 'cites')
    return add(
      draft.cites,
      rest.split(';').map((each) => each.trim()),
    )
  if (keyword === 'given')
    return (
      once(draft.given, () => {
        draft.given = parseGiven(rest, line)
      }) ?? (draft.given === null ? GIVEN : null)
    )
  const read: Read<CaseLine> = keyword === 'when' ? parseWhen(rest, line) : parseThen(rest, line)
  return typeof read === 'string' ? read : add(draft.lines, [read])
}

function once(value: unknown, set: () => void): string | null {
  if (value !== null) return 'this line once'
  set()
  return null
}
function add<T>(list: T[], more: readonly T[]): null {
  list.push(...more)
  return null
}

function parseGiven(rest: string, line: number): CaseGiven | null {
  const [, variant, view, applicant, registeredAt] =
    /^variant (\S+), view (\S+), applicant (individual|legalEntity), (not yet registered|registered \d{4}-\d\d-\d\d \d\d:\d\d)$/.exec(
      rest,
    ) ?? []
  if (registeredAt === undefined) return null
  const at = registeredAt === 'not yet registered' ? null : registeredAt.replace('registered ', '')
  return { variant: variant!, view: view!, applicant: applicant as ApplicantKind, line, registeredAt: at }
}

const DEEDS = `STEP done | STEP answers yes|no | clock reaches TIME | ROLE accepts|agrees|signs|hands over at TIME | ROLE assigns OFFICER at TIME | ROLE examines|concludes grant at TIME | ROLE examines|concludes refuse GROUND[, GROUND] "explanation" at TIME | ROLE examines incomplete GROUND[, GROUND] "explanation" at TIME | ROLE objects|returns|declines|takes back "reason" at TIME`
const PLAIN_DEEDS = { accepts: 'accepts', agrees: 'agrees', signs: 'signs', 'hands over': 'handsOver' } as const
const REASONED_DEEDS = { objects: 'objects', returns: 'returns', declines: 'declines', 'takes back': 'takesBack' } as const

function parseWhen(rest: string, line: number): Read<CaseLine> {
  const passed = /^(\S+) (?:answers (yes|no)|done)$/.exec(rest)
  if (passed !== null)
    return { kind: 'when', line, act: 'passes', step: passed[1]!, outcome: (passed[2] as 'yes' | 'no' | undefined) ?? 'done' }
  const clock = /^clock reaches (\d{4}-\d\d-\d\d \d\d:\d\d)$/.exec(rest)
  if (clock !== null) return { kind: 'when', line, act: 'timePasses', by: null, at: clock[1]! }
  const [, role, deed, at] = /^(clerk|head|officer|interestedBody|operator) (.+) at (\d{4}-\d\d-\d\d \d\d:\d\d)$/.exec(rest) ?? []
  const parsed = at === undefined ? null : parseDeed(role as StaffRole, deed!)
  return parsed === null ? DEEDS : { kind: 'when', line, ...parsed, at: at! }
}

function parseDeed(by: StaffRole, deed: string): CaseDeed | null {
  if (deed in PLAIN_DEEDS) return { act: PLAIN_DEEDS[deed as keyof typeof PLAIN_DEEDS], by }
  const assigned = /^assigns (\S+)$/.exec(deed)
  if (assigned !== null) return { act: 'assigns', by, officerId: assigned[1]! }
  const granted = /^(examines|concludes) grant$/.exec(deed)
  if (granted !== null)
    return { act: granted[1] as 'examines' | 'concludes', by, decision: 'grant', groundIds: [], explanation: '', incomplete: false }
  const refused = /^(examines refuse|concludes refuse|examines incomplete) ([A-Za-z][\w-]*(?:, [A-Za-z][\w-]*)*) "(.+)"$/.exec(deed)
  if (refused !== null)
    return {
      act: refused[1]!.startsWith('examines') ? 'examines' : 'concludes',
      by,
      decision: 'refuse',
      groundIds: refused[2]!.split(', '),
      explanation: refused[3]!,
      incomplete: refused[1] === 'examines incomplete',
    }
  const reasoned = /^(objects|returns|declines|takes back) "(.+)"$/.exec(deed)
  return reasoned === null ? null : { act: REASONED_DEEDS[reasoned[1] as keyof typeof REASONED_DEEDS], by, reason: reasoned[2]! }
}

const FACTS =
  'STEP due TIME | STEP incomplete until TIME | STEP open | STEP closed | STEP late | view at STEP | case open|granted|refused | total due TIME | channel ended | refused [CODE]'

const UNTIL = new RegExp(String.raw`^(\S+) (${TIMED_OUTCOMES.join('|')}) until (\d{4}-\d\d-\d\d \d\d:\d\d)$`)

function parseThen(rest: string, line: number): Read<CaseLine> {
  const due = /^(\S+) due (\d{4}-\d\d-\d\d \d\d:\d\d)$/.exec(rest)
  if (due !== null)
    return due[1] === 'total'
      ? { kind: 'then', line, fact: 'total', dueAt: due[2]! }
      : { kind: 'then', line, fact: 'due', step: due[1]!, dueAt: due[2]! }
  const until = UNTIL.exec(rest)
  if (until !== null) return { kind: 'then', line, fact: 'until', step: until[1]!, outcome: until[2] as TimedOutcome, dueAt: until[3]! }
  const status = /^case (open|granted|refused)$/.exec(rest)
  if (status !== null) return { kind: 'then', line, fact: 'case', status: status[1] as 'open' | 'granted' | 'refused' }
  const refused = /^refused(?: ([a-z][a-zA-Z-]*))?$/.exec(rest)
  if (refused !== null) return { kind: 'then', line, fact: 'refused', code: refused[1] ?? null }
  if (rest === 'channel ended') return { kind: 'then', line, fact: 'channelEnded' }
  const at = /^view at (\S+)$/.exec(rest)
  if (at !== null) return { kind: 'then', line, fact: 'view', step: at[1]! }
  const task = /^(\S+) (open|closed|late)$/.exec(rest)
  return task === null ? FACTS : { kind: 'then', line, fact: task[2] as 'open' | 'closed' | 'late', step: task[1]! }
}
