import { beginTestRun, endTestRun } from '@ruqsat/database/testing'

/** The tests' PostgreSQL starts when the first test asks for a database and stops with the last run that used it. */
export function setup(): void {
  beginTestRun()
}

export const teardown = endTestRun
