import { weierstrass, type WeierstrassOpts, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js'
import { hex, octets, readWhole, TAG } from '@ruqsat/asn1'
import { streebog512 } from './streebog.ts'

// GOST R 34.10-2012 with 512 bits (RFC 7091), in Kazakhstan ГОСТ 34.10-2015: keys, digests and signatures are written with the lowest byte first.

/** id-tc26-gost-3410-12-512-paramSetA (RFC 7836 A.1), which Kazakhstan names 1.2.398.3.10.1.1.2.2.1. */
const SET_A: WeierstrassOpts<bigint> = {
  p: 2n ** 512n - 569n,
  a: 2n ** 512n - 572n,
  b: 0xe8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760n,
  n: 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275n,
  h: 1n,
  Gx: 3n,
  Gy: 0x7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4n,
}

const NUMBER_BYTES = 64

export type GostPoint = { readonly x: bigint; readonly y: bigint }
export type GostSignature = { readonly r: bigint; readonly s: bigint }

let kept: WeierstrassPointCons<bigint> | null = null

/** RFC 7091 6.2 on the curve of Kazakhstan. `publicKeyBits` are the key's bits in a certificate. False for what cannot be read. */
export function verifyGost(publicKeyBits: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 2 * NUMBER_BYTES) return false
  const key = octets(readWhole(publicKeyBits, TAG.octetString, 256))
  if (key.length !== 2 * NUMBER_BYTES) return false
  kept ??= weierstrass(SET_A)
  const [x, y] = halves(key)
  const [r, s] = halves(signature)
  return holdsGost(kept, numberOf(streebog512(message)), { x, y }, { r, s })
}

/** RFC 7091 6.2 on any curve: the digest is a number already. Throws where the point is not on the curve. */
export function holdsGost(curve: WeierstrassPointCons<bigint>, digest: bigint, { x, y }: GostPoint, { r, s }: GostSignature): boolean {
  const { Fn, BASE } = curve
  const order = Fn.ORDER
  if (r <= 0n || r >= order || s <= 0n || s >= order) return false
  const key = curve.fromAffine({ x, y })
  key.assertValidity()
  const reduced = digest % order
  const inverse = Fn.inv(reduced === 0n ? 1n : reduced)
  const [first, second] = [Fn.mul(s, inverse), Fn.mul(Fn.neg(r), inverse)]
  const point = BASE.multiplyUnsafe(first).add(key.multiplyUnsafe(second))
  return !point.is0() && point.toAffine().x % order === r
}

function halves(bytes: Uint8Array): [bigint, bigint] {
  return [numberOf(bytes.subarray(0, NUMBER_BYTES)), numberOf(bytes.subarray(NUMBER_BYTES))]
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.toReversed())}`)
}
