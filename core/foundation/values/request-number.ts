import type { Refusal } from '../errors.ts'
import type { Branded } from './brand.ts'
import { refuseValue } from './refusals.ts'
import { codeKey, tidyCode } from './typed-code.ts'

/** `AA-2026-000004`: letters of the authority, year, serial. Made by `parseRequestNumber` alone. */
export type RequestNumber = Branded<'requestNumber'>

/** The letters are an authority's initials, or its whole id. */
const MAX_LENGTH = 100
const WRITTEN = /^[A-Z][A-Z0-9-]*-\d{4}-\d{6,}$/
/** Without its hyphens the serial is taken to have the six digits that all of a year's first million have. */
const RUN_TOGETHER = /^([A-Z][A-Z0-9]*?)(\d{4})(\d{6})$/

/** Reads a request's number as it is typed or pasted: look-alike letters, any dash or none, with № before it. Refuses what no request is called. */
export function parseRequestNumber(typed: string): RequestNumber | Refusal {
  const written = tidyCode(typed)
  if (written.length > MAX_LENGTH) return refuseValue('request-number')
  if (WRITTEN.test(written)) return written as RequestNumber
  const [, letters, year, serial] = RUN_TOGETHER.exec(codeKey(written)) ?? []
  return letters === undefined ? refuseValue('request-number') : (`${letters}-${year}-${serial}` as RequestNumber)
}
