import {
  ATTRIBUTE,
  buildCertificate,
  type Certificate,
  context,
  contextPrimitive,
  EXTENSION,
  EXTENSIONS,
  integer,
  type NameAttribute,
  octetString,
  oid,
  readCertificate,
  sequence,
  serialFromHex,
  signedStructure,
  time,
  writeName,
  yes,
} from '@ruqsat/asn1'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keySigner, spkiOf } from '../wire/keys.ts'
import { nodeCryptography } from '../wire/cryptography.ts'
import { buildPath, isFault, validatePath, type TrustFault } from './path.ts'

const NOW = Date.parse('2026-11-28T12:00:00Z')
const DAY = 86_400_000
const KEYS = { root: pair(), middle: pair(), leaf: pair() }
function pair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

const named = (value: string, more: readonly NameAttribute[] = []): NameAttribute[] => [
  { oid: ATTRIBUTE.country, value: 'KZ' },
  { oid: ATTRIBUTE.organisation, value },
  ...more,
]
const CA = [EXTENSIONS.authority(null), EXTENSIONS.keyUsage([5, 6])]
const text = (tag: number) => (value: string) => contextPrimitive(tag, new TextEncoder().encode(value))
const [mail, dns, uri] = [text(1), text(2), text(6)]
const ip = (...bytes: number[]) => contextPrimitive(7, Uint8Array.from(bytes))
const directory = (name: readonly NameAttribute[]) => context(4, writeName(name))
const registered = () => contextPrimitive(8, Uint8Array.of(0x2a, 0x03))

type Name = Uint8Array
function constraints(permitted: readonly Name[], excluded: readonly Name[] = []): Uint8Array {
  const list = (names: readonly Name[]) => names.map((name) => sequence(name))
  const value = sequence(
    ...(permitted.length > 0 ? [context(0, ...list(permitted))] : []),
    ...(excluded.length > 0 ? [context(1, ...list(excluded))] : []),
  )
  return sequence(oid(EXTENSION.nameConstraints), yes(), octetString(value))
}
const alternatives = (...names: readonly Name[]) => sequence(oid(EXTENSION.subjectAltName), octetString(sequence(...names)))

function make(
  who: keyof typeof KEYS,
  issuer: keyof typeof KEYS,
  subject: readonly NameAttribute[],
  extensions: readonly Uint8Array[],
): Certificate {
  const plan = {
    serial: Buffer.from(who).toString('hex'),
    issuer: writeName(named(issuer)),
    subject,
    notBeforeMs: NOW - DAY,
    notAfterMs: NOW + DAY,
    publicKey: spkiOf(KEYS[who].publicKey),
    extensions,
  }
  return readCertificate(buildCertificate(plan, keySigner(KEYS[issuer].privateKey)))
}

function judge(leaf: Certificate, pool: readonly Certificate[], root: Certificate): TrustFault | null {
  const path = buildPath(leaf, pool, [root], nodeCryptography())
  return isFault(path) ? path : validatePath(path, NOW, nodeCryptography())
}

const root = make('root', 'root', named('root'), CA)
const leafOf = (subject: readonly NameAttribute[], ...names: readonly Name[]) =>
  make('leaf', 'middle', subject, [EXTENSIONS.endEntity(), ...(names.length > 0 ? [alternatives(...names)] : [])])
const under = (constraint: Uint8Array, leaf: Certificate) =>
  judge(leaf, [make('middle', 'root', named('middle'), [...CA, constraint])], root)

const FIRM = named('Firm', [{ oid: ATTRIBUTE.commonName, value: 'A' }])

describe('names below a constrained authority', () => {
  test.each<[string, Uint8Array, Certificate]>([
    ['in a permitted directory', constraints([directory(named('Firm'))]), leafOf(FIRM)],
    ['in a permitted directory, written in other cases', constraints([directory(named('FIRM '))]), leafOf(FIRM)],
    ['of a form that is not constrained', constraints([dns('example.kz')]), leafOf(FIRM, mail('a@other.kz'))],
    ['in a permitted domain', constraints([dns('example.kz')]), leafOf(FIRM, dns('www.Example.kz'))],
    ['at a permitted host', constraints([mail('example.kz')]), leafOf(FIRM, mail('a@example.kz'))],
    ['at a host within a permitted domain', constraints([mail('.example.kz')]), leafOf(FIRM, mail('a@mail.example.kz'))],
    ['that are one permitted mailbox', constraints([mail('a@example.kz')]), leafOf(FIRM, mail('a@EXAMPLE.kz'))],
    ['with a permitted host in an address', constraints([uri('.example.kz')]), leafOf(FIRM, uri('https://u@www.example.kz:8443/x'))],
    ['in a permitted network', constraints([ip(10, 1, 0, 0, 255, 255, 0, 0)]), leafOf(FIRM, ip(10, 1, 7, 9))],
    ['beside what is excluded', constraints([], [dns('bad.kz'), directory(named('Other'))]), leafOf(FIRM, dns('notbad.kz'))],
  ])('%s are accepted', (_what, constraint, leaf) => {
    expect(under(constraint, leaf)).toBeNull()
  })

  test.each<[string, Uint8Array, Certificate]>([
    ['outside the permitted directory', constraints([directory(named('Ministry'))]), leafOf(FIRM)],
    ['in an excluded directory', constraints([], [directory(named('Firm'))]), leafOf(FIRM)],
    ['outside the permitted domain', constraints([dns('example.kz')]), leafOf(FIRM, dns('example.kz.evil.kz'))],
    ['that only end like the permitted domain', constraints([dns('example.kz')]), leafOf(FIRM, dns('evilexample.kz'))],
    ['one permitted, one not', constraints([dns('example.kz')]), leafOf(FIRM, dns('example.kz'), dns('evil.kz'))],
    ['at another host', constraints([mail('example.kz')]), leafOf(FIRM, mail('a@mail.example.kz'))],
    ['in another mailbox', constraints([mail('a@example.kz')]), leafOf(FIRM, mail('b@example.kz'))],
    [
      'with a mail address in the subject',
      constraints([mail('example.kz')]),
      leafOf([...FIRM, { oid: ATTRIBUTE.emailAddress, value: 'a@evil.kz' }]),
    ],
    ['with another host in an address', constraints([uri('example.kz')]), leafOf(FIRM, uri('https://example.kz@evil.kz/'))],
    ['with no host in an address', constraints([uri('example.kz')]), leafOf(FIRM, uri('urn:x:y'))],
    ['outside the permitted network', constraints([ip(10, 1, 0, 0, 255, 255, 0, 0)]), leafOf(FIRM, ip(10, 2, 7, 9))],
    [
      'of another family of addresses',
      constraints([ip(10, 1, 0, 0, 255, 255, 0, 0)]),
      leafOf(FIRM, ip(...Array.from({ length: 16 }, () => 10))),
    ],
    ['of a form that cannot be compared, permitted', constraints([registered()]), leafOf(FIRM, registered())],
    ['of a form that cannot be compared, excluded', constraints([], [registered()]), leafOf(FIRM, registered())],
  ])('%s are refused', (_what, constraint, leaf) => {
    expect(under(constraint, leaf)).toMatchObject({ reason: 'unknown-root', finding: { code: 'outside-name-constraints' } })
  })

  test('bind the authorities below too, and a pinned root can be the one that constrains', () => {
    const strict = make('root', 'root', named('root'), [...CA, constraints([directory(named('Firm'))])])
    const plain = make('middle', 'root', named('middle'), CA)
    expect(judge(leafOf(FIRM), [plain], strict)).toMatchObject({ finding: { code: 'outside-name-constraints' } })
    expect(judge(make('leaf', 'root', FIRM, [EXTENSIONS.endEntity()]), [], strict)).toBeNull()
  })
})

/** Versions 1 and 2 have no extensions. */
function old(version: 1 | 2, who: keyof typeof KEYS, issuer: keyof typeof KEYS): Certificate {
  const body = (algorithm: Uint8Array) =>
    sequence(
      ...(version === 2 ? [context(0, integer(1))] : []),
      serialFromHex('77'),
      algorithm,
      writeName(named(issuer)),
      sequence(time(NOW - DAY), time(NOW + DAY)),
      writeName(named(who)),
      spkiOf(KEYS[who].publicKey),
    )
  return readCertificate(signedStructure(keySigner(KEYS[issuer].privateKey), body))
}

describe('a certificate that cannot say whether it is an authority', () => {
  test.each([1, 2] as const)('of version %i is none', (version) => {
    expect(judge(leafOf(FIRM), [old(version, 'middle', 'root')], root)).toMatchObject({
      reason: 'unknown-root',
      finding: { code: 'issuer-of-old-version', facts: { version: String(version) } },
    })
  })

  test.each([1, 2] as const)('of version %i is one where somebody pinned it as a root', (version) => {
    expect(judge(make('leaf', 'root', FIRM, [EXTENSIONS.endEntity()]), [], old(version, 'root', 'root'))).toBeNull()
  })
})
