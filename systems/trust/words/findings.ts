import type { Instant, Language, LocalText } from '@ruqsat/foundation'
import type { TrustFinding, TrustFindingCode } from '../findings.ts'
import { FILE_FINDINGS } from './file-findings.ts'
import { SIGNATURE_FINDINGS } from './signature-findings.ts'

// Everything that a check can find, by code: the one home of these sentences, for the verification page, `npx ruqsat verify` and the logs.

export const FINDINGS: Readonly<Record<TrustFindingCode, LocalText>> = { ...SIGNATURE_FINDINGS, ...FILE_FINDINGS }
/** The sentence of a finding. `moment` writes an instant for its reader; without it the instant stays as it is. */
export function sayFinding({ code, facts = {} }: TrustFinding, language: Language, moment = (at: Instant): string => at): string {
  return FINDINGS[code][language].replace(/\{(\w+)\}/g, (_all, name: string) => {
    const fact = facts[name] ?? ''
    return name === 'at' ? moment(fact) : fact
  })
}
