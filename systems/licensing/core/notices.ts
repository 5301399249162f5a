import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import type { CaseState, NoticeIntent } from '@ruqsat/engine'
import { fillText, inAll, type Instant, type LocalText } from '@ruqsat/foundation'
import { feeFate, noticeWords, stepById, type Edition } from '@ruqsat/law'
import { placeOfEdition } from './place.ts'

export type NoticeText = {
  readonly subject: LocalText
  readonly text: LocalText
  readonly by: readonly ('sms' | 'email')[]
}

/** The message to a person: in the words of the edition that the case is pinned to, else in the house's own. */
export function noticeText(notice: NoticeIntent, state: CaseState, edition: Edition, zone: ZoneRules): NoticeText {
  const { opening, variant, view } = placeOfEdition(state, edition)
  const words = noticeWords(edition.regulation, { variant: variant.id, view: view.id }, notice.kind)
  const { service } = edition.regulation
  const stepId = notice.facts['stepId']
  const step = stepId === undefined ? undefined : stepById(variant.procedure.steps, stepId)
  const stage = step === undefined ? service : step.name
  const ground = step?.extension?.grounds.find(({ id }) => id === notice.facts['ground'])?.text ?? ''
  const at = (instant: Instant | undefined) => inAll((language) => (instant === undefined ? '' : formatInstant(instant, zone, language)))
  const due = at(notice.facts['due'] ?? state.total?.due)
  const former = at(notice.facts['former'])
  // Of a request that is not taken in: what becomes of the money, where somebody paid.
  const fee = opening.payment === null ? null : feeFate(variant, 'nonAcceptance')
  const places = { number: opening.requestNumber, stage, due, former, service, ground, fee: fee?.text ?? '' }
  const fill = (text: LocalText) => fillText(text, places)
  const text = fill(words.text)
  return { subject: fill(words.subject), text: inAll((language) => text[language].trim()), by: words.by }
}
