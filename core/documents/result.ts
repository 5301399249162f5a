import {
  fillText,
  formatTenge,
  inAll,
  type Instant,
  type Language,
  type LocalDate,
  type LocalText,
  type Source,
  formatDate,
} from '@ruqsat/foundation'
import {
  appliesTo,
  channelName,
  correctableVariants,
  isNumbered,
  registerFactId,
  type Confirmation,
  type RegisterQuestion,
  type Regulation,
  type ResultDocument,
  type Variant,
} from '@ruqsat/law'
import type { Basis, RegisterChange, WrittenDraft, WrittenOpinion } from '@ruqsat/engine'
import type { PaperInput } from './paper-input.ts'
import { listRows, valueText } from './answer.ts'
import { citation } from './citation.ts'
import type { TypedValues } from './fields.ts'
import { STATE_LANGUAGE } from './paper.ts'
import {
  assumedIn,
  authorityRow,
  broken,
  complaintRow,
  dayIn,
  dayWordsIn,
  groundRows,
  holderRow,
  isInStateLanguage,
  lintPeople,
  lintRefusing,
  written,
  type LanguageText,
  type Pair,
} from './paper-rows.ts'
import { sitesForPaper, sitesNamed, type NamedSite } from './sites.ts'
import { worksOnPaper } from './work.ts'
import { ANNEX, BY_SILENCE, LINTS, OPINIONS, resultLabels, SIGNATURE_NOTE } from './result-words.ts'

/** Everything a result's template may print. Plain data: what is not in here does not reach the paper. */
export type ResultData = {
  readonly schema: 'ruqsat.result/1'
  readonly documentKind: ResultDocument['kind']
  /**
   * Language next to Kazakh: that of the request, Russian where the request is in Kazakh. Certificates are in the two official languages.
   */
  readonly language: 'ru' | 'en'
  readonly title: Pair
  readonly number: string | null
  readonly issuedOn: Pair
  /** The same day in words. */
  readonly issuedOnWords: Pair
  readonly holder: ReturnType<typeof holderRow>
  readonly authority: ReturnType<typeof authorityRow>
  readonly activity: Pair | null
  /** Where the licensee carries it on: as this request names it, else as the number had it that it acts on. */
  readonly sites: readonly { readonly name: Pair; readonly address: string }[]
  /** The places, where they are more than the paper itself has room for: `house.typ` sets them on pages of their own. Null where it has. */
  readonly annex: readonly { readonly name: Pair; readonly address: string }[] | null
  /** What was answered in the form, by field, as people read it; a field that was not asked or not answered has a dash. */
  readonly values: Readonly<Record<string, Pair>>
  /** Of each list of the form its entries, each by its questions, as people read them; none where it has none. */
  readonly lists: Readonly<Record<string, readonly Readonly<Record<string, Pair>>[]>>
  /** What registers said of the applicant before the request was signed, by register and fact, as people read it; a dash where one said nothing. */
  readonly registers: Readonly<Record<string, Readonly<Record<string, Pair>>>>
  /** What officials wrote at steps that declare it, by step and field. */
  readonly works: ReturnType<typeof worksOnPaper>
  /** The days of what is granted; null where it acts on no days. `until` is null where it holds without term. */
  readonly validity: { readonly from: Pair; readonly until: Pair | null } | null
  /**
   * The number that the result acts on, and what was answered for its papers, by every field that papers of this act have: of several papers the
   * last that asked; a dash where none did, or where the number is not of this register. Null where the result acts on none.
   */
  readonly earlier: { readonly number: string; readonly values: Readonly<Record<string, Pair>> } | null
  /** The former paper that this one replaces, and what it says otherwise; null where it is no corrected paper. */
  readonly corrected: CorrectedRow | null
  /** Nobody decided: the act takes the silence of the provider for the decision. Null where somebody did. */
  readonly silence: { readonly text: Pair; readonly since: Pair; readonly source: Pair } | null
  /** Why the authority began by itself; null where somebody applied. */
  readonly proceedings: { readonly grounds: readonly { readonly text: Pair; readonly source: Pair }[]; readonly reason: string } | null
  readonly act: Pair
  readonly signer: { readonly name: string; readonly position: Pair }
  /** `channel` is what the act calls the way by which the request came. */
  readonly request: { readonly number: string; readonly date: Pair; readonly channel: Pair }
  readonly grounds: ReturnType<typeof groundRows>
  /** As templates of old editions print it. */
  readonly explanation: string
  readonly explanations: readonly LanguageText[]
  /** What each interested body said, in the order in which they did; none where none was asked, or nothing came of it. */
  readonly opinions: readonly PaperOpinion[]
  /** The first of them, as templates of old editions print it, which knew of one. */
  readonly opinion: PaperOpinion | null
  /** Of the decision on a complaint: what of the other request was complained of; null of any other result. */
  readonly complained: { readonly what: string } | null
  readonly complaint: ReturnType<typeof complaintRow>
  readonly assumed: ReturnType<typeof assumedIn>
  readonly labels: Readonly<Record<string, Pair>>
  readonly signatureNote: Pair
  readonly verify: { readonly url: string; readonly qr: readonly string[] }
  readonly sandbox: boolean
}

type PaperOpinion = {
  readonly body: Pair
  readonly opinion: Pair
  readonly day: Pair
  readonly reasons: readonly LanguageText[]
}

/** `day` and `signer` are those of the former paper; `on` and `request` those of the correction. */
type CorrectedRow = {
  readonly on: Pair
  readonly day: Pair
  readonly signer: string
  readonly request: string
  readonly source: Pair
  readonly changes: readonly { readonly label: Pair; readonly before: Pair; readonly after: Pair }[]
}

/** A paper that replaces a former one: all else in the input is what the former one was set from. */
export type PaperCorrection = {
  readonly at: Instant
  readonly formerAt: Instant
  readonly formerSigner: string
  readonly requestNumber: string
  /** Of the act by which it was corrected. */
  readonly regulation: Regulation
  readonly source: Source
  readonly changes: CorrectedRow['changes']
}

export type ResultInput = PaperInput & {
  readonly correction?: PaperCorrection
  readonly variant: Variant
  readonly conclusion: WrittenDraft
  /** Since when silence has decided so; absent where it did not. */
  readonly deemedSince?: Instant | null
  /** Language of the request. */
  readonly language: Language
  readonly opinions: readonly (WrittenOpinion & { readonly body: LocalText; readonly at: Instant; readonly bySilence?: boolean })[]
  readonly confirmations: readonly Confirmation[]
  readonly number: string | null
  /** Of the signed request, by field. */
  readonly answers: Readonly<Record<string, string>>
  /** Places of the number that it acts on. */
  readonly sites?: readonly NamedSite[]
  /** What was answered for the papers of the number that it acts on, as `formerAnswers` reads it. */
  readonly former?: Readonly<Record<string, Pair>>
  /** What a grant does to the register; null where it only gives a number for ever. */
  readonly change: RegisterChange | null
  /** What officials wrote, by step; of several times the last. */
  readonly works?: Readonly<Record<string, TypedValues>>
  /** Why the authority began by itself; left out where somebody applied. */
  readonly basis?: Basis
  /** Of a complaint: what of the other request it is about. */
  readonly complained?: { readonly what: string }
  /** The channel of the request. */
  readonly view: string
  /** Legal time of signing: its day in the authority's zone is the document's date. */
  readonly at: Instant
}

/** The data of the licence, permit or reasoned refusal that concludes a case. */
export function resultDocument(input: ResultInput): ResultData {
  const { regulation, variant, conclusion, holder } = input
  const isGrant = conclusion.decision === 'grant'
  const result = isGrant ? variant.results.grant : variant.results.refuse
  const day = (instant: Instant) => dayIn(instant, input.zone)
  const opinions = isGrant ? [] : opinionRows(input)
  return {
    schema: 'ruqsat.result/1',
    documentKind: result.kind,
    language: !isGrant && input.language === 'en' ? 'en' : 'ru',
    title: result.title,
    number: input.number,
    issuedOn: day(input.at),
    issuedOnWords: dayWordsIn(input.at, input.zone),
    holder: holderRow(holder),
    authority: authorityRow(regulation),
    activity: (isGrant ? variant.results.grant.licensedActivity : null) ?? null,
    ...sitesForPaper(isGrant ? sitesOnPaper(input) : [], ANNEX),
    values: valuesOf(variant, input.answers),
    lists: listsOf(variant, input.answers),
    registers: registersOf(input),
    works: worksOnPaper(variant.procedure.steps, input.works ?? {}),
    validity: isGrant ? daysOf(input.change) : null,
    earlier: isGrant && input.change?.earlier ? { number: input.change.earlier, values: earlierValues(input) } : null,
    corrected: correctedRow(input),
    silence: silenceRow(input),
    proceedings: proceedingsRow(input),
    act: regulation.act.title,
    signer: { name: input.signer.name, position: input.signer.position },
    request: { number: input.requestNumber, date: day(input.registeredAt), channel: channelName(variant, input.view) },
    grounds: groundRows(conclusion.groundIds, variant.grounds, input),
    explanation: conclusion.explanation,
    explanations: explanationsOf(input),
    opinions,
    opinion: opinions[0] ?? null,
    complained: input.complained ?? null,
    complaint: complaintRow(regulation),
    assumed: isGrant ? [] : assumedIn(conclusion.groundIds, variant.grounds, input),
    labels: { ...resultLabels(result.kind), ...result.labels },
    signatureNote: SIGNATURE_NOTE,
    verify: { url: input.verifyUrl, qr: input.qr },
    sandbox: input.sandbox,
  }
}

/** What this request says of places takes the place of what was said before. */
function sitesOnPaper({ variant, answers, sites = [] }: ResultInput): readonly NamedSite[] {
  const named = sitesNamed(variant, answers)
  return named.length > 0 ? named : sites
}

function correctedRow({ correction, zone }: ResultInput): ResultData['corrected'] {
  if (correction === undefined) return null
  const { at, formerAt, formerSigner, requestNumber, regulation, source, changes } = correction
  return {
    on: dayIn(at, zone),
    day: dayIn(formerAt, zone),
    signer: formerSigner,
    request: requestNumber,
    source: citation(regulation, { ...source, certainty: 'stated' }),
    changes,
  }
}

function proceedingsRow({ regulation, variant, basis }: ResultInput): ResultData['proceedings'] {
  if (basis === undefined) return null
  const grounds = variant.proceedings?.grounds.filter(({ id }) => basis.groundIds.includes(id)) ?? []
  return {
    grounds: grounds.map(({ text, source }) => ({ text, source: citation(regulation, { ...source, certainty: 'stated' }) })),
    reason: basis.reason,
  }
}

/** What a paper was set from, for one that acts on its number: its own answers, and those of papers before it that it did not ask again. */
export function formerAnswers({ variant, answers, former = {} }: ResultInput): Readonly<Record<string, Pair>> {
  return { ...former, ...valuesOf(variant, answers) }
}

const NOT_ANSWERED = inAll(() => '—')

function earlierValues({ regulation, former = {} }: ResultInput): Readonly<Record<string, Pair>> {
  const fields = correctableVariants(regulation).flatMap(({ form }) => form.sections.flatMap((section) => section.fields))
  return Object.fromEntries(fields.map(({ id }) => [id, former[id] ?? NOT_ANSWERED]))
}

function listsOf({ form }: Variant, answers: Readonly<Record<string, string>>): ResultData['lists'] {
  const fields = form.sections.flatMap((section) => section.fields)
  return Object.fromEntries(fields.flatMap(({ id, type }) => (type.kind === 'list' ? [[id, listRows(type, answers[id] ?? '')]] : [])))
}

function valuesOf({ form }: Variant, answers: Readonly<Record<string, string>>): ResultData['values'] {
  const fields = form.sections.flatMap((section) => section.fields)
  return Object.fromEntries(fields.map((field) => [field.id, inAll((language) => valueText(field, answers[field.id] ?? '', language))]))
}

/** A fact that both kinds of applicant are asked about is read as this holder's register answered it. */
function registersOf({ variant: { registers = [] }, answers, holder }: ResultInput): ResultData['registers'] {
  const kind = holder.bin === null ? 'individual' : 'legalEntity'
  const ownLast = registers.toSorted((one, other) => Number(appliesTo(one, kind)) - Number(appliesTo(other, kind)))
  const factsOf = (question: RegisterQuestion) =>
    question.answers.map((fact) => [fact.id, inAll((language) => valueText(fact, answers[registerFactId(question, fact)] ?? '', language))])
  return Object.fromEntries(
    [...Map.groupBy(ownLast, ({ system }) => system)].map(([system, all]) => [system, Object.fromEntries(all.flatMap(factsOf))]),
  )
}

function daysOf(change: RegisterChange | null): ResultData['validity'] {
  if (change === null) return null
  const said = (day: LocalDate) => inAll((language) => formatDate(day, language))
  return { from: said(change.from), until: change.until === null ? null : said(change.until) }
}

/** What the act takes the silence for, with the instant's day and the paragraph. */
function silenceRow({ regulation, variant, conclusion, deemedSince, zone }: ResultInput): ResultData['silence'] {
  if (!deemedSince || variant.silence === undefined) return null
  const source = citation(regulation, { ...variant.silence.source, certainty: 'stated' })
  const since = dayIn(deemedSince, zone)
  return { text: fillText(BY_SILENCE[conclusion.decision], { day: since, source }), since, source }
}

/** What an official wrote; where silence decided and nobody wrote anything, that. */
function explanationsOf(input: ResultInput): readonly LanguageText[] {
  const { conclusion, language } = input
  const own = written(conclusion.explanation, conclusion.inStateLanguage, language, conclusion.alsoIn)
  const silence = silenceRow(input)
  if (own.length > 0 || silence === null || conclusion.decision === 'grant') return own
  return written(silence.text[language], silence.text[STATE_LANGUAGE], language)
}

function opinionRows({ opinions, language, zone }: ResultInput): ResultData['opinions'] {
  return opinions.map(({ body, at, opinion, reason, inStateLanguage, alsoIn, bySilence }) => ({
    body,
    opinion: OPINIONS[bySilence === true ? (opinion === 'agrees' ? 'silentAgrees' : 'silentObjects') : opinion],
    day: dayIn(at, zone),
    reasons: written(reason, inStateLanguage, language, alsoIn),
  }))
}

/** What must hold before a result may be signed; empty when all of it does. Sentences for the head, in the order of the document. */
export function lintResult(data: ResultData): readonly LocalText[] {
  const { documentKind, number, opinions } = data
  const isRefused = documentKind === 'reasonedRefusal'
  const own = broken([
    [isNumbered(documentKind) && number === null, LINTS.noNumber],
    [isRefused && number !== null, LINTS.refusalWithNumber],
    [documentKind === 'notice' && number !== null, LINTS.noticeWithNumber],
  ])
  const opined = broken([[opinions.some(({ reasons }) => !isInStateLanguage(reasons)), LINTS.noStateLanguageOpinion]])
  return [...own, ...(isRefused ? lintRefusing(data) : []), ...opined, ...lintPeople(data)]
}

/** A sum as documents and pages write it: `43 250 ₸`. */
export function tengeText(amountTiyn: number): string {
  return `${formatTenge(amountTiyn)}\u00a0₸`
}
