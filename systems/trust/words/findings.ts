import type { Instant, Language } from '@ruqsat/foundation'
import { FILE_FINDINGS } from './file-findings.ts'
import { SIGNATURE_FINDINGS } from './signature-findings.ts'

// Everything that a check can find, by code: the one home of these sentences, for the verification page, `npx ruqsat verify` and the logs.

export const FINDINGS = { ...SIGNATURE_FINDINGS, ...FILE_FINDINGS } as const
export type FindingCode = keyof typeof FINDINGS

/** What was found. `facts` fill the sentence; it survives serialisation, and no fact is a sentence of a language but `technical`, which is English. */
export type Finding = { readonly code: FindingCode; readonly facts?: Readonly<Record<string, string>> }

export function finding(code: FindingCode, facts?: Readonly<Record<string, string>>): Finding {
  return facts === undefined ? { code } : { code, facts }
}

/** The sentence of a finding. `moment` writes an instant for its reader; without it the instant stays as it is. */
export function sayFinding({ code, facts = {} }: Finding, language: Language, moment = (at: Instant): string => at): string {
  return FINDINGS[code][language].replace(/\{(\w+)\}/g, (_all, name: string) => {
    const fact = facts[name] ?? ''
    return name === 'at' ? moment(fact) : fact
  })
}
