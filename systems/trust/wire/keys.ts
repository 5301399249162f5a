import { bitStringBytes, enter, type KeySigner, readElement } from '@ruqsat/asn1'
import { generateKeyPair, hash, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

// Keys of node:crypto as certificates and signatures need them.

const generate = promisify(generateKeyPair)

export function newKeyPair(kind: 'rsa-2048' | 'ecdsa-p256') {
  return kind === 'rsa-2048' ? generate('rsa', { modulusLength: 2048 }) : generate('ec', { namedCurve: 'P-256' })
}

export function keySigner(key: KeyObject): KeySigner {
  return { key: key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa', sign: (bytes) => sign('sha256', bytes, key) }
}

export function spkiOf(publicKey: KeyObject): Uint8Array {
  return publicKey.export({ format: 'der', type: 'spki' })
}

/** RFC 5280 4.2.1.2 method 1: SHA-1 of the key's bits; a name, not a protection. */
export function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  const cursor = enter(readElement(publicKey))
  cursor.next()
  return hash('sha1', bitStringBytes(cursor.next()), 'buffer')
}
