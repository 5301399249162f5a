import { isRefusal } from '@ruqsat/foundation'
import type { FormValues } from '@ruqsat/web'

// Every act behind these forms is refused or changes nothing where it is done again. A second click gets the answer of the first, so that it
// does not read that refusal.
const answers = new Map<string, { readonly sent: string; readonly answer: Promise<unknown>; readonly at: number }>()

/** Longer than anybody clicks twice. */
const KEPT_MS = 60_000

/** Only what was done is answered again: what failed, or was typed otherwise in the same form, is judged again. */
export async function actedOnce<T>(form: FormValues, act: () => Promise<T>): Promise<T> {
  const [token, sent] = [form.onceToken(), JSON.stringify(Object.keys(form.values()).map((name) => [name, form.texts(name)]))]
  const now = performance.now()
  for (const [kept, { at }] of answers) if (now - at > KEPT_MS) answers.delete(kept)
  const known = answers.get(token)
  if (token !== '' && known?.sent === sent) return known.answer as Promise<T>
  const asked = { sent, answer: act(), at: now }
  answers.set(token, asked)
  const forget = () => {
    if (answers.get(token) === asked) answers.delete(token)
  }
  asked.answer.then((answer) => isFailed(answer) && forget(), forget)
  return asked.answer
}

/** A refusal, or several of them. */
const isFailed = (answer: unknown) => [answer].flat().some(isRefusal)
