// The people of Kite Town.
import type { Actor } from './model.ts'

type Staff = Extract<Actor, { kind: 'staff' }>
const staff = (id: string, role: Staff['role'], authority = 'kite-office', unit?: string): Staff => ({
  kind: 'staff',
  id,
  role,
  authority,
  ...(unit !== undefined && { unit }),
})

/** The staff of Kite Town. `olga` is a second officer; `spy` works elsewhere; the wind watch is an authority of its own, the bird watch a unit of the office. */
export const KITE_STAFF = {
  clerk: staff('clara', 'clerk'),
  clerk2: staff('carl', 'clerk'),
  head: staff('hugo', 'head'),
  officer: staff('oscar', 'officer'),
  officer2: staff('olga', 'officer'),
  body: staff('willa', 'interestedBody', 'wind-watch'),
  birds: staff('boris', 'interestedBody', 'kite-office', 'bird-watch'),
  spy: staff('sam', 'clerk', 'harbour'),
} as const
export const KITE_APPLICANT: Actor = { kind: 'applicant', id: 'anna' }
export const SYSTEM: Actor = { kind: 'system', id: 'timer' }
