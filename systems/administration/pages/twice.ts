import type { FormValues } from '@ruqsat/web'

// Every act behind these forms is refused or changes nothing where it is done again. A second click gets the answer of the first, so that it
// does not read that refusal.
const answers = new Map<string, { readonly answer: Promise<unknown>; readonly at: number }>()

/** Longer than anybody clicks twice. */
const KEPT_MS = 60_000

export async function actedOnce<T>(form: FormValues, act: () => Promise<T>): Promise<T> {
  const token = form.onceToken()
  const now = performance.now()
  for (const [known, { at }] of answers) if (now - at > KEPT_MS) answers.delete(known)
  const known = answers.get(token)
  if (token !== '' && known !== undefined) return known.answer as Promise<T>
  const answer = act()
  answers.set(token, { answer, at: now })
  return answer
}
