import { digestName, expectThat, Malformed, sameBytes } from '@ruqsat/asn1'
import { Fault } from '@ruqsat/foundation'
import { loadBytes } from './load.ts'
import { MAX_TOKEN_BYTES, readTimeStamp } from './time-stamp.ts'
import { nonceHex, readStampResponse, writeStampRequest } from './time-stamp-build.ts'

/** The acts give the whole check of a signature 10 to 15 s (A7); a stamp comes on top of it. */
const STAMP_TIME_LIMIT_MS = 4_000

export type StampQuestion = {
  readonly url: string
  readonly fetch: typeof fetch
  /** SHA-256 of what is stamped. */
  readonly imprint: Uint8Array
  readonly nonce: Uint8Array
}

/** One question (RFC 3161 3.4): the token, or in English why there is none. It answers this question; whether it holds is judged elsewhere. */
export async function askStamp({ url, fetch, imprint, nonce }: StampQuestion): Promise<Uint8Array | string> {
  const init = {
    method: 'POST',
    body: writeStampRequest('sha256', imprint, nonce),
    headers: { 'content-type': 'application/timestamp-query' },
  }
  try {
    const answer = readStampResponse(
      await loadBytes(fetch, url, init, { timeLimitMs: STAMP_TIME_LIMIT_MS, maxBytes: MAX_TOKEN_BYTES }),
      MAX_TOKEN_BYTES,
    )
    if ('refused' in answer) return answer.refused
    const { info } = readTimeStamp(answer.token)
    expectThat(info.nonce === nonceHex(nonce), 'the nonce that was asked')
    expectThat(digestName(info.digestOid) === 'sha256' && sameBytes(info.digest, imprint), 'the digest that was asked')
    return answer.token
  } catch (error) {
    if (error instanceof Malformed) return `the answer cannot be read: ${error.message}`
    if (error instanceof Fault) return error.message
    return error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'cannot be reached'
  }
}
