import { ratesOf } from '@ruqsat/installation'
import { openSharedCounts, type SiteOptions } from '@ruqsat/web'
import type { Installation } from './installation.ts'

/** What every site of this house keeps to, the portal's and the bank's alike. */
export type SiteLimits = Pick<SiteOptions, 'rateLimits' | 'rates' | 'sharedCounts' | 'trustedProxies' | 'answerWithinMs'>

export async function limitsOf({ settings, database, secrets, technicalClock }: Installation): Promise<SiteLimits> {
  return {
    rateLimits: settings.rateLimits === 'on',
    rates: ratesOf(settings),
    sharedCounts: await openSharedCounts(database, Buffer.from(await secrets.secret('rate-visitors')), technicalClock),
    trustedProxies: settings.trustedProxies,
    answerWithinMs: settings.answerWithinSeconds * 1000,
  }
}
