import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '@ruqsat/foundation'
import type { Carrier } from './carrier.ts'

/** What the sandbox's switch can make of the carrier. `losing`: it takes every letter, and every second one never arrives. */
export type CarrierMode = 'ok' | 'slow' | 'wrong' | 'down' | 'losing' | { readonly slowMs: number }

/** Longer than a person likes to wait for a code, shorter than any lease. */
const SLOW_MS = 8_000

/** A network that delivers into the sandbox's outbox page: what it carried is a row that was sent. `wrong` loses the line after it took the letter. */
export function sandboxCarrier(mode: () => Promise<CarrierMode> | CarrierMode = () => 'ok'): Carrier {
  let taken = 0
  return {
    carry: async () => {
      const now = await mode()
      if (now === 'slow') await pause(SLOW_MS)
      if (typeof now === 'object') await pause(now.slowMs)
      if (now === 'down')
        throw new Fault('Expected the message network to answer but it is switched off in the sandbox', { retry: 'later' })
      if (now === 'wrong') throw new Fault('Expected a receipt of the message network but it sent something else', { retry: 'later' })
      return { references: [], delivery: now === 'losing' && taken++ % 2 === 0 ? 'unknown' : 'delivered' }
    },
  }
}

/** For a channel that an installation has no carrier for: nothing is lost in silence, the message fails and the log says why. */
export function noCarrier(channel: string): Carrier {
  return { carry: () => Promise.reject(new Fault(`Expected a carrier for ${channel} but none is configured`)) }
}
