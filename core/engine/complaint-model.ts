// A complaint is a case about another case: what of it is complained of, and what a satisfied complaint does to it.
import type { Instant } from '@ruqsat/foundation'
import type { ComplaintEffect, ComplaintMatter } from '@ruqsat/law'
import type { DueDate } from '@ruqsat/clock'

/** The case that is complained of, by its id and its number, and what of it is. */
export type ComplaintSubject = { readonly caseId: string; readonly requestNumber: string; readonly what: ComplaintMatter }

/** Who may not work at a complaint, by the ids of the actors, and the units of which nobody else is left. */
export type BarredOfficials = { readonly officials: readonly string[]; readonly units: readonly string[] }

/** A complaint that was satisfied, as the case learns it that it is about: its own id and number, its signed paper, and what it does. */
export type SatisfiedComplaint = {
  readonly caseId: string
  readonly requestNumber: string
  readonly documentId: string
  readonly what: ComplaintMatter
  readonly does: ComplaintEffect
}

/** A signed paper that counts no more, because a complaint about it was satisfied. */
export type AnnulledPaper = { readonly documentId: string; readonly sha256: string; readonly signedAt: Instant }

export type KeptComplaint = SatisfiedComplaint & { readonly at: Instant; readonly annuls?: AnnulledPaper }

export type ComplaintCommand = { readonly kind: 'heedComplaint'; readonly complaint: SatisfiedComplaint }

export type ComplaintEvent =
  /** Follows `caseOpened`: the case that it is about. */
  | { readonly kind: 'complaintAbout'; readonly subject: ComplaintSubject }
  /** Follows it where somebody is complained of, or decided what is. */
  | ({ readonly kind: 'officialsBarred' } & BarredOfficials)
  /** Everybody of the step's unit is complained of: the work goes on at another step, or the procedure ends. */
  | { readonly kind: 'stepPassedOver'; readonly stepId: string; readonly toStepId: string }
  /** Of the case complained of. `annuls`: the paper that counts no more; absent where nothing signed is taken back. */
  | { readonly kind: 'complaintSatisfied'; readonly complaint: SatisfiedComplaint; readonly annuls?: AnnulledPaper }
  /** Follows it where the case is considered again, with a whole new term. */
  | { readonly kind: 'caseReopened'; readonly total: DueDate }
