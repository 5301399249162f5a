import { randomUUID } from 'node:crypto'

/** Stands for a number that the commit itself takes from its counter. No person can write it: it is generated again for each use. */
export function numberMarker(): string {
  return `@@number:${randomUUID()}@@`
}

/** The value with each marker replaced by the number that was taken. */
export function fillNumbers<T>(value: T, numbers: Readonly<Record<string, string>>): T {
  const entries = Object.entries(numbers)
  if (entries.length === 0) return value
  return JSON.parse(entries.reduce((text, [marker, number]) => text.replaceAll(marker, number), JSON.stringify(value))) as T
}
