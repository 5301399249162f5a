import { createHmac, hash } from 'node:crypto'

/** Of a number that somebody is known by: only who knows the number and the installation's key can look for it. Spaces and hyphens do not count. */
export function subjectDigest(secret: Uint8Array, subject: string): Uint8Array {
  const plain = subject
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return createHmac('sha256', secret).update(`subject ${plain}`).digest()
}

/** Of a message as it crosses the wire. Its signature makes it unguessable, so the plain digest gives nothing of it away, and a counterpart can compare. */
export const messageDigest = (text: string | Uint8Array): string => hash('sha256', text)

/** Of what a message said, so that the same id with other words is noticed after the words are gone. Keyed: a payload without its signature could be guessed. */
export const payloadDigestOf = (secret: Uint8Array, payload: string): string =>
  createHmac('sha256', secret).update(`payload ${payload}`).digest('hex')
