// Triple DES and RC2, decryption in CBC only. WebCrypto has neither, and the .p12 files that certification authorities handed out
// for years are locked with them. They are used for nothing else: to open such a file once, in the page.
// DES: FIPS 46-3. RC2: RFC 2268. The tests compare with OpenSSL.

import type { Bytes } from '@ruqsat/asn1'
import { Fault } from '@ruqsat/foundation'
import { breathe } from './password-keys.ts'

const BLOCK = 8
/** The page lives while a long file is decrypted. */
const BYTES_BETWEEN_BREATHS = 1024

/** Decrypts and takes off the PKCS#7 padding; null where the padding is wrong, which mostly means a wrong password. */
export async function decryptTripleDes(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Promise<Bytes | null> {
  if (key.length !== 16 && key.length !== 24) throw new Fault(`Expected a triple DES key of 16 or 24 bytes but found ${key.length}`)
  const [first, second] = [desKeys(key.subarray(0, 8)), desKeys(key.subarray(8, 16))]
  const third = key.length === 24 ? desKeys(key.subarray(16, 24)) : first
  return decryptCbc(iv, data, (block) => des(des(des(block, third, true), second, false), first, true))
}

/** RC2 with all bits of the key effective, as PKCS#12 uses it (40 and 128 bits). */
export async function decryptRc2(key: Uint8Array, iv: Uint8Array, data: Uint8Array, effectiveBits = key.length * 8): Promise<Bytes | null> {
  const words = rc2Words(key, effectiveBits)
  return decryptCbc(iv, data, (block) => rc2Block(block, words))
}

async function decryptCbc(iv: Uint8Array, data: Uint8Array, decrypt: (block: Uint8Array) => Uint8Array): Promise<Bytes | null> {
  if (iv.length !== BLOCK || data.length === 0 || data.length % BLOCK !== 0) return null
  const plain = new Uint8Array(data.length)
  let before = iv
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK)
    decrypt(block).forEach((byte, i) => (plain[at + i] = byte ^ (before[i] as number)))
    before = block
    if (at % BYTES_BETWEEN_BREATHS === 0) await breathe()
  }
  const padding = plain[plain.length - 1] as number
  if (padding < 1 || padding > BLOCK || !plain.subarray(-padding).every((byte) => byte === padding)) return null
  return plain.subarray(0, -padding)
}

// --- DES, bit by bit: a .p12 has a few hundred blocks, so plainness is worth more than speed ---

const INITIAL = [58, 60, 62, 64, 57, 59, 61, 63].flatMap((first) => [0, 8, 16, 24, 32, 40, 48, 56].map((step) => first - step))
const FINAL = INITIAL.map((_, place) => INITIAL.indexOf(place + 1) + 1)
const EXPANSION = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((row) => [0, 1, 2, 3, 4, 5].map((column) => ((row * 4 + column + 31) % 32) + 1))
const PERMUTATION = [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25]
// prettier-ignore
const KEY_CHOICE_1 = [57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4]
// prettier-ignore
const KEY_CHOICE_2 = [14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
  41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32]
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]
/** Eight substitution boxes of four rows of sixteen hexadecimal digits. */
const BOXES = [
  'e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d',
  'f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9',
  'a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c',
  '7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e',
  '2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453',
  'c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d',
  '4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c',
  'd2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b',
].map((digits) => [...digits.replace(/ /g, '')].map((digit) => Number.parseInt(digit, 16)))

type Bits = readonly number[]

const bitsOf = (bytes: Uint8Array): number[] => [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (byte >> shift) & 1))
const choose = (bits: Bits, places: readonly number[]): number[] => places.map((place) => bits[place - 1] as number)
const exclusiveOr = (a: Bits, b: Bits): number[] => a.map((bit, i) => bit ^ (b[i] as number))

function desKeys(key: Uint8Array): Bits[] {
  const bits = choose(bitsOf(key), KEY_CHOICE_1)
  let [left, right] = [bits.slice(0, 28), bits.slice(28)]
  return SHIFTS.map((shift) => {
    left = [...left.slice(shift), ...left.slice(0, shift)]
    right = [...right.slice(shift), ...right.slice(0, shift)]
    return choose([...left, ...right], KEY_CHOICE_2)
  })
}

function des(block: Uint8Array, keys: readonly Bits[], backwards: boolean): Uint8Array {
  const bits = choose(bitsOf(block), INITIAL)
  let [left, right]: [Bits, Bits] = [bits.slice(0, 32), bits.slice(32)]
  for (let round = 0; round < 16; round++) {
    const mixed = exclusiveOr(left, mix(right, keys[backwards ? 15 - round : round] as Bits))
    left = right
    right = mixed
  }
  const out = choose([...right, ...left], FINAL)
  return Uint8Array.from({ length: BLOCK }, (_, byte) => out.slice(byte * 8, byte * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0))
}

function mix(half: Bits, key: Bits): number[] {
  const wide = exclusiveOr(choose(half, EXPANSION), key)
  const narrow = BOXES.flatMap((box, i) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = wide.slice(i * 6, i * 6 + 6)
    const value = box[(a * 2 + f) * 16 + b * 8 + c * 4 + d * 2 + e] as number
    return [(value >> 3) & 1, (value >> 2) & 1, (value >> 1) & 1, value & 1]
  })
  return choose(narrow, PERMUTATION)
}

// --- RC2 ---

/** The permutation of 0..255 that RFC 2268 calls PITABLE. */
const PI = (
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
  '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
  '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
  '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad'
)
  .match(/../g)!
  .map((digits) => Number.parseInt(digits, 16))

function rc2Words(key: Uint8Array, effectiveBits: number): number[] {
  const expanded = [...key]
  for (let i = key.length; i < 128; i++)
    expanded[i] = PI[((expanded[i - 1] as number) + (expanded[i - key.length] as number)) & 255] as number
  const effectiveBytes = Math.ceil(effectiveBits / 8)
  const mask = 255 >> (effectiveBytes * 8 - effectiveBits)
  expanded[128 - effectiveBytes] = PI[(expanded[128 - effectiveBytes] as number) & mask] as number
  for (let i = 127 - effectiveBytes; i >= 0; i--) {
    expanded[i] = PI[(expanded[i + 1] as number) ^ (expanded[i + effectiveBytes] as number)] as number
  }
  return Array.from({ length: 64 }, (_, i) => (expanded[i * 2] as number) | ((expanded[i * 2 + 1] as number) << 8))
}

const RC2_ROTATIONS = [1, 2, 3, 5]

function rc2Block(block: Uint8Array, words: readonly number[]): Uint8Array {
  const r = [0, 1, 2, 3].map((i) => (block[i * 2] as number) | ((block[i * 2 + 1] as number) << 8))
  const at = (i: number): number => r[(i + 4) % 4] as number
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const rotation = RC2_ROTATIONS[i] as number
      const turned = ((at(i) >> rotation) | (at(i) << (16 - rotation))) & 0xffff
      r[i] = (turned - (words[round * 4 + i] as number) - (at(i - 1) & at(i - 2)) - (~at(i - 1) & at(i - 3))) & 0xffff
    }
    if (round === 5 || round === 11) {
      for (let i = 3; i >= 0; i--) r[i] = (at(i) - (words[at(i - 1) & 63] as number)) & 0xffff
    }
  }
  return Uint8Array.from(r.flatMap((word) => [word & 255, word >> 8]))
}
