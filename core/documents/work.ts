// What an official writes at a step that decides nothing: what must hold before it is kept, and the data of the paper that it becomes.
import { inAll, refusalsOf, type Instant, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { Step, StepWriting, WritingPaper } from '@ruqsat/law'
import type { PaperInput } from './paper-input.ts'
import { valueText } from './answer.ts'
import { cleanValue, fieldFault, orderFaults, type TypedValues } from './fields.ts'
import { limitFault } from './limits.ts'
import { authorityRow, dayIn, holderRow } from './paper-rows.ts'
import { RESULT_LABELS, SIGNATURE_NOTE } from './result-words.ts'
import texts from './texts.yaml'

/** A file that was attached at a step, as it is kept. */
export type WorkFile = {
  readonly slot: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: string
}
export type WrittenWork = { readonly values: TypedValues; readonly files: readonly WorkFile[] }

/** What is asked now: what is written, or what came back from the body that was asked. */
export type WorkPart = 'writing' | 'answer'
export type WorkPage = Pick<StepWriting, 'fields' | 'files'>

const refuseWork = refusalsOf('', texts.work.refusals)

export function workPage({ fields, files, answer }: StepWriting, part: WorkPart): WorkPage {
  return part === 'answer' ? (answer ?? { fields: [], files: [] }) : { fields, files }
}

/** Field of a refusal that is about the files of this document. */
export function workFileField(slot: string): string {
  return `file-${slot}`
}

/** Only what is asked, as it is kept. */
export function cleanWork(page: WorkPage, values: TypedValues): TypedValues {
  return Object.fromEntries(page.fields.map((field) => [field.id, cleanValue(field, values[field.id] ?? '')]))
}

/** Everything that keeps it from being taken, in the order of the page. `today` is the legal day in the authority's zone. */
export function workFaults(page: WorkPage, { values, files }: WrittenWork, today: LocalDate): readonly Refusal[] {
  const slots = page.files.map(({ id }) => id)
  const limit = limitFault(files)
  const order = orderFaults(page.fields, values)
  return [
    ...(limit === null ? [] : [limit]),
    ...page.fields.flatMap(
      (field) => fieldFault(field, values[field.id] ?? '', today) ?? order.filter((each) => each.field === field.id).slice(0, 1),
    ),
    ...page.files.flatMap(({ id, required, name, source }) =>
      required && !files.some(({ slot }) => slot === id)
        ? [refuseWork('documents.file-missing', { field: workFileField(id), source, facts: { document: name } })]
        : [],
    ),
    ...files.flatMap(({ slot, name }) =>
      slots.includes(slot) ? [] : [refuseWork('documents.file-not-asked', { facts: { name: { kind: 'typed', text: name } } })],
    ),
  ]
}

/** The answer by which the table goes on from this step; null where it does not, or not from this part. */
export function workOutcome(
  { action, writing }: Pick<Step, 'action' | 'writing'>,
  part: WorkPart,
  values: TypedValues,
): 'yes' | 'no' | null {
  if (writing?.decides === undefined || (action === 'ask') !== (part === 'answer')) return null
  return values[writing.decides] === 'yes' ? 'yes' : 'no'
}

export type WorkInput = PaperInput & {
  readonly step: Step
  readonly paper: WritingPaper
  readonly written: WrittenWork
  /** Legal time of writing. */
  readonly at: Instant
}

/** Everything the template of a letter or of minutes may print. Plain data: what is not in here does not reach the paper. */
export type WorkData = ReturnType<typeof workDocument>

export function workDocument(input: WorkInput) {
  const { regulation, step, paper, written, holder } = input
  const { fields, files, to } = step.writing!
  const day = (instant: Instant) => dayIn(instant, input.zone)
  const pairs = fields.map((field) => ({
    id: field.id,
    label: field.label,
    value: inAll((language) => valueText(field, written.values[field.id] ?? '', language)),
  }))
  return {
    schema: 'ruqsat.work/1' as const,
    language: 'ru' as const,
    title: paper.title,
    number: null,
    day: day(input.at),
    /** To whom it is sent; none where it goes to nobody. */
    to: to ?? null,
    step: step.name,
    unit: regulation.units.find(({ id }) => id === step.unit)?.name ?? null,
    holder: holderRow(holder),
    authority: authorityRow(regulation),
    act: regulation.act.title,
    request: { number: input.requestNumber, date: day(input.registeredAt) },
    /** Every question with its answer, in the order of the package. */
    facts: pairs.map(({ label, value }) => ({ label, value })),
    values: Object.fromEntries(pairs.map(({ id, value }) => [id, value])),
    files: written.files.map(({ slot, name }) => ({ document: files.find(({ id }) => id === slot)?.name ?? null, name })),
    isSigned: paper.signed === true,
    signer: { name: input.signer.name, position: input.signer.position },
    labels: { ...RESULT_LABELS, ...paper.labels },
    signatureNote: SIGNATURE_NOTE,
    verify: { url: input.verifyUrl, qr: input.qr },
    sandbox: input.sandbox,
  }
}

/** What of the written reaches the result: of each step that declares it, by field; an em dash where the case never came there. */
export function worksOnPaper(
  steps: readonly Step[],
  written: Readonly<Record<string, TypedValues>>,
): Readonly<Record<string, Readonly<Record<string, LocalText>>>> {
  const declared = steps.filter(({ writing }) => writing?.reaches !== undefined)
  return Object.fromEntries(
    declared.map(({ id, writing }) => {
      const { fields, answer, reaches = [] } = writing!
      const reaching = [...fields, ...(answer?.fields ?? [])].filter((field) => reaches.includes(field.id))
      return [
        id,
        Object.fromEntries(
          reaching.map((field) => [field.id, inAll((language) => valueText(field, written[id]?.[field.id] ?? '', language))]),
        ),
      ]
    }),
  )
}
