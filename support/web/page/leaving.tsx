import type { Child } from 'hono/jsx'
import { GO_FIELD, type FormState } from '../language/form-state.ts'

/** A link of the frame. On a page with a form it is a button of that form: what is typed goes along, without script. */
export function Leaving({
  form,
  path,
  attributes,
  link,
  children,
}: {
  readonly form: FormState | null
  readonly path: string
  readonly attributes: Readonly<Record<string, string>>
  /** Attributes of the link alone. */
  readonly link?: Readonly<Record<string, string>>
  readonly children?: Child
}) {
  if (form === null)
    return (
      <a {...attributes} href={path} {...link}>
        {children}
      </a>
    )
  const plain = form.files ? { formenctype: 'application/x-www-form-urlencoded' as const } : {}
  return (
    <button {...attributes} type="submit" form={form.id} formaction={form.action} formnovalidate {...plain} name={GO_FIELD} value={path}>
      {children}
    </button>
  )
}
