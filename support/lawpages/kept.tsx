import { useLanguage } from '@ruqsat/web'
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'

/** A long part is about 150 KiB in memory: these take a few MiB, and the parts of the services that are asked for most fit. */
export const MOST_KEPT = 48

const drawn = new Map<string, string>()

type KeptProps = {
  /** Names all that the part depends on besides the language: what has the same name is drawn once and shown to everybody. */
  readonly by: string
  /** Must ask nothing of the page but its language: no form, no token, no field, no person. */
  readonly draw: () => Child
}

/** A part of a page that is the same for everybody, drawn once for each language and kept while it is asked for. */
export function Kept({ by, draw }: KeptProps) {
  const key = `${useLanguage()} ${by}`
  const html = drawn.get(key) ?? (<>{draw()}</>).toString()
  // A part that waits for something is a promise, which is shown and not kept.
  if (typeof html !== 'string') return html
  drawn.delete(key)
  drawn.set(key, html)
  if (drawn.size > MOST_KEPT) drawn.delete(drawn.keys().next().value!)
  return raw(html)
}
