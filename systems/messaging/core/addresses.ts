/** `+77011234567` -> `+7…67`, `aigerim@example.kz` -> `a…@example.kz`: enough to find a line in a log, not enough to write to the person. */
export function masked(recipient: string): string {
  const at = recipient.indexOf('@')
  if (at > 0) return `${recipient[0]}…${recipient.slice(at)}`
  return recipient.length > 6 ? `${recipient.slice(0, 2)}…${recipient.slice(-2)}` : '…'
}
