import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'
import { Fault } from '@ruqsat/foundation'

/** The installation's secrets, made at its first start and kept outside the database. The same name always gives the same bytes, 32 or more. */
export type SecretStore = { secret(name: string): Promise<Uint8Array> }

const SECRET_NAME = 'trust-authority'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts the authority's keys for their table, and gives the key of subject digests. A stolen database alone yields neither. */
export type Vault = {
  seal(key: KeyObject, name: string): Uint8Array
  open(sealed: Uint8Array, name: string): KeyObject
  readonly digestKey: Uint8Array
}

export async function openVault(secrets: SecretStore): Promise<Vault> {
  const secret = await secrets.secret(SECRET_NAME)
  if (secret.length < 32) throw new Fault(`Expected a secret of at least 32 bytes but '${SECRET_NAME}' has ${secret.length}`)
  const keyKey = derive(secret, 'authority keys')
  return {
    digestKey: derive(secret, 'subject digests'),
    seal(key, name) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', keyKey, nonce).setAAD(Buffer.from(name))
      const text = Buffer.concat([cipher.update(key.export({ format: 'der', type: 'pkcs8' })), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), text])
    },
    open(sealed, name) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', keyKey, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(name))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        const der = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
        return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
      } catch (cause) {
        throw new Fault(
          `Expected the key '${name}' to open with this installation's secret but it does not; database and secrets belong to different installations`,
          { cause },
        )
      }
    },
  }
}

function derive(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'ruqsat trust', purpose, 32))
}
