import { forgetOnce } from '@ruqsat/web'
import { PORTAL_ONCE, type Portal } from '../../deps.ts'

/** Removes what has run out by the machine's own time: sessions, codes, once tokens. */
export async function sweep(portal: Portal): Promise<void> {
  const { sql } = portal.deps.database
  await portal.accounts.sweep()
  await forgetOnce(sql, PORTAL_ONCE, portal.technicalClock)
}
