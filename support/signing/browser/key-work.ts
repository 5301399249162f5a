// What is done with a key file, apart from the page: derivation takes as long as the file asks, and the page answers meanwhile.

import { findSigningKeys } from './import-key.ts'
import { keepKeys } from './key-store.ts'
import { lockKey } from './pin.ts'
import { isProblem, type KeyProblem, problem } from './problems.ts'
import { ALGORITHMS, type BrowserKey, type KeyDescription, type SigningKey } from './signing-key.ts'

export type KeyWork =
  | { readonly kind: 'open'; readonly file: Uint8Array<ArrayBuffer>; readonly password: string }
  /** Keeps what was opened last; with a PIN where one is given. */
  | { readonly kind: 'keep'; readonly pin: string | null }

export type OpenedKeys = { readonly kind: 'opened'; readonly keys: readonly KeyDescription[]; readonly leftOut: readonly KeyProblem[] }
export type KeyWorkAnswer = OpenedKeys | KeyProblem | { readonly kind: 'kept' }

/** One after the other; holds the keys between opening and keeping, where no script of a page is. */
export function openKeyWork(): (work: KeyWork) => Promise<KeyWorkAnswer> {
  let opened: readonly SigningKey[] = []
  return async (work) => {
    if (work.kind === 'open') {
      opened = []
      const found = await findSigningKeys(work.file, work.password, true).finally(() => work.file.fill(0))
      if (isProblem(found)) return found
      opened = found.keys
      return { kind: 'opened', keys: opened.map(({ privateKey: _own, ...description }) => description), leftOut: found.leftOut }
    }
    const keys = await Promise.all(opened.map((key) => (work.pin === null ? sealed(key) : lockKey(key, work.pin))))
    const wrong = keys.find(isProblem) ?? (keys.length === 0 ? problem('page-failed') : null)
    if (wrong !== null) return wrong
    const refused = await keepKeys(keys.filter((key): key is BrowserKey => !isProblem(key)))
    if (refused !== null) return refused
    opened = []
    return { kind: 'kept' }
  }
}

/** The same key, which can be exported no more. */
async function sealed(key: SigningKey): Promise<SigningKey> {
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', key.privateKey))
  const privateKey = await crypto.subtle
    .importKey('pkcs8', pkcs8, ALGORITHMS[key.algorithm].import, false, ['sign'])
    .finally(() => pkcs8.fill(0))
  return { ...key, privateKey }
}
