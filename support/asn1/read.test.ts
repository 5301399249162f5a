import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  children,
  concat,
  content,
  element,
  firstElement,
  integer,
  Malformed,
  MAX_CHILDREN,
  octets,
  octetString,
  oid,
  raw,
  readElement,
  readOid,
  readWhole,
  sequence,
  serialFromHex,
  serialHex,
  TAG,
  time,
  timeMs,
  toDefinite,
} from './index.ts'

const bytes = (...values: readonly number[]) => Uint8Array.from(values)

describe('the reader of DER', () => {
  it.each([
    ['nothing', bytes()],
    ['half an element', bytes(0x30)],
    ['a tag of two bytes', bytes(0x1f, 0x01, 0x00)],
    ['a length that is not stated', bytes(0x30, 0x80, 0x00, 0x00)],
    ['a padded length', bytes(0x30, 0x81, 0x01, 0x00)],
    ['a length with a leading zero', concat([bytes(0x04, 0x82, 0x00, 0x80), new Uint8Array(0x80)])],
    ['a length of five bytes', bytes(0x04, 0x85, 0, 0, 0, 0, 1, 0)],
    ['more content than there is', bytes(0x04, 0x02, 0x00)],
  ])('refuses %s', (_name, der) => {
    expect(() => readElement(der)).toThrow(Malformed)
  })

  it('refuses what comes after, what is too large, and lists that nobody honest writes', () => {
    expect(() => readWhole(concat([sequence(), bytes(0)]), TAG.sequence, 100)).toThrow('nothing after')
    expect(() => readWhole(sequence(octetString(new Uint8Array(100))), TAG.sequence, 100)).toThrow('at most 100 bytes')
    const list = sequence(...Array.from({ length: MAX_CHILDREN + 1 }, () => integer(1)))
    expect(() => children(readElement(list))).toThrow('at most 64 elements')
  })

  it('reads what the writer writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), fc.nat(), (inside, number) => {
        expect(content(readElement(octetString(inside)))).toEqual(inside)
        const identifier = `1.2.${number}.840`
        expect(readOid(readElement(oid(identifier)))).toBe(identifier)
        const serial = number.toString(16)
        expect(serialHex(readElement(serialFromHex(serial)))).toBe(serial)
      }),
    )
  })

  it('reads times of both forms, and none that does not exist', () => {
    for (const ms of [Date.UTC(1950, 0, 1), Date.UTC(2049, 11, 31, 23, 59, 59), Date.UTC(2050, 0, 1), Date.UTC(2016, 1, 29)])
      expect(timeMs(readElement(time(ms)))).toBe(ms)
    for (const text of ['150230000000Z', '151301000000Z', '150101240000Z', '1501010000Z', '150101000000+0600'])
      expect(() => timeMs(readElement(element(0x17, new TextEncoder().encode(text))))).toThrow(Malformed)
  })
})

describe('BER made definite', () => {
  const inside = [integer(7), octetString(bytes(1, 2, 3))]

  it('is a window on the given bytes where they are DER already', () => {
    const der = sequence(...inside)
    const found = toDefinite(der)
    expect(found).toMatchObject({ end: der.length })
    expect(found.der.buffer).toBe(der.buffer)
  })

  it.each([
    ['a length that was not known in advance', concat([bytes(0x30, 0x80), ...inside, bytes(0, 0)])],
    ['a padded length', concat([bytes(0x30, 0x82, 0x00, 0x08), ...inside])],
    ['a string in pieces', sequence(integer(7), element(0x24, octetString(bytes(1)), octetString(bytes(2, 3))))],
    [
      'pieces of pieces, none of them of known length',
      concat([
        bytes(0x30, 0x80),
        integer(7),
        bytes(0x24, 0x80),
        element(0x24, octetString(bytes(1, 2)), octetString(bytes())),
        octetString(bytes(3)),
        bytes(0, 0, 0, 0),
      ]),
    ],
  ])('reads %s', (_name, ber) => {
    const { der, end } = toDefinite(ber)
    expect(der).toEqual(sequence(...inside))
    expect(end).toBe(ber.length)
  })

  it.each([
    ['no end', bytes(0x30, 0x80, 0x02, 0x01, 0x07)],
    ['half an end', bytes(0x30, 0x80, 0x00)],
    ['an end outside of what holds it', bytes(0x30, 0x03, 0x30, 0x80, 0x00, 0x00)],
    ['a number of unknown length', bytes(0x02, 0x80, 0x00, 0x00)],
    ['a piece that is no string', element(0x24, integer(7))],
  ])('refuses %s', (_name, ber) => {
    expect(() => toDefinite(ber)).toThrow(Malformed)
  })

  it('refuses what nests deeper, or has more parts, than any message', () => {
    expect(() => toDefinite(bytes(...Array.from({ length: 2_000 }, (_, place) => (place % 2 === 0 ? 0x30 : 0x80))))).toThrow('fewer parts')
    expect(() => toDefinite(sequence(new Uint8Array(50_000).fill(0).map((_, place) => (place % 2 === 0 ? 0x05 : 0))))).toThrow(
      'fewer parts',
    )
  })

  it('is never anything but DER or Malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (random) => {
        const ber = concat([bytes(0x30, 0x80), random])
        try {
          const { der } = firstElement(ber)
          expect(raw(readElement(der))).toEqual(der)
          expect(toDefinite(der).der).toEqual(der)
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed)
        }
      }),
    )
  })

  it('keeps the bytes of strings', () => {
    expect(octets(readElement(toDefinite(element(0x24, octetString(bytes(1)), octetString(bytes(2)))).der))).toEqual(bytes(1, 2))
  })
})
