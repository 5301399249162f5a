/** A mobile number as networks write it: plus, country, number. */
export function isPhone(value: string): boolean {
  return /^\+[1-9]\d{9,14}$/.test(value)
}

/** Plain enough to be an address, and without what could end a header line. */
export function isEmail(value: string): boolean {
  return value.length <= 254 && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]{2,}$/.test(value)
}

/** `+77011234567` -> `+7…67`, `aigerim@example.kz` -> `a…@example.kz`: enough to find a line in a log, not enough to write to the person. */
export function masked(recipient: string): string {
  const at = recipient.indexOf('@')
  if (at > 0) return `${recipient[0]}…${recipient.slice(at)}`
  return recipient.length > 6 ? `${recipient.slice(0, 2)}…${recipient.slice(-2)}` : '…'
}
