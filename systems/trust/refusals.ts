import { refusalsOf, type LocalText, type Source } from '@ruqsat/foundation'
import texts from './texts.yaml'

const { source, waitingText, ...rows } = texts.refusals

/** When an electronic signature counts: the law's article on the use of signatures. Its text was not available, so the item is assumed. */
export const SIGNATURE_SOURCE: Source = {
  act: 'electronic-signature-law',
  item: '10',
  certainty: 'assumed',
  law: { name: source.law, numbering: 'articles' },
}

/** Codes are frozen once released; a retired code stays reserved. One row for each `SignatureFaultReason`, then the room's own. */
export const refuseTrust = refusalsOf('', rows)

/** Not a refusal: shown to the person while the revocation service does not answer. */
export const WAITING_TEXT: LocalText = waitingText
