// The keys that this browser keeps for this origin, in IndexedDB. A CryptoKey is stored as an opaque handle: the browser can use it,
// no script can read it, and it leaves neither the browser nor the origin.

import type { SigningKey } from './signing-key.ts'
import { type KeyProblem, problem } from './problems.ts'

const DATABASE = 'ruqsat-signing'
const VERSION = 1
const STORE = 'keys'

/** All keys here, by holder's name; null from a browser that refuses storage (private windows of some browsers). */
export async function listKeys(): Promise<readonly SigningKey[] | KeyProblem> {
  return inStore('readonly', (store) => store.getAll() as IDBRequest<SigningKey[]>).then(
    (keys) => keys.sort((a, b) => compare(a.holder.name, b.holder.name) || compare(b.notAfter, a.notAfter)),
    storageRefused,
  )
}

/** Keeps keys; one that is here already is replaced (its id is its certificate's digest). Durable when it returns null. */
export async function keepKeys(keys: readonly SigningKey[]): Promise<KeyProblem | null> {
  return inStore('readwrite', (store) => keys.map((key) => store.put(key))[keys.length - 1]).then(() => null, storageRefused)
}

/** Removes a key for good: there is no other copy in this browser. */
export async function removeKey(id: string): Promise<KeyProblem | null> {
  return inStore('readwrite', (store) => store.delete(id)).then(() => null, storageRefused)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const storageRefused = (): KeyProblem => problem('storage-refused')

async function inStore<Request extends IDBRequest | undefined>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => Request,
): Promise<Request extends IDBRequest<infer Result> ? Result : undefined> {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' })
      const request = act(transaction.objectStore(STORE))
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
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'id' }))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}
