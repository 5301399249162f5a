import { hash } from 'node:crypto'
import { Fault } from '@ruqsat/foundation'
import { AwsClient } from 'aws4fetch'
import { checkedStore, type FileStore } from './store.ts'

export type S3Options = {
  /** Of the bucket: `https://s3.example.kz/bucket` or `https://bucket.s3.example.kz`. */
  readonly address: string
  readonly region: string
  /** Before each name, without slashes at its ends; empty for none. */
  readonly prefix: string
  readonly accessKey: string
  readonly secretKey: string
  /** How long one call may take. */
  readonly withinMs: number
}

/** A call that failed by the server's own fault is sent again so often. */
const RETRIES = 2
const RETRY_DELAY_MS = 200

/** A bucket of any server that speaks S3. No redirection is followed: a signed request is for the address that was configured. */
export function s3Store({ address, region, prefix, accessKey, secretKey, withinMs }: S3Options): FileStore {
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
    retries: RETRIES,
    initRetryMs: RETRY_DELAY_MS,
  })
  const base = address.replace(/\/+$/, '')
  const at = (name: string) => [base, ...(prefix === '' ? [] : [prefix]), name].join('/')
  async function call(method: 'GET' | 'PUT', name: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await client.fetch(at(name), { ...init, method, redirect: 'manual', signal: AbortSignal.timeout(withinMs) })
    } catch (cause) {
      throw new Fault(`Expected the store of files to answer ${method} but it did not within ${withinMs / 1000} s`, {
        retry: 'later',
        cause,
      })
    }
  }
  return checkedStore({
    async write(name, bytes) {
      // The server compares the digest itself before it keeps the bytes.
      const headers = { 'content-type': 'application/octet-stream', 'x-amz-content-sha256': hash('sha256', bytes) }
      const answer = await call('PUT', name, { body: Buffer.from(bytes), headers })
      if (!answer.ok) throw await refused('take', answer)
      await answer.arrayBuffer()
    },
    async read(name) {
      const answer = await call('GET', name)
      if (answer.status === 404 && /<Code>NoSuchKey</.test(await answer.clone().text())) return null
      if (!answer.ok) throw await refused('give', answer)
      try {
        return new Uint8Array(await answer.arrayBuffer())
      } catch (cause) {
        throw new Fault('Expected a file of the store to its end but the connection broke', { retry: 'later', cause })
      }
    },
  })
}

/** The server's own code says more than its status: a wrong key, no bucket, a clock that is off. */
async function refused(what: 'take' | 'give', answer: Response): Promise<Fault> {
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(await answer.text().catch(() => ''))?.[1]
  return new Fault(
    `Expected the store of files to ${what} a file but it answered ${answer.status}${code === undefined ? '' : ` ${code}`}`,
    {
      retry: 'later',
    },
  )
}
