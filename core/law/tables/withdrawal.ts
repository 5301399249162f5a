import { fillText, inAll, type LocalText } from '@ruqsat/foundation'
import type { Variant } from '../package/model.ts'
import texts from '../texts.yaml'

const WORDS = texts.withdrawal

/** Whether and until when the applicant may take the request back, with what becomes of the fee; null where the act does not say. */
export function withdrawalText({ withdrawal, procedure }: Variant): LocalText | null {
  if (withdrawal === undefined) return null
  if (withdrawal.allowed === false) return WORDS.never
  const last = procedure.steps.find(({ id }) => id === withdrawal.until)
  const until = last === undefined ? WORDS.untilSigned : fillText(WORDS.untilStep, { id: last.id, step: last.name })
  const { fee } = withdrawal
  return fee === undefined ? until : inAll((language) => `${until[language]}. ${fee[language]}`)
}
