import { Button, Details, Form, formKey, Textarea, useLanguage, useView, type FieldError, type ButtonProps } from '@ruqsat/web'
import { TEXT_LIMIT } from '@ruqsat/engine'
import type { LocalText } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import { localHref } from '@ruqsat/web'
import type { TaskScene } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import { fieldName, type TaskActionKind, type Posted } from './action.ts'

/** The form of an action: it says which action it is and which version of the case the person saw. */
export function ActionForm({
  kind,
  scene,
  button,
  children,
}: {
  readonly kind: TaskActionKind
  readonly scene: TaskScene
  readonly button: Pick<ButtonProps, 'text' | 'kind'>
  readonly children?: Child
}) {
  const language = useLanguage()
  return (
    <Form action={localHref(language, PATHS.task(scene.view.summary.caseId, scene.task.id))} once part={kind} class="task-action">
      <input type="hidden" name="task-action" value={kind} />
      <input type="hidden" name="version" value={String(scene.view.version)} />
      {children}
      <Button text={button.text} {...(button.kind && { kind: button.kind })} />
    </Form>
  )
}

/**
 * An action that is not the step's own work is folded beneath it, and opens by itself where it came back with errors or is half-written.
 */
export function SideAction({
  kind,
  scene,
  summary,
  posted,
  children,
}: {
  readonly kind: TaskActionKind
  readonly scene: TaskScene
  readonly summary: LocalText
  readonly posted: Posted | null
  readonly children?: Child
}) {
  const key = formKey(PATHS.task(scene.view.summary.caseId, scene.task.id), kind)
  const isHalfWritten = (useView().typedIn?.(key) ?? null) !== null
  return (
    <Details summary={summary} open={posted !== null || isHalfWritten}>
      {children}
    </Details>
  )
}

export function errorOf(posted: Posted | null, field: string): FieldError['text'] | null {
  return posted?.errors.find((error) => error.field === fieldName(posted.kind, field))?.text ?? null
}

export function typedText(posted: Posted | null, field: string): string | undefined {
  return posted?.form.text(fieldName(posted.kind, field))
}

/** A text of one or two sentences. */
export function ReasonField({
  kind,
  field = 'reason',
  posted,
  label,
  hint,
  value,
  optional,
  rows = 4,
}: {
  readonly kind: TaskActionKind
  readonly field?: string
  readonly posted: Posted | null
  readonly label: LocalText
  readonly hint?: LocalText
  readonly value?: string
  readonly optional?: boolean
  readonly rows?: number
}) {
  return (
    <Textarea
      name={fieldName(kind, field)}
      label={label}
      {...(hint && { hint })}
      value={typedText(posted, field) ?? value ?? ''}
      error={errorOf(posted, field)}
      {...(optional && { optional })}
      rows={rows}
      maxlength={TEXT_LIMIT}
    />
  )
}
