// A server of S3 in this process, for tests: it checks signatures, and keeps its objects as files in a folder of its own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'

/** Name and secret of the one key that the server knows. */
export const S3_KEY = 'S3RVER'

export type S3Server = {
  /** Of its only bucket. */
  readonly address: string
  /** Puts other bytes under the name of an object, as a broken disk or a stranger would. */
  spoil(name: string, bytes: Uint8Array): Promise<void>
  /** `down`: answers 503. `silent`: never answers. */
  turn(mode: 'up' | 'down' | 'silent'): void
  stop(): Promise<void>
}

const BUCKET = 'files'

export async function openS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'ruqsat-s3-'))
  const s3 = new S3rver({ silent: true, directory, configureBuckets: [{ name: BUCKET }] })
  await s3.configureBuckets()
  const serve = s3.callback()
  let mode: 'up' | 'down' | 'silent' = 'up'
  const server = createServer((request, response) => {
    if (mode === 'down') response.writeHead(503).end()
    else if (mode === 'up') serve(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${BUCKET}`,
    spoil: (name, bytes) => writeFile(join(directory, BUCKET, `${name}._S3rver_object`), bytes),
    turn: (to) => void (mode = to),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true, force: true })
    },
  }
}
