// What is filled in where nothing but an act's annexes is available; `crossCheck` lets such an act have no variants.
import type { LocalText, Source } from '@ruqsat/foundation'
import texts from '../texts.yaml'

const UNKNOWN: LocalText = texts.standIns.unknown
const NO_SOURCE: Source = { act: '', certainty: 'assumed' }

export const NO_AUTHORITY = {
  id: 'unknown',
  name: UNKNOWN,
  address: UNKNOWN,
  phone: '',
  zone: '',
  officeHours: { kind: 'officeHours' as const, id: 'unknown', title: UNKNOWN, days: [], source: NO_SOURCE },
  officeHoursSource: NO_SOURCE,
  calendar: '',
  source: NO_SOURCE,
}
export const NO_COMPLAINT = { place: UNKNOWN, term: UNKNOWN, source: NO_SOURCE }
/** Filled in until `crossCheck` refuses the package for the missing procedure; it never leaves the loader. */
export const NO_PROCEDURE = { id: '', steps: [], source: NO_SOURCE }
