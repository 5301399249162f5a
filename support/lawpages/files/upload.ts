import { hash } from 'node:crypto'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { shortFileName, type FormValues, type UploadedFile } from '@ruqsat/web'
import { refuseFile } from './refusals.ts'
import { judgeFile, type MediaType } from './judge.ts'

/** For the browser's own choice of files: a help to the person, never a check. */
export const ACCEPTED_FILES = '.pdf,.jpg,.jpeg,.png'

export type JudgedFile = { readonly name: string; readonly mediaType: MediaType; readonly bytes: Buffer; readonly sha256: string }

/** The first file that was chosen in this field, judged whole; or why it is not taken. */
export function readUpload(form: FormValues, field: string): JudgedFile | Refusal {
  if (form.isTooLarge(field)) return refuseFile('file-too-large')
  const [file] = form.files(field)
  return file === undefined ? refuseFile('file-not-chosen') : judged(file)
}

/** Every file that was chosen in this field, each judged by itself; none where none was. */
export function readUploads(form: FormValues, field: string): readonly (JudgedFile | Refusal)[] {
  return [...(form.isTooLarge(field) ? [refuseFile('file-too-large')] : []), ...form.files(field).map(judged)]
}

/** The same of a file that came without a form. */
export function judged({ bytes, name }: Pick<UploadedFile, 'bytes' | 'name'>): JudgedFile | Refusal {
  if (bytes.length === 0) return refuseFile('file-empty')
  const mediaType = judgeFile(bytes)
  return isRefusal(mediaType) ? mediaType : { name: safeFileName(name), mediaType, bytes, sha256: hash('sha256', bytes) }
}

/** Longest name that is shown and signed. */
const MAX_NAME = 120

/** The name as the person knows the file, without folders and invisible signs; it is shown and signed, never used as a path. */
function safeFileName(name: string): string {
  const bare = name
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  return shortFileName(bare || 'file', MAX_NAME)
}
