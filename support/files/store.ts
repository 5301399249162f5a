import { hash } from 'node:crypto'
import { Fault } from '@ruqsat/foundation'

export type FileStore = {
  /** Durable when it answers; the same again changes nothing. A Fault with `retry: 'later'` where the store does not answer. */
  put(sha256: string, bytes: Uint8Array): Promise<void>
  /** The bytes of this digest, null where there are none. A Fault where the store does not answer (`retry: 'later'`) or has other bytes there. */
  get(sha256: string): Promise<Uint8Array | null>
}

/** What a folder or a bucket does with a name; whether the bytes are right is judged once, here. */
export type NamedBytes = {
  write(name: string, bytes: Uint8Array): Promise<void>
  read(name: string): Promise<Uint8Array | null>
}

export function checkedStore(named: NamedBytes): FileStore {
  return {
    async put(sha256, bytes) {
      if (hash('sha256', bytes) !== sha256) throw new Fault(`Expected the bytes of ${sha256.slice(0, 12)} but was given others`)
      await named.write(nameOf(sha256), bytes)
    },
    async get(sha256) {
      const bytes = await named.read(nameOf(sha256))
      if (bytes !== null && hash('sha256', bytes) !== sha256)
        throw new Fault(`Expected the file ${sha256.slice(0, 12)} as it was put but the store has other bytes under its name`)
      return bytes
    },
  }
}

/** Two letters part the files, so that no folder has a million of them. */
function nameOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Fault('Expected a digest as the name of a file but found something else')
  return `${sha256.slice(0, 2)}/${sha256}`
}
