// What the applicant has to do with a case after its registration: correcting it, taking it back, learning that it was not taken in.
import type { DueDate, Stop } from '@ruqsat/clock'
import type { Instant, Source } from '@ruqsat/foundation'
import type { Outcome } from '@ruqsat/law'
import type { GivenWay } from '../given-way.ts'
import type { AlsoWritten, WrittenBesides } from '../draft-model.ts'
import type { SignedDocument, WorkPaper } from '../work-model.ts'

/** One thing that is missing or wrong: a field of the form, a document, or anything else in words. */
export type MissingItem = { readonly on: 'field' | 'document'; readonly id: string; readonly text: string } | MissingInWords
type MissingInWords = { readonly on: 'other'; readonly text: string }

/** What is asked of the applicant now. Its list and derivation are in the event of the same id. */
export type AskedOfApplicant = WrittenBesides & {
  readonly id: string
  readonly kind: 'correction' | 'hearing'
  /** The step that asked, whose rows say what follows. */
  readonly stepId: string
  readonly since: Instant
  /** The last instant at which it may be answered. */
  readonly due: Instant
  /** The total of the case waits meanwhile. */
  readonly stops?: true
  /** Of a correction: what the refusal says where the answer does not come, the list in one text. */
  readonly explanation: string
  /** Of a hearing: how the step ended, so that the case goes on from there. */
  readonly outcome?: Outcome
  readonly way?: GivenWay
  /** The answer that was handed in and is not taken yet; its time is judged by this instant. */
  readonly presented?: PresentedAnswer
  /** An answer that does not count was waited for until then, beyond the last instant: so long nobody could go on. */
  readonly waitedUntil?: Instant
}

/** A signature that came while nobody could say whether it counts; by its digest, because the same words may be signed again. */
export type PresentedAnswer = { readonly signatureSha256: string; readonly at: Instant }

export type HeardDraft = {
  readonly decision: 'grant' | 'refuse'
  readonly groundIds: readonly string[]
  readonly explanation: string
  readonly inStateLanguage?: string
} & AlsoWritten

/** Why a request is not taken in, as it was written; once more in the state language, where the request is in another. */
export type WrittenNonAcceptance = {
  readonly groundIds: readonly string[]
  readonly explanation: string
  readonly inStateLanguage?: string
} & AlsoWritten
/** With the paper about it, and its signature, by which alone the request is refused. */
export type KeptNonAcceptance = WrittenNonAcceptance & {
  readonly taskId: string
  readonly paper?: WorkPaper
  readonly signed?: SignedDocument
}

/** The list as one text. */
export function listOf(missing: readonly MissingItem[]): string {
  return missing.map(({ text }) => text.trim()).join('\n')
}

export type SignedObjection = { readonly text: string; readonly objectionSha256: string; readonly signatureSha256: string }

export type ApplicantCommand =
  /** A member of staff returns the request to the applicant. */
  | ({
      readonly kind: 'askCorrection'
      readonly taskId: string
      readonly missing: readonly MissingItem[]
      /** The list once more, as one text: for a refusal in the state language, and for who reads another language than that of the request. */
    } & WrittenBesides)
  /** The applicant has signed the request again; the host has verified it and what was changed. */
  | { readonly kind: 'giveCorrection'; readonly askedId: string; readonly requestSha256: string; readonly signatureSha256: string }
  /** Null: nothing is objected. The host has verified the signature over the objection. */
  | { readonly kind: 'answerHearing'; readonly askedId: string; readonly objection: SignedObjection | null }
  /** In place of an objection: to be heard in person. What about, if they say so. */
  | { readonly kind: 'askOralHearing'; readonly askedId: string; readonly text: string }
  /** The answer is handed in; whether its signature counts cannot be asked now. Until it can, the time for it does not pass. */
  | { readonly kind: 'presentAnswer'; readonly askedId: string; readonly signatureSha256: string }
  /** By the house: the answer that was handed in does not count after all, by this refusal. */
  | { readonly kind: 'dropAnswer'; readonly askedId: string; readonly signatureSha256: string; readonly code: string }
  | { readonly kind: 'withdraw'; readonly reason: string }
  | ({ readonly kind: 'refuseAcceptance'; readonly taskId: string } & WrittenNonAcceptance)
  /** The paper about it; prepared again, it takes the place of the one before. */
  | { readonly kind: 'prepareNonAcceptance'; readonly taskId: string; readonly paper: WorkPaper }
  | { readonly kind: 'signNonAcceptance'; readonly taskId: string; readonly signed: SignedDocument }

/** The clock of the case goes on: for how long it was stopped, and when the whole is due now; null where it was not. */
export type ClockResumed = { readonly stop: Stop; readonly total: DueDate }

export type ApplicantEvent =
  | ({
      readonly kind: 'correctionAsked'
      readonly askedId: string
      readonly stepId: string
      readonly missing: readonly MissingItem[]
      readonly due: DueDate
      readonly stops: boolean
      readonly source: Source
      readonly way?: GivenWay
    } & WrittenBesides)
  | {
      readonly kind: 'correctionGiven'
      readonly askedId: string
      readonly stepId: string
      readonly requestSha256: string
      readonly signatureSha256: string
      readonly clock: ClockResumed | null
    }
  /** The time for it passed; `since` is the instant at which it did. The ground of the act is the draft from here on. */
  | ({
      readonly kind: 'correctionMissed'
      readonly askedId: string
      readonly stepId: string
      readonly since: Instant
      readonly ground: string
      readonly explanation: string
      readonly clock: ClockResumed | null
    } & WrittenBesides)
  /** Nobody waits for the answer any more: the case went on, or back, without it. */
  | { readonly kind: 'askingEnded'; readonly askedId: string; readonly stepId: string; readonly clock: ClockResumed | null }
  /** The applicant learns the draft of a refusal, and until when they may object. */
  | {
      readonly kind: 'hearingOpened'
      readonly askedId: string
      readonly stepId: string
      readonly outcome: Outcome
      readonly draft: HeardDraft
      readonly due: DueDate
      readonly way?: GivenWay
    }
  | ({ readonly kind: 'objectionGiven'; readonly askedId: string; readonly stepId: string } & SignedObjection)
  /** They are heard in person: the case goes on by the row of the table for that. */
  | { readonly kind: 'oralHearingAsked'; readonly askedId: string; readonly stepId: string; readonly text: string }
  /** Nothing was objected; `since` is the instant at which that was certain. */
  | { readonly kind: 'hearingEnded'; readonly askedId: string; readonly stepId: string; readonly since: Instant }
  | ({ readonly kind: 'answerPresented'; readonly stepId: string } & OfAnswer)
  /** `code`: that of the refusal, or that its incident was given up. The time of the answer goes on, or is over at once where it has passed (`isOver`). */
  | ({ readonly kind: 'answerDropped'; readonly stepId: string; readonly code: string; readonly isOver?: true } & OfAnswer)
  /** The law changed the calendar: until when the applicant may answer now, and until when it was. Follows `termsRecounted`. */
  | { readonly kind: 'askedRecounted'; readonly asked: readonly RecountedAnswer[] }
  | { readonly kind: 'withdrawn'; readonly reason: string }
  /** Nothing is refused by it yet: the request may still be accepted. */
  | ({ readonly kind: 'nonAcceptanceWritten'; readonly taskId: string; readonly stepId: string } & WrittenNonAcceptance)
  | { readonly kind: 'nonAcceptancePrepared'; readonly taskId: string; readonly stepId: string; readonly paper: WorkPaper }
  | { readonly kind: 'nonAcceptanceSigned'; readonly taskId: string; readonly stepId: string; readonly document: SignedDocument }
  /** In cases of an earlier release without a signature before it. */
  | { readonly kind: 'acceptanceRefused'; readonly groundIds: readonly string[]; readonly explanation: string }
  /** Closed without a decision about the service: it was neither granted nor refused. */
  | { readonly kind: 'caseEnded'; readonly how: EndedHow }

export type OfAnswer = { readonly askedId: string; readonly signatureSha256: string }
export type RecountedAnswer = { readonly askedId: string; readonly stepId: string; readonly due: DueDate; readonly was: Instant }

export type EndedHow = 'withdrawn' | 'notAccepted'
