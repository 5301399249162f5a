import { Fault } from '@ruqsat/foundation'
import type { KeyWork, KeyWorkAnswer } from '../browser/key-work.ts'
import { problem } from '../browser/problems.ts'

/** The one address that pages under Trusted Types may start a thread from; the policy's name is in the header of the site. */
type ScriptUrls = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } }

export type KeyThread = (work: KeyWork) => Promise<KeyWorkAnswer>

/** Starts the thread at `url`, of this origin. A thread that does not start or breaks is a fault of the page, which the next question reports. */
export function openKeyThread(url: string): KeyThread {
  const address = new URL(url, location.origin)
  const isOurs = (asked: string) => asked === address.href && address.origin === location.origin
  const { trustedTypes } = globalThis as { trustedTypes?: ScriptUrls }
  const createScriptURL = (asked: string) => {
    if (!isOurs(asked)) throw new Fault(`Expected the thread of this page's keys but ${asked} was asked for`)
    return asked
  }
  const trusted =
    trustedTypes === undefined ? address.href : trustedTypes.createPolicy('ruqsat-keys', { createScriptURL }).createScriptURL(address.href)
  const worker = new Worker(trusted)
  return (work) =>
    new Promise((resolve) => {
      const broken = () => resolve(problem('page-failed'))
      worker.addEventListener('message', ({ data }: MessageEvent<KeyWorkAnswer>) => resolve(data), { once: true })
      worker.addEventListener('error', broken, { once: true })
      worker.addEventListener('messageerror', broken, { once: true })
      worker.postMessage(work)
    })
}
