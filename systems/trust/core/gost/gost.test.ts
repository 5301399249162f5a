import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { hex } from '@ruqsat/asn1'
import { describe, expect, test } from 'vitest'
import { holdsGost } from './signature.ts'
import { streebog512 } from './streebog.ts'

describe('Streebog', () => {
  // RFC 6986 10.1, 10.2: there the last byte of a message and of a digest is written first.
  test.each([
    [
      '303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132',
      '1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48',
    ],
    [
      'd1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb',
      '1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28',
    ],
    [
      '',
      '8e945da209aa869f0455928529bcae4679e9873ab707b55315f56ceb98bef0a7362f715528356ee83cda5f2aac4c6ad2ba3a715c1bcd81cb8e9f90bf4c1c1a8a',
    ],
  ])('of %s is that of the standard', (message, digest) => {
    expect(hex(streebog512(Buffer.from(message, 'hex')))).toBe(digest)
  })
})

describe('GOST R 34.10-2012', () => {
  const curve = weierstrass({
    p: 0x8000000000000000000000000000000000000000000000000000000000000431n,
    n: 0x8000000000000000000000000000000150fe8a1892976154c59cfc193accf5b3n,
    h: 1n,
    a: 7n,
    b: 0x5fbff498aa938ce739b8e022fbafef40563f6e6a3472fc2a514c0ce9dae23b7en,
    Gx: 2n,
    Gy: 0x8e2a8a0e65147d4bd6316030e16d19c85c97f0a9ca267122b96abbcea7e8fc8n,
  })
  const key = {
    x: 0x7f2b49e270db6d90d8595bec458b50c58585ba1d4e9b788f6689dbd8e56fd80bn,
    y: 0x26f1b489d6701dd185c8413a977b3cbbaf64d1c593d26627dffb101a87ff77dan,
  }
  const digest = 0x2dfbc1b372d89a1188c09c52e0eec61fce52032ab1022e8e67ece6672b043ee5n
  const signature = {
    r: 0x41aa28d2f1ab148280cd9ed56feda41974053554a42767b83ad043fd39dc0493n,
    s: 0x1456c64ba4642a1653c235a98a60249bcd6d3f746b631df928014f6c5bf9c40n,
  }

  test('holds of the example in RFC 7091 7.1, and of nothing next to it', () => {
    expect(holdsGost(curve, digest, key, signature)).toBe(true)
    expect(holdsGost(curve, digest + 1n, key, signature)).toBe(false)
    expect(holdsGost(curve, digest, key, { ...signature, s: signature.s + 1n })).toBe(false)
    expect(holdsGost(curve, digest, key, { ...signature, r: 0n })).toBe(false)
    expect(holdsGost(curve, digest, key, { ...signature, s: curve.Fn.ORDER })).toBe(false)
    expect(() => holdsGost(curve, digest, { ...key, y: key.y + 1n }, signature)).toThrow()
  })
})
