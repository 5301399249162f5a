import type { ApplicantKind } from '@ruqsat/law'
import type { LocalText } from '@ruqsat/foundation'
import texts from '../texts.yaml'

/** Who may apply, in words. */
export const APPLICANTS: Readonly<Record<ApplicantKind, LocalText>> = texts.applicants
