import { expectThat } from '@ruqsat/asn1'
import { Fault } from '@ruqsat/foundation'

export type LoadLimits = { readonly timeLimitMs: number; readonly maxBytes: number }

/** What a service answers, read no further than the limits. Throws Malformed, a Fault that may be tried again, or what fetch throws. */
export async function loadBytes(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  { timeLimitMs, maxBytes }: LoadLimits,
): Promise<Uint8Array> {
  expectThat(/^https?:\/\//.test(url), 'an http address')
  const response = await fetcher(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeLimitMs) })
  if (!response.ok || response.body === null) {
    await response.body?.cancel()
    throw new Fault(`Expected an answer but found HTTP ${response.status}`, { retry: 'later' })
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body) {
    size += part.length
    expectThat(size <= maxBytes, `at most ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
