import { forgetOnce } from '@ruqsat/web'
import { PORTAL_ONCE, type Portal } from '../../deps.ts'
import { forgetStashesBefore } from '../../common/http/stash-store.ts'

const HOUR_MS = 60 * 60 * 1000

/** Removes what has run out, hourly on the machine's own time: sessions, codes, once tokens, stashes. */
export function startSweep(portal: Portal): { stop(): Promise<void> } {
  let round: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    round = sweep(portal).catch((error: unknown) => portal.deps.log.error({ name: (error as Error).name }, 'sweep failed'))
  }, HOUR_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await round
    },
  }
}

async function sweep(portal: Portal): Promise<void> {
  const { sql } = portal.deps.database
  await portal.accounts.sweep()
  await forgetOnce(sql, PORTAL_ONCE, portal.technicalClock)
  await forgetStashesBefore(sql, portal.technicalClock.now())
}
