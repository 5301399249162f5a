// How much may be attached to one request or one step: said at the first door, and held where it is kept.
import { isVisible, refusalsOf, type Refusal } from '@ruqsat/foundation'
import type { DocumentSlot } from '@ruqsat/law'
import type { TypedValues } from './fields.ts'
import texts from './texts.yaml'

/** 50 MiB in all and 10 MiB each, so that an old phone's upload ends; more files than any service asks for, so that nobody sends a thousand. */
export const ATTACHMENTS_TOTAL_BYTES = 50 * 1024 * 1024
export const ATTACHMENT_BYTES = 10 * 1024 * 1024
export const MAX_ATTACHMENTS = 40

/** Refusals of too many or too large files; the code that people quote begins with `portal.` wherever they are met. */
export const LIMIT_REFUSALS = texts.files.refusals
const refuse = refusalsOf('portal.', LIMIT_REFUSALS)

/** Whether this document must be attached with these answers: it is required, and nothing was answered that does instead. */
export function isDemanded({ required, unlessAnswered }: Pick<DocumentSlot, 'required' | 'unlessAnswered'>, values: TypedValues): boolean {
  return required && (unlessAnswered === undefined || !isVisible(values[unlessAnswered] ?? ''))
}

/** What is wrong with so many files of these sizes together; null where nothing is. */
export function limitFault(files: readonly { readonly sizeBytes: number }[]): Refusal | null {
  if (files.length > MAX_ATTACHMENTS) return refuse('too-many-files', { facts: { most: MAX_ATTACHMENTS } })
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return total > ATTACHMENTS_TOTAL_BYTES ? refuse('files-too-large-together') : null
}
