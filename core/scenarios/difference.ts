// What a scenario says and what came of it, as codes and facts; the command line makes sentences of them.
import type { Refusal } from '@ruqsat/foundation'
import type { LocalMinute } from './grammar.ts'

export const SAID = [
  /** The value itself: a time, a state, a step, a code. */
  'is',
  'actionDone',
  /** With the code of the refusal. */
  'actionRefused',
  'refusal',
  'accepted',
  'noDueDate',
  'channelEnd',
  'nowhere',
  'registered',
  'notRegistered',
  /** With the step: the channel has come there. */
  'channelAt',
  /** With the step: there the request is registered, and what follows is decided by the staff. */
  'registersAt',
  'beginsRegistered',
  'answer',
  'done',
] as const
export type SaidCode = (typeof SAID)[number]
/** `refusal`: what the value is the code of, for its words. */
export type Said = { readonly code: SaidCode; readonly value: string; readonly refusal?: Refusal }
export type Difference = { readonly expected: Said; readonly found: Said }

export function said(code: SaidCode, value = ''): Said {
  return { code, value }
}

export function timeSaid({ date, time }: LocalMinute): Said {
  return said('is', `${date} ${time}`)
}
