// What an official writes down at a step that decides nothing: something is sent, visited, entered or asked. Its fields are those of the
// application form, its files are those of the documents.
import { z } from 'zod'
import { id, orNone, some, source, templateFile, text, type Data } from './shape.ts'
import { fieldType, forUnits, labels } from './variant-shape.ts'

const ownSource = source.describe('Left out: that of the step.').optional()
const fields = orNone(z.strictObject({ id, label: text, hint: text.optional(), required: z.boolean(), type: fieldType, source: ownSource }))
const files = orNone(z.strictObject({ id, name: text, hint: text.optional(), required: z.boolean(), source: ownSource }))

/** Letter or minutes: what is written, set in type. */
const paper = z.strictObject({
  title: text,
  template: templateFile,
  labels,
  signed: z.boolean().describe('true: whoever writes it signs it, with a key.').optional(),
  source: ownSource,
})

export const writing = z.strictObject({
  to: text.describe('To whom it is sent, or who is asked; of `record`, the register or journal.').optional(),
  fields,
  files,
  answer: z.strictObject({ fields, files }).describe('Of `ask`: what comes back, written down by whoever asked.').optional(),
  decides: id.describe('A yes-or-no field, of the answer where one comes back: `when: yes` and `when: no` are what it says.').optional(),
  reaches: some(id).describe('Fields that the template of the result may print.').optional(),
  shownToApplicant: z.boolean().describe('true: the applicant sees it once it is done.').optional(),
  forUnits,
  paper: paper.optional(),
})
type FileWriting = Data<typeof writing>

/** Every part cites the step's paragraph unless it says otherwise. */
export function citing<S>({ fields: own, files: ownFiles, answer, paper: set, ...rest }: FileWriting, step: S) {
  const cited = <T extends object>(part: T): T & { readonly source: S } => ({ source: step, ...part }) as T & { readonly source: S }
  return {
    ...rest,
    fields: [...own].map((each) => cited(each)),
    files: [...ownFiles].map((each) => cited(each)),
    ...(answer && {
      answer: { fields: [...answer.fields].map((each) => cited(each)), files: [...answer.files].map((each) => cited(each)) },
    }),
    ...(set && { paper: cited(set) }),
  }
}
