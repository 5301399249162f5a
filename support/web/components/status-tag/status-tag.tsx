import type { Text } from '../../language/language.ts'

export type StatusKind = 'neutral' | 'information' | 'success' | 'warning' | 'danger'

/** A state in one or two words. The colour only repeats what the words say. */
export function StatusTag({ kind = 'neutral', text }: { readonly kind?: StatusKind; readonly text: Text }) {
  return <strong class={`status-tag status-tag--${kind}`}>{text}</strong>
}
