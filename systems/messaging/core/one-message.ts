// Several messages to one person as one. Pure.
import type { Gathered } from '../store/gathered.ts'

/** An SMS of five parts; a mail that is read to its end. */
const MOST_CHARACTERS = { sms: 330, email: 15_000 } as const satisfies Record<Gathered['channel'], number>

/** Alone it leaves as it is. What does not fit is left out, and the count in the subject says how many there are. */
export function oneMessage(gathered: readonly Gathered[]): Pick<Gathered, 'subject' | 'body'> {
  const [first] = gathered
  if (gathered.length === 1) return { subject: first!.subject, body: first!.body }
  const subject = first!.title.replace('{count}', String(gathered.length))
  const most = MOST_CHARACTERS[first!.channel]
  let body = `${subject}.`
  for (const each of gathered) {
    const next = `${body}\n\n${each.body}`
    if (next.length > most) return { subject, body: `${body}\n\n…` }
    body = next
  }
  return { subject, body }
}

/** Those of one person, by one channel, together. */
export function groupsOf(gathered: readonly Gathered[]): readonly (readonly Gathered[])[] {
  return [
    ...Map.groupBy(gathered, ({ gatherKey, channel, recipient, language }) =>
      JSON.stringify([gatherKey, channel, recipient, language]),
    ).values(),
  ]
}
