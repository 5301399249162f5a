import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '@ruqsat/foundation'
import type { Edition, Regulation } from './model.ts'

/** Pins a regulation: SHA-256 over its canonical JSON, hex. */
export function editionOf(regulation: Regulation): Edition {
  return { regulation, hash: sha256Hex(canonicalJson(regulation)) }
}

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
