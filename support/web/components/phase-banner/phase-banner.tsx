import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { StatusTag } from '../status-tag/status-tag.tsx'

/** A line under the header that says what this installation is. */
export function PhaseBanner({ tag, text, children }: { readonly tag: Text; readonly text?: Text; readonly children?: Child }) {
  return (
    <div class="phase-banner">
      <div class="phase-banner__inner">
        <StatusTag kind="warning" text={tag} />
        <p class="phase-banner__text">
          {text}
          {children}
        </p>
      </div>
    </div>
  )
}
