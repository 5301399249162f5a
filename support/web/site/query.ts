import { tidyText } from '@ruqsat/foundation'

/** More values than this come from no form or link of ours; what is beyond is not looked at. */
const MOST_VALUES = 200

/**
 * What follows the `?` of an address, read as a posted form is: one composition of letters, nothing unseen, trimmed. A name that comes
 * twice gives a list.
 */
export function readQuery(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null)
  if (text === '') return query
  for (const [name, sent] of [...new URLSearchParams(text)].slice(0, MOST_VALUES)) {
    const value = tidyText(sent.replaceAll('\u0000', ''))
    const known = query[name]
    query[name] = known === undefined ? value : [known, value].flat()
  }
  return query
}
