import { forgetOnce } from '@ruqsat/web'
import { PORTAL_ONCE, type Portal } from '../../deps.ts'
import { forgetStashesBefore } from '../../common/http/stash-store.ts'

/** Removes what has run out by the machine's own time: sessions, codes, once tokens, stashes. */
export async function sweep(portal: Portal): Promise<void> {
  const { sql } = portal.deps.database
  await portal.accounts.sweep()
  await forgetOnce(sql, PORTAL_ONCE, portal.technicalClock)
  await forgetStashesBefore(sql, portal.technicalClock.now())
}
