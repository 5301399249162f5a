import { createContext, useContext } from 'hono/jsx'

/** A form that carries it is kept and not sent; its value is the page of ours to go to, empty for the script that only keeps. */
export const GO_FIELD = '_go'
/** Which form it is, the same in all languages. */
export const KEEP_FIELD = '_keep'
/** Names of fields that are never kept. */
export const SECRETS_FIELD = '_secrets'

/** Texts by the name of their field, several for ticks. */
export type Typed = Readonly<Record<string, readonly string[]>>

/** What a form of this page knows while it is drawn. */
export type FormState = {
  readonly id: string
  readonly action: string
  readonly files: boolean
  /** What was typed before and not sent. */
  readonly typed: Typed | null
  /** Fields put in what they are, as they are drawn. */
  readonly secrets: Set<string>
  readonly fields: Set<string>
}

export const FormContext = createContext<FormState | null>(null)

/** What was typed into this field before and not sent; undefined where nothing was. Every component that takes typing asks it. */
export function useTyped(name: string, kind: 'kept' | 'secret' = 'kept'): string | undefined {
  const form = useContext(FormContext)
  form?.fields.add(name)
  if (kind === 'secret') form?.secrets.add(name)
  return kind === 'secret' ? undefined : form?.typed?.[name]?.[0]
}

/** The same for ticks: none of them is an answer too. */
export function useTicked(name: string): readonly string[] | undefined {
  const form = useContext(FormContext)
  form?.fields.add(name)
  return form?.typed ? (form.typed[name] ?? []) : undefined
}
