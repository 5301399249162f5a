import { fillText, type Instant, type Language, type LocalText } from '@ruqsat/foundation'
import type { CheckLine, FileReport, SignerInfo, TrustFinding, TrustFindingCode } from './contract.ts'
import texts from './texts.yaml'

// The sentences of this room in three languages, for whoever shows a report: the verification page, `npx ruqsat verify` and the logs.

export type VerdictWords = { readonly title: LocalText; readonly meaning: LocalText }

/** What the whole report comes to, and what that means for whoever holds the file. */
export function verdictWords({ format, kind }: Pick<FileReport, 'format' | 'kind'>): VerdictWords {
  return format === 'unknown' && kind !== 'unsupported' ? texts.report.unreadable : texts.report.verdicts[kind]
}

/** How one check ended. */
export const CHECK_OUTCOMES: Readonly<Record<CheckLine['outcome'], LocalText>> = texts.report.checkOutcomes

/** The name of a check in words; of several signatures each line says which, of an attachment its file name. */
export function checkName({ name, signature, attachment }: Pick<CheckLine, 'name' | 'signature' | 'attachment'>): LocalText {
  if (attachment !== null) return fillText(texts.report.attachment, { attachment })
  return signature === null ? texts.report.checks[name] : fillText(texts.report.ofSignature, { signature, name: texts.report.checks[name] })
}

/** Surname, name and patronymic, as the certificate gives them. */
export function signerName({ name, patronymic }: Pick<SignerInfo, 'name' | 'patronymic'>): string {
  return [name, patronymic].filter(Boolean).join(' ')
}

/** For which time the signature was judged, `{at}`, and whose word that time is. No time stamp proves what a file says of itself. */
export const JUDGED_FOR: Readonly<Record<NonNullable<FileReport['judgedFor']>['statedBy'], LocalText>> = texts.report.judgedFor

/**
 * Everything that a check can find, by code. English keeps the exact words of the reader of the bytes ({technical}); the other languages say the
 * same without them. {at} is an instant, written by whoever shows it on the clock of its reader.
 */
export const FINDINGS: Readonly<Record<TrustFindingCode, LocalText>> = { ...texts.signatureFindings, ...texts.fileFindings }

/** The sentence of a finding. `moment` writes an instant for its reader; without it the instant stays as it is. */
export function sayFinding({ code, facts = {} }: TrustFinding, language: Language, moment = (at: Instant): string => at): string {
  return FINDINGS[code][language].replace(/\{(\w+)\}/g, (_all, name: string) =>
    name === 'at' ? moment(facts[name] ?? '') : (facts[name] ?? ''),
  )
}
