// Reads a case as text: one fact per line, in words that a department could sign. The grammar stands in docs/regulation-language.md.
import { TIMED_OUTCOMES, type ApplicantKind, type Outcome, type StaffRole, type TimedOutcome } from '@ruqsat/law'
import type { DraftResult } from '@ruqsat/engine'

export type LocalMinute = { readonly date: string; readonly time: string }
export type Deed =
  | { readonly kind: 'plain'; readonly verb: 'accepts' | 'agrees' | 'signs' | 'hands over' }
  | { readonly kind: 'assigns'; readonly officerId: string }
  | { readonly kind: 'drafts'; readonly verb: 'examines' | 'concludes'; readonly draft: DraftResult; readonly incomplete: boolean }
  | { readonly kind: 'reasoned'; readonly verb: 'objects' | 'returns' | 'declines' | 'takes back'; readonly reason: string }

export type CaseFact =
  | { readonly kind: 'case'; readonly title: string }
  | {
      readonly kind: 'given'
      readonly variant: string
      readonly view: string
      readonly applicant: ApplicantKind
      /** Null: the case is about the channel before anything is registered. */
      readonly registered: LocalMinute | null
    }
  | { readonly kind: 'passed'; readonly step: string; readonly outcome: Outcome }
  | { readonly kind: 'deed'; readonly role: StaffRole; readonly deed: Deed; readonly at: LocalMinute }
  | { readonly kind: 'clock'; readonly at: LocalMinute }
  | { readonly kind: 'stepDue'; readonly step: string; readonly due: LocalMinute }
  | { readonly kind: 'outcomeUntil'; readonly step: string; readonly outcome: TimedOutcome; readonly due: LocalMinute }
  | { readonly kind: 'stepState'; readonly step: string; readonly state: 'open' | 'closed' | 'late' }
  | { readonly kind: 'totalDue'; readonly due: LocalMinute }
  | { readonly kind: 'viewAt'; readonly step: string }
  | { readonly kind: 'channelEnded' }
  | { readonly kind: 'caseIs'; readonly status: 'open' | 'granted' | 'refused' }
  | { readonly kind: 'deedRefused'; readonly code: string | null }
  | { readonly kind: 'cites'; readonly items: readonly string[] }

export type CaseLine = { readonly line: number; readonly text: string; readonly fact: CaseFact | null }

const TIME = String.raw`(\d{4}-\d\d-\d\d) (\d\d:\d\d)`
const ROLE = '(clerk|head|officer|interestedBody|operator)'
const GROUNDS = String.raw`([\w-]+(?:, *[\w-]+)*) "([^"]*)"`
const GRANT: DraftResult = { decision: 'grant', groundIds: [], explanation: '' }
const refusalBy = (grounds: string, explanation: string): DraftResult => ({
  decision: 'refuse',
  groundIds: grounds.split(/, */),
  explanation,
})
const at = (text: string) => new RegExp(`^${text}$`)
const minute = (date: string | undefined, time: string | undefined): LocalMinute => ({ date: date!, time: time! })

/** One row per form of line; the first that fits is taken. */
const FORMS: readonly { readonly form: RegExp; read(parts: readonly string[]): CaseFact }[] = [
  { form: at('case: (.+)'), read: ([title]) => ({ kind: 'case', title: title! }) },
  {
    form: at(String.raw`given: variant (\S+), view (\S+), applicant (individual|legalEntity), registered ${TIME}`),
    read: ([variant, view, applicant, date, time]) => ({
      kind: 'given',
      variant: variant!,
      view: view!,
      applicant: applicant as ApplicantKind,
      registered: minute(date, time),
    }),
  },
  {
    form: at(String.raw`given: variant (\S+), view (\S+), applicant (individual|legalEntity), not yet registered`),
    read: ([variant, view, applicant]) => ({
      kind: 'given',
      variant: variant!,
      view: view!,
      applicant: applicant as ApplicantKind,
      registered: null,
    }),
  },
  { form: at(String.raw`when: (\S+) done`), read: ([step]) => ({ kind: 'passed', step: step!, outcome: 'done' }) },
  {
    form: at(String.raw`when: (\S+) answers (yes|no)`),
    read: ([step, answer]) => ({ kind: 'passed', step: step!, outcome: answer as 'yes' | 'no' }),
  },
  { form: at('then: channel ended'), read: () => ({ kind: 'channelEnded' }) },
  { form: at(`when: clock reaches ${TIME}`), read: ([date, time]) => ({ kind: 'clock', at: minute(date, time) }) },
  {
    form: at(`when: ${ROLE} (accepts|agrees|signs|hands over) at ${TIME}`),
    read: ([role, verb, date, time]) => deed(role, { kind: 'plain', verb: verb as 'accepts' }, date, time),
  },
  {
    form: at(String.raw`when: ${ROLE} assigns (\S+) at ${TIME}`),
    read: ([role, officerId, date, time]) => deed(role, { kind: 'assigns', officerId: officerId! }, date, time),
  },
  {
    form: at(`when: ${ROLE} (examines|concludes) grant at ${TIME}`),
    read: ([role, verb, date, time]) =>
      deed(role, { kind: 'drafts', verb: verb as 'examines', draft: GRANT, incomplete: false }, date, time),
  },
  {
    form: at(String.raw`when: ${ROLE} (examines|concludes) refuse ${GROUNDS} at ${TIME}`),
    read: ([role, verb, grounds, explanation, date, time]) =>
      deed(role, { kind: 'drafts', verb: verb as 'examines', draft: refusalBy(grounds!, explanation!), incomplete: false }, date, time),
  },
  {
    form: at(String.raw`when: ${ROLE} examines incomplete ${GROUNDS} at ${TIME}`),
    read: ([role, grounds, explanation, date, time]) =>
      deed(role, { kind: 'drafts', verb: 'examines', draft: refusalBy(grounds!, explanation!), incomplete: true }, date, time),
  },
  {
    form: at(`when: ${ROLE} (objects|returns|declines|takes back) "([^"]*)" at ${TIME}`),
    read: ([role, verb, reason, date, time]) => deed(role, { kind: 'reasoned', verb: verb as 'objects', reason: reason! }, date, time),
  },
  { form: at(`then: total due ${TIME}`), read: ([date, time]) => ({ kind: 'totalDue', due: minute(date, time) }) },
  { form: at(String.raw`then: view at (\S+)`), read: ([step]) => ({ kind: 'viewAt', step: step! }) },
  { form: at('then: case (open|granted|refused)'), read: ([status]) => ({ kind: 'caseIs', status: status as 'open' }) },
  { form: at(String.raw`then: refused(?: (\S+))?`), read: ([code]) => ({ kind: 'deedRefused', code: code ?? null }) },
  {
    form: at(String.raw`then: (\S+) due ${TIME}`),
    read: ([step, date, time]) => ({ kind: 'stepDue', step: step!, due: minute(date, time) }),
  },
  {
    form: at(String.raw`then: (\S+) (${TIMED_OUTCOMES.join('|')}) until ${TIME}`),
    read: ([step, outcome, date, time]) => ({
      kind: 'outcomeUntil',
      step: step!,
      outcome: outcome as TimedOutcome,
      due: minute(date, time),
    }),
  },
  {
    form: at(String.raw`then: (\S+) (open|closed|late)`),
    read: ([step, state]) => ({ kind: 'stepState', step: step!, state: state as 'open' }),
  },
  { form: at('cites: (.+)'), read: ([items]) => ({ kind: 'cites', items: items!.split(';').map((item) => item.trim()) }) },
]

function deed(role: string | undefined, what: Deed, date: string | undefined, time: string | undefined): CaseFact {
  return { kind: 'deed', role: role as StaffRole, deed: what, at: minute(date, time) }
}

/** Every line that says something; `fact` is null where no form fits. Empty lines and comments are left out. */
export function readCaseText(text: string): readonly CaseLine[] {
  return text
    .split('\n')
    .map((raw, place) => ({ line: place + 1, text: raw.trim() }))
    .filter((each) => each.text !== '' && !each.text.startsWith('#'))
    .map((each) => ({ ...each, fact: factOf(each.text) }))
}

function factOf(text: string): CaseFact | null {
  for (const { form, read } of FORMS) {
    const found = form.exec(text)
    if (found !== null) return read(found.slice(1))
  }
  return null
}
