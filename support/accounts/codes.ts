import { randomInt, timingSafeEqual } from 'node:crypto'

/** Six digits that a person types. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** In a time that says nothing of where they differ. */
export function isSameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
