// One call of a web hook: nothing is followed, little is read, and nothing of the answer but its status is kept.
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP } from 'node:net'
import { ClosedAddress, hostOf, isPublicAddress, lookupWithin, type HookTargets } from './address.ts'

export type HookCall = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** A whole call; whoever needs longer answers first and works afterwards. */
const CALL_MS = 10_000

/** The status that was answered. Throws where nobody answered, or the address is one of this network. */
export async function postHook({ url: address, headers, body }: HookCall, targets: HookTargets): Promise<number> {
  const url = new URL(address)
  const host = hostOf(url)
  // A literal address is never looked up.
  if (!targets.mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host))
    throw new ClosedAddress(`Expected a public address but it is ${host}`)
  if (url.protocol !== 'https:' && !targets.mayBePlain) throw new ClosedAddress('Expected an address of https')
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? secure : plain)(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: lookupWithin(targets),
        signal: AbortSignal.timeout(CALL_MS),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Ruqsat-Webhooks/1',
        },
      },
      (answer) => {
        answer.destroy()
        resolve(answer.statusCode ?? 0)
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}
