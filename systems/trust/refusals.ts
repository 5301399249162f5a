import type { LocalText, RefusalRow, Source } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** When an electronic signature counts: the law's article on the use of signatures. Its text was not available, so the item is assumed. */
const SOURCE: Source = {
  act: 'electronic-signature-law',
  item: '10',
  certainty: 'assumed',
  law: { name: texts.refusals.source.law, numbering: 'articles' },
}

/** Codes are frozen once released; a retired code stays reserved. One row for each `SignatureFaultReason`, then the room's own. */
export const refusals = {
  'trust.signature-expired': {
    text: texts.refusals['trust.signature-expired'].text,
    remedy: texts.refusals['trust.signature-expired'].remedy,
    source: SOURCE,
  },
  'trust.signature-revoked': {
    text: texts.refusals['trust.signature-revoked'].text,
    remedy: texts.refusals['trust.signature-revoked'].remedy,
    source: SOURCE,
  },
  'trust.signature-not-yet-valid': {
    text: texts.refusals['trust.signature-not-yet-valid'].text,
    remedy: texts.refusals['trust.signature-not-yet-valid'].remedy,
    source: SOURCE,
  },
  'trust.signature-wrong-person': {
    text: texts.refusals['trust.signature-wrong-person'].text,
    remedy: texts.refusals['trust.signature-wrong-person'].remedy,
    source: SOURCE,
  },
  'trust.signature-wrong-role': {
    text: texts.refusals['trust.signature-wrong-role'].text,
    remedy: texts.refusals['trust.signature-wrong-role'].remedy,
    source: SOURCE,
  },
  'trust.signature-wrong-purpose': {
    text: texts.refusals['trust.signature-wrong-purpose'].text,
    remedy: texts.refusals['trust.signature-wrong-purpose'].remedy,
    source: SOURCE,
  },
  'trust.signature-unknown-root': {
    text: texts.refusals['trust.signature-unknown-root'].text,
    remedy: texts.refusals['trust.signature-unknown-root'].remedy,
    source: SOURCE,
  },
  'trust.signature-changed-content': {
    text: texts.refusals['trust.signature-changed-content'].text,
    remedy: texts.refusals['trust.signature-changed-content'].remedy,
    source: SOURCE,
  },
  'trust.signature-malformed': {
    text: texts.refusals['trust.signature-malformed'].text,
    remedy: texts.refusals['trust.signature-malformed'].remedy,
    source: SOURCE,
  },
  'trust.pdf-unreadable': texts.refusals['trust.pdf-unreadable'],
  'trust.pdf-encrypted': texts.refusals['trust.pdf-encrypted'],
  'trust.certificate-unknown': texts.refusals['trust.certificate-unknown'],
  'trust.revocation-in-future': texts.refusals['trust.revocation-in-future'],
} as const satisfies Readonly<Record<string, RefusalRow>>

/** Not a refusal: shown to the person while the revocation service does not answer. */
export const WAITING_TEXT: LocalText = texts.refusals.waitingText
