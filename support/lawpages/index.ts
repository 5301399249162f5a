// What a regulation and a case look like on a page, the same for everybody who may see them: sources, due dates, the signed request, the history.
export { Cited, InstantAt, sourceLabel } from './cited.tsx'
export { DueOf } from './due-of.tsx'
export { RequestView } from './request-view.tsx'
export { CaseTimeline } from './case-timeline.tsx'
export { FieldInput, type AskedField, type FieldInputProps } from './field-input.tsx'
export { FILE_REFUSALS, refuseFile } from './files/refusals.ts'
export { ACCEPTED_FILES, readUpload, type JudgedFile } from './files/upload.ts'
export { ATTACHMENT_BYTES, ATTACHMENTS_TOTAL_BYTES, MAX_ATTACHMENTS } from './files/limits.ts'
