import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'

export type ButtonProps = {
  readonly text: Text
  readonly kind?: 'primary' | 'secondary' | 'warning' | 'quiet'
  readonly name?: string
  readonly value?: string
  readonly id?: string
  /** `button` does nothing without script; default is `submit`. */
  readonly type?: 'submit' | 'button'
  readonly disabled?: boolean
  readonly hidden?: boolean
  readonly formaction?: string
  /** Skips the browser's own checks: for "save and go on later". */
  readonly formnovalidate?: boolean
  /** What a screen reader adds: "Change (name of the firm)". */
  readonly hiddenText?: Text
}

export function Button({ text, kind = 'primary', type = 'submit', hiddenText, ...attributes }: ButtonProps) {
  return (
    <button class={`button button--${kind}`} type={type} {...attributes}>
      {text}
      {hiddenText && <span class="visually-hidden"> {hiddenText}</span>}
    </button>
  )
}

/** Buttons side by side, one under another on a narrow screen. */
export function ButtonGroup({ children }: { readonly children?: Child }) {
  return <div class="button-group">{children}</div>
}
