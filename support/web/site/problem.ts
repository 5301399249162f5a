import type { SiteRefusalCode } from './refusals.ts'

/** Thrown inside the site's own hooks; ends as a page that says what to do. */
export class SiteProblem extends Error {
  readonly code: SiteRefusalCode
  readonly statusCode: number
  readonly facts: Readonly<Record<string, string | number>>
  constructor(code: SiteRefusalCode, statusCode: number, facts: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.code = code
    this.statusCode = statusCode
    this.facts = facts
  }
}
