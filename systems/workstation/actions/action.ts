import type { StaffAct } from '@ruqsat/caseflow'
import { SECOND_LANGUAGE, type WrittenWork } from '@ruqsat/documents'
import type { AlsoWritten } from '@ruqsat/engine'
import type { Instant, LocalText, Refusal } from '@ruqsat/foundation'
import { fieldErrorOf, type FieldError, type FormValues, type SummaryRow } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import type { Staff } from '../contract.ts'
import type { CaseFile, TaskScene } from '../cases/open.ts'

export type TaskActionKind = StaffAct['kind']
type Unaddressed<A> = A extends StaffAct ? Omit<A, 'taskId' | 'expectedVersion'> : never
/** Task and version are added by whoever posts; an action reads only what is its own. */
export type ReadAct = Unaddressed<StaffAct>

/** What came with a POST of this action and has to be shown again. */
export type Posted = { readonly kind: TaskActionKind; readonly form: FormValues; readonly errors: readonly FieldError[] }

export type ActionProps = {
  readonly scene: TaskScene
  /** Of this very action, else null. */
  readonly posted: Posted | null
  /** The legal instant of the page: what is over by then is not offered. */
  readonly now: Instant
  /** Officers who may be given the work; asked for only where the step assigns. */
  readonly officers: readonly Staff[]
  /** What this person has begun to write here and not finished; null where nothing is written at the step. */
  readonly draft: WrittenWork | null
}

/** One thing that an official can do at a step: its form, what it makes of what was typed, what is said when it is done. */
export type TaskAction = {
  readonly kind: TaskActionKind
  /** Whether this step offers it, besides being this person's task; always where absent. */
  isOffered?(scene: TaskScene): boolean
  /** Everything wrong that can be seen without the host, so that nobody corrects one fault at a time. Fields by the engine's names. */
  check?(form: FormValues, scene: TaskScene): readonly Refusal[]
  read(form: FormValues): ReadAct
  /** What was typed, to show it where the form itself is gone. */
  typed?(form: FormValues, scene: CaseFile | null): readonly SummaryRow[]
  readonly done: LocalText
  Form(props: ActionProps): Child
}

/** Two actions may share one page: each field's name carries its action. */
export function fieldName(kind: TaskActionKind, field: string): string {
  return `${kind}-${field}`
}

/** A refusal at the field of its action. */
export function actionError(kind: TaskActionKind, refusal: Refusal): FieldError {
  const error = fieldErrorOf(refusal)
  return error.field === undefined ? error : { ...error, field: fieldName(kind, error.field) }
}

/** The typed text of one field, as a row; nothing where nothing was typed. */
export function typedRow(form: FormValues, kind: TaskActionKind, field: string, key: LocalText): readonly SummaryRow[] {
  const text = form.text(fieldName(kind, field))
  return text === '' ? [] : [{ key, value: text }]
}

/** The text in the state language or in the second one, as far as the form asked for it and somebody wrote it. */
export function otherLanguagesIn(form: FormValues, kind: TaskActionKind): { readonly inStateLanguage?: string } & AlsoWritten {
  const text = form.text(fieldName(kind, 'alsoIn'))
  return { ...stateLanguageIn(form, kind), ...(text !== '' && { alsoIn: { language: SECOND_LANGUAGE, text } }) }
}

/** The text in the state language, where the form asked for one and somebody wrote it. */
export function stateLanguageIn(form: FormValues, kind: TaskActionKind): { readonly inStateLanguage?: string } {
  const text = form.text(fieldName(kind, 'inStateLanguage'))
  return text === '' ? {} : { inStateLanguage: text }
}
