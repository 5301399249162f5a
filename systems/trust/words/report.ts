import { fillText, type LocalText } from '@ruqsat/foundation'
import type { CheckLine, CheckName, FileReport, SignerInfo } from '../contract.ts'
import texts from '../texts.yaml'

// What a report on a file says in words: the one home of these sentences, for the verification page and for `npx ruqsat verify`. What each check
// found is in `findings.ts`.

export type VerdictWords = { readonly title: LocalText; readonly meaning: LocalText }

const VERDICTS: Readonly<Record<FileReport['kind'], VerdictWords>> = texts.report.verdicts

const UNREADABLE: VerdictWords = texts.report.unreadable

/** What the whole report comes to, and what that means for whoever holds the file. */
export function verdictWords({ format, kind }: Pick<FileReport, 'format' | 'kind'>): VerdictWords {
  return format === 'unknown' ? UNREADABLE : VERDICTS[kind]
}

/** How one check ended. */
export const CHECK_OUTCOMES: Readonly<Record<CheckLine['outcome'], LocalText>> = texts.report.checkOutcomes

const CHECKS = texts.report.checks satisfies Readonly<Record<CheckName, LocalText>>

/** The name of a check in words; of several signatures each line says which, of an attachment its file name. */
export function checkName({ name, signature, attachment }: Pick<CheckLine, 'name' | 'signature' | 'attachment'>): LocalText {
  if (attachment !== null) return fillText(texts.report.attachment, { attachment })
  return signature === null ? CHECKS[name] : fillText(texts.report.ofSignature, { signature, name: CHECKS[name] })
}

/** Surname, name and patronymic, as the certificate gives them. */
export function signerName({ name, patronymic }: Pick<SignerInfo, 'name' | 'patronymic'>): string {
  return [name, patronymic].filter(Boolean).join(' ')
}

/** For which time the signature was judged, `{at}`, and whose word that time is. No time stamp proves what a file says of itself. */
export const JUDGED_FOR: Readonly<Record<NonNullable<FileReport['judgedFor']>['statedBy'], LocalText>> = texts.report.judgedFor
