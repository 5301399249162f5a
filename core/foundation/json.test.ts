import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, readJson, type JsonLimits } from './json.ts'

const LIMITS: JsonLimits = { maxLength: 16 * 1024 * 1024, maxDepth: 32, maxValues: 10_000 }

describe('canonical JSON', () => {
  const outcome = (make: () => string | undefined) => {
    try {
      return make() ?? 'nothing'
    } catch {
      return 'nothing'
    }
  }

  test('is that of the general way, for plain data and for any other', () => {
    const plain = fc.jsonValue({ maxDepth: 8, noUnicodeString: false })
    const any = fc.object({ withBoxedValues: true, withDate: true, withNullPrototype: true, withSparseArray: true, withMap: true })
    fc.assert(
      fc.property(fc.oneof(plain, any, fc.string({ unit: 'binary' })), (value) => {
        expect(outcome(() => canonicalJson(value))).toBe(outcome(() => canonicalize(value)))
      }),
    )
  })

  test('of what is deep, not well formed, absent or its own part too', () => {
    let deep: unknown = 1
    for (let level = 0; level < 500; level += 1) deep = level % 2 === 0 ? [deep] : { b: deep, a: '\u{1f40e}' }
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    const values = [
      deep,
      circle,
      '\ud800',
      { '\ud800': 1 },
      { a: undefined, b: -0 },
      [undefined],
      { toJSON: () => 'x' },
      Number.NaN,
      1e21,
      5e-324,
    ]
    for (const value of values) expect(outcome(() => canonicalJson(value))).toBe(outcome(() => canonicalize(value)))
  })
})

describe("a stranger's JSON", () => {
  test('is read as JSON.parse reads it, from text and from bytes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const read = { kind: 'read', value: JSON.parse(text) as unknown }
        expect(readJson(text, LIMITS)).toEqual(read)
        expect(readJson(new TextEncoder().encode(text), LIMITS)).toEqual(read)
      }),
    )
  })

  test('costs little, however deep it nests', () => {
    const depth = 9_800_000
    for (const nested of [
      '['.repeat(depth),
      '['.repeat(depth / 2) + ']'.repeat(depth / 2),
      '{"a":'.repeat(depth / 5),
      '[{"a":'.repeat(depth / 6),
    ])
      expect(readJson(new TextEncoder().encode(nested), LIMITS)).toEqual({ kind: 'too-deep' })
  })

  test('costs little, however many values it has', () => {
    for (const many of [`[${'0,'.repeat(4_000_000)}0]`, `[${'[],'.repeat(3_000_000)}[]]`, `{${'"":0,'.repeat(1_500_000)}"":0}`])
      expect(readJson(many, LIMITS)).toEqual({ kind: 'too-many-values' })
  })

  test('may be long where it is one string, whatever stands in it', () => {
    const long = '[{"\\'.repeat(1_000_000)
    expect(readJson(JSON.stringify({ long }), LIMITS)).toEqual({ kind: 'read', value: { long } })
    expect(readJson(`"${'\\"'.repeat(1_000_000)}"`, LIMITS)).toMatchObject({ kind: 'read' })
  })

  test('that is none, or too long, is said to be so', () => {
    for (const none of ['', '{', '"', '"\\"', '[}', 'hello', '\u00ff']) expect(readJson(none, LIMITS)).toEqual({ kind: 'not-json' })
    expect(readJson(Uint8Array.of(0x22, 0xff, 0x22), LIMITS)).toEqual({ kind: 'not-json' })
    expect(readJson('1'.repeat(20), { ...LIMITS, maxLength: 19 })).toEqual({ kind: 'too-large' })
  })

  test('of hostile making is never parsed beyond its limits', () => {
    const piece = fc.constantFrom('[', ']', '{', '}', '"', '\\', '\\"', ',', ':', '0', 'null', '"a":', ' ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 300 }), (pieces) => {
        const read = readJson(pieces.join(''), { maxLength: 10_000, maxDepth: 5, maxValues: 20 })
        if (read.kind === 'read') expect(depthOf(read.value)).toBeLessThanOrEqual(5)
      }),
      { numRuns: 2_000 },
    )
  })
})

function depthOf(value: unknown): number {
  return typeof value !== 'object' || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf))
}
