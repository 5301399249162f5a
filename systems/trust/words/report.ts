import { fillText, type LocalText } from '@ruqsat/foundation'
import type { CheckLine, FileReport, SignerInfo } from '../contract.ts'
import texts from '../texts.yaml'

// What a report on a file says in words: the one home of these sentences, for the verification page and for `npx ruqsat verify`. What each check
// found is in `findings.ts`.

export type VerdictWords = { readonly title: LocalText; readonly meaning: LocalText }

/** What the whole report comes to, and what that means for whoever holds the file. */
export function verdictWords({ format, kind }: Pick<FileReport, 'format' | 'kind'>): VerdictWords {
  return format === 'unknown' ? texts.report.unreadable : texts.report.verdicts[kind]
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
