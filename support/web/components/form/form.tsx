import { withoutLanguage } from '../../language/language.ts'
import { randomUUID } from 'node:crypto'
import { useContext, type Child } from 'hono/jsx'
import { FormContext, KEEP_FIELD, SECRETS_FIELD, type FormState, useTyped } from '../../language/form-state.ts'
import { useView } from '../../language/view.ts'
import texts from '../texts.yaml'

/** Names of the hidden fields that every form carries. */
export const CSRF_FIELD = '_csrf'
export const ONCE_FIELD = '_once'

export type FormProps = {
  readonly action: string
  /** `get` forms (search, filters) carry no tokens. */
  readonly method?: 'post' | 'get'
  /** The form has file inputs. Its route needs `config: { files: true }`. */
  readonly files?: boolean
  /** A double click must not act twice: the form carries a token for `once()`. */
  readonly once?: boolean
  /** Distinguishes forms with one action, where what is typed is kept. */
  readonly part?: string
  readonly id?: string
  readonly role?: 'search'
  readonly class?: string
  readonly children?: Child
}

/**
 * A form with its tokens. The browser's own checks are off: ours speak the person's language. A form without a name is no landmark to
 * browsers; `role` says so to whoever reads the markup alone. What is typed and not sent comes back in it after a change of the language,
 * without script, and after a link, with script (`forms/typed.ts`). A search has no tokens, and where nothing was asked yet its typing comes
 * back with script only.
 */
export function Form({ action, method = 'post', files = false, once, part, id, role, class: className, children }: FormProps) {
  const view = useView()
  const attributes = { action, method, role: role ?? 'none', novalidate: true, ...(className && { class: className }) }
  if (method === 'get') {
    view.searches?.push(action)
    return (
      <form {...attributes} {...(id && { id })}>
        {children}
      </form>
    )
  }
  const key = formKey(action, part)
  const form: FormState = {
    id: id ?? `form-${(view.forms?.length ?? 0) + 1}`,
    action,
    files,
    typed: view.typedIn?.(key) ?? null,
    secrets: new Set(),
    fields: new Set(),
  }
  view.forms?.push(form)
  // Where nothing counts the forms of the page, no number would be its own.
  const ownId = view.forms === undefined ? id : form.id
  return (
    <form {...attributes} {...(ownId && { id: ownId })} {...(files && { enctype: 'multipart/form-data' })} data-keep>
      <input type="hidden" name={CSRF_FIELD} value={view.csrfToken()} />
      <input type="hidden" name={KEEP_FIELD} value={key} />
      {once && <input type="hidden" name={ONCE_FIELD} value={randomUUID()} />}
      {form.typed && <TypedBefore />}
      <FormContext.Provider value={form}>
        {children}
        <Secrets />
      </FormContext.Provider>
    </form>
  )
}

/** A fact that the form carries along and that belongs to what was typed: it comes back with it. */
export function HiddenField({ name, value }: { readonly name: string; readonly value: string }) {
  return <input type="hidden" name={name} value={useTyped(name) ?? value} />
}

/** The same form in all languages. */
export function formKey(action: string, part?: string): string {
  const path = withoutLanguage(action).split('?', 1)[0]!
  return part === undefined ? path : `${path} ${part}`
}

function TypedBefore() {
  return (
    <p class="told" role="status">
      {texts.form.typedBefore}
    </p>
  )
}

/** Drawn after the fields: they have said by then which of them must never be kept. */
function Secrets() {
  const secrets = [...(useContext(FormContext)?.secrets ?? [])]
  return secrets.length === 0 ? null : <input type="hidden" name={SECRETS_FIELD} value={secrets.join(' ')} />
}
