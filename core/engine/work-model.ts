// What is written at steps that decide nothing, and what is signed: the shapes of commands, events and state. Released shapes are frozen.
import type { Instant } from '@ruqsat/foundation'

/**
 * What was written down at a step that decides nothing, by its row (`writingId`); no words of it are in the events, only the salted digest of
 * the row and those of the files. `outcome`: the answer by which the table goes on.
 */
export type Work = {
  readonly writingId: string
  readonly sha256: string
  readonly files: readonly { readonly slot: string; readonly sha256: string }[]
  readonly outcome: 'yes' | 'no' | null
}
/** What was written, set in type. */
export type WorkPaper = { readonly documentId: string; readonly sha256: string }

export type SignedDocument = {
  readonly documentId: string
  readonly sha256: string
  readonly signerCertificateSha256: string
  readonly signedAt: Instant
}

/** Work of one task: what was written, its paper where it has one, what came back where somebody was asked. */
export type KeptWork = {
  readonly taskId: string
  readonly stepId: string
  readonly writingId: string
  readonly outcome: 'yes' | 'no' | null
  readonly paper?: WorkPaper
  /** SHA-256 of the signed file. */
  readonly signed?: string
  readonly answerId?: string
}

export type WorkCommand =
  /** Something was sent, visited, entered or asked; `paper` where the step has one that nobody signs. */
  | { readonly kind: 'writeWork'; readonly taskId: string; readonly work: Work; readonly paper?: WorkPaper }
  /** The paper that whoever wrote it is to sign; prepared again, it takes the place of the one before. */
  | { readonly kind: 'prepareWork'; readonly taskId: string; readonly paper: WorkPaper }
  | { readonly kind: 'signWork'; readonly taskId: string; readonly signed: SignedDocument }
  /** What came back from the body that was asked. */
  | { readonly kind: 'answerWork'; readonly taskId: string; readonly work: Work }

export type WorkEvent =
  | { readonly kind: 'workWritten'; readonly taskId: string; readonly stepId: string; readonly work: Work; readonly paper?: WorkPaper }
  | { readonly kind: 'workPrepared'; readonly taskId: string; readonly stepId: string; readonly paper: WorkPaper }
  | { readonly kind: 'workSigned'; readonly taskId: string; readonly stepId: string; readonly document: SignedDocument }
  | { readonly kind: 'workAnswered'; readonly taskId: string; readonly stepId: string; readonly work: Work }
