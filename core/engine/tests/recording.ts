// How a history is kept: a line for each event, and each part that occurs more than once (a derivation, a convention with its texts) written
// once under `shared`. `{"$":3}` in an event, in the state or in a later shared part stands for the shared part number 3.
import type { CaseEvent, CaseState } from '../index.ts'
import type { ReleasedState } from './released-states.ts'

export type History = { readonly events: readonly CaseEvent[]; readonly state: CaseState | ReleasedState }

/** A shorter part (an actor, a source) is easier to read where it is used. */
const SHARED_FROM_CHARACTERS = 120

export function printHistory({ events, state }: History): string {
  const times = new Map<string, number>()
  for (const part of [...events, state]) countParts(part, times)
  const numbers = new Map<string, number>()
  const shared: string[] = []
  const encode = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const text = JSON.stringify(value)
    const isShared = text.length >= SHARED_FROM_CHARACTERS && times.get(text)! > 1
    if (isShared && numbers.has(text)) return { $: numbers.get(text) }
    const encoded = Array.isArray(value)
      ? value.map(encode)
      : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encode(part)]))
    if (!isShared) return encoded
    numbers.set(text, shared.length)
    shared.push(JSON.stringify(encoded))
    return { $: numbers.get(text) }
  }
  const lines = events.map((event) => JSON.stringify(encode(event)))
  const last = JSON.stringify(encode(state))
  return `{"shared":[\n${shared.join(',\n')}\n],\n"events":[\n${lines.join(',\n')}\n],\n"state":${last}}\n`
}

/** How often each object and list occurs; what lies inside a repeated one is counted with its first occurrence only. */
function countParts(value: unknown, times: Map<string, number>): void {
  if (typeof value !== 'object' || value === null) return
  const text = JSON.stringify(value)
  times.set(text, (times.get(text) ?? 0) + 1)
  if (times.get(text) === 1) for (const part of Object.values(value)) countParts(part, times)
}

export function parseHistory(text: string): History {
  const { shared, events, state } = JSON.parse(text) as { shared: unknown[]; events: unknown[]; state: unknown }
  const decoded: unknown[] = []
  const decode = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if ('$' in value) return decoded[value.$ as number]
    if (Array.isArray(value)) return value.map(decode)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decode(part)]))
  }
  for (const part of shared) decoded.push(decode(part))
  return { events: events.map(decode) as CaseEvent[], state: decode(state) as History['state'] }
}
