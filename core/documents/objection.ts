import type { Instant, Language } from '@ruqsat/foundation'
import type { Representative, SignedRequest } from './request.ts'

/**
 * What an applicant signs who objects to the draft of a refusal: RFC 8785 canonical JSON. `hearing` is the id of what was asked. Version 2 is
 * signed by who acts for the applicant, and names the power of attorney.
 */
export type ObjectionDocument = {
  readonly schema: 'ruqsat.objection/1' | 'ruqsat.objection/2'
  readonly title: string
  readonly requestNumber: string
  readonly hearing: string
  readonly language: Language
  readonly text: string
  readonly applicant: SignedRequest['applicant']
  readonly preparedAt: Instant
  readonly representative?: Representative
}
