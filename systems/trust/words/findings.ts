import type { Instant, Language, LocalText } from '@ruqsat/foundation'
import type { TrustFinding, TrustFindingCode } from '../findings.ts'
import texts from '../texts.yaml'

// English keeps the exact words of the reader of the bytes ({technical}); the other languages say the same without them. {at} is an instant,
// written by whoever shows it on the clock of its reader.

/** Everything that a check can find, by code: the one home of these sentences, for the verification page, `npx ruqsat verify` and the logs. */
export const FINDINGS: Readonly<Record<TrustFindingCode, LocalText>> = { ...texts.signatureFindings, ...texts.fileFindings }

/** The sentence of a finding. `moment` writes an instant for its reader; without it the instant stays as it is. */
export function sayFinding({ code, facts = {} }: TrustFinding, language: Language, moment = (at: Instant): string => at): string {
  return FINDINGS[code][language].replace(/\{(\w+)\}/g, (_all, name: string) => {
    const fact = facts[name] ?? ''
    return name === 'at' ? moment(fact) : fact
  })
}
