import { hash, randomUUID } from 'node:crypto'

/** The same form posted twice starts one draft: its id is made from the form's once-only token. */
export function draftIdFor(onceToken: string): string {
  if (onceToken === '') return randomUUID()
  const hex = hash('sha256', `draft ${onceToken}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
