// The house's own words on results, and what is said where one may not be signed yet.
import type { ActingOrder } from '@ruqsat/engine'
import { fillText, formatDate, inAll, type LocalText } from '@ruqsat/foundation'
import type { GrantKind } from '@ruqsat/law'
import texts from './texts.yaml'

export const RESULT_LABELS: Readonly<Record<string, LocalText>> = texts.resultWords.resultLabels

/** The same for a paper of this kind: a licence has a licensee, everything else is issued to somebody, and a notice is addressed. */
export function resultLabels(kind: GrantKind | 'reasonedRefusal'): Readonly<Record<string, LocalText>> {
  const holders: Readonly<Record<string, LocalText>> = texts.resultWords.holders
  const holder = holders[kind]
  return holder === undefined ? RESULT_LABELS : { ...RESULT_LABELS, holder }
}

export const SIGNATURE_NOTE: LocalText = texts.resultWords.signatureNote

/** The post of whoever signs by an order for the one who holds it, with the order. */
export function actingPosition(position: LocalText, { why, number, date }: ActingOrder): LocalText {
  return fillText(texts.resultWords.acting[why], { position, number, day: inAll((language) => formatDate(date, language)) })
}

export const OPINIONS = texts.resultWords.opinions satisfies Record<string, LocalText>

/** In place of many places: where they are. */
export const ANNEX: LocalText = texts.resultWords.inAnnex

/** A decision that nobody made. */
export const BY_SILENCE = texts.resultWords.bySilence satisfies Record<string, LocalText>

export const LINTS = texts.resultWords.lints satisfies Record<string, LocalText>
