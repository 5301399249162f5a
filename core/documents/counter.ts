import type { Instant } from '@ruqsat/foundation'
import type { Representative, SignedRequest } from './request.ts'

/**
 * What an employee signs for who came with papers: the request as the applicant wrote it, and besides who entered it, who came, and which
 * papers were shown. The application itself is among the attachments, as a scan. Frozen as a request is; versions are never edited.
 */
export type CounterRequest = Omit<SignedRequest, 'schema'> & {
  readonly schema: 'ruqsat.counter/1'
  readonly counter: {
    readonly enteredBy: { readonly id: string; readonly name: string; readonly position: string }
    /** Null where the applicant, or the head of the firm, came in person. */
    readonly representative: Representative | null
    /** Documents that were shown on paper, in the words of the form's language. */
    readonly papers: readonly { readonly slot: string; readonly label: string }[]
    readonly receivedAt: Instant
  }
}

/** The document under which the paper application is kept as a scan; no package has a document of this id. */
export const PAPER_APPLICATION = 'paper-application'
