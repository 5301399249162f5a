// The keys that this browser keeps for this origin, in IndexedDB. A CryptoKey is stored as an opaque handle: the browser can use it,
// no script can read it, and it leaves neither the browser nor the origin.

import type { BrowserKey } from './signing-key.ts'
import { type KeyProblem, problem } from './problems.ts'

const DATABASE = 'ruqsat-signing'
const VERSION = 2
const STORE = 'keys'
/** One secret of this browser, made when the first PIN is set. */
const DEVICE_STORE = 'device'
const DEVICE_ID = 'pin'

/** All keys here, by holder's name; null from a browser that refuses storage (private windows of some browsers). */
export async function listKeys(): Promise<readonly BrowserKey[] | KeyProblem> {
  return inStore('readonly', (store) => store.getAll() as IDBRequest<BrowserKey[]>).then(
    (keys) => keys.sort((a, b) => compare(a.holder.name, b.holder.name) || compare(b.notAfter, a.notAfter)),
    storageRefused,
  )
}

/** Keeps keys; one that is here already is replaced (its id is its certificate's digest). Durable when it returns null. */
export async function keepKeys(keys: readonly BrowserKey[]): Promise<KeyProblem | null> {
  return inStore('readwrite', (store) => keys.map((key) => store.put(key))[keys.length - 1]).then(() => null, storageRefused)
}

/** Removes a key for good: there is no other copy in this browser. */
export async function removeKey(id: string): Promise<KeyProblem | null> {
  return inStore('readwrite', (store) => store.delete(id)).then(() => null, storageRefused)
}

/** An HMAC key that this browser can use and no script can read; the same until the browser's data are cleared. */
export async function deviceSecret(): Promise<CryptoKey | KeyProblem> {
  const read = () =>
    inStore('readonly', (store) => store.get(DEVICE_ID) as IDBRequest<{ readonly key: CryptoKey } | undefined>, DEVICE_STORE)
  return read()
    .then(async (kept) => {
      if (kept !== undefined) return kept.key
      const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
      // Two pages at once: the first stays.
      await inStore('readwrite', (store) => store.add({ id: DEVICE_ID, key }), DEVICE_STORE).catch(() => undefined)
      return (await read())?.key ?? storageRefused()
    })
    .catch(storageRefused)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const storageRefused = (): KeyProblem => problem('storage-refused')

async function inStore<Request extends IDBRequest | undefined>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => Request,
  name = STORE,
): Promise<Request extends IDBRequest<infer Result> ? Result : undefined> {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: 'strict' })
      const request = act(transaction.objectStore(name))
      transaction.addEventListener('complete', () => resolve(request?.result))
      transaction.addEventListener('abort', () => reject(transaction.error))
    })
  } finally {
    database.close()
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION)
    request.addEventListener('upgradeneeded', () => {
      for (const name of [STORE, DEVICE_STORE])
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: 'id' })
    })
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}
