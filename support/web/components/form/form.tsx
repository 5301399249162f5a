import { randomUUID } from 'node:crypto'
import type { Child } from 'hono/jsx'
import { useView } from '../../page/view.ts'

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
  readonly id?: string
  readonly class?: string
  readonly children?: Child
}

/** A form with its tokens. The browser's own checks are off: ours speak the person's language. */
export function Form({ action, method = 'post', files, once, id, class: className, children }: FormProps) {
  const view = useView()
  return (
    <form
      action={action}
      method={method}
      novalidate
      {...(files && { enctype: 'multipart/form-data' })}
      {...(id && { id })}
      {...(className && { class: className })}
    >
      {method === 'post' && <input type="hidden" name={CSRF_FIELD} value={view.csrfToken()} />}
      {method === 'post' && once && <input type="hidden" name={ONCE_FIELD} value={randomUUID()} />}
      {children}
    </form>
  )
}
