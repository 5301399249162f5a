import {
  ATTRIBUTE,
  buildCertificate,
  type Certificate,
  contextPrimitive,
  EXTENSION,
  EXTENSIONS,
  nothing,
  octetString,
  oid,
  readCertificate,
  sequence,
  writeName,
  yes,
} from '@ruqsat/asn1'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { nodeCryptography } from '../wire/cryptography.ts'
import { keySigner, spkiOf } from '../wire/keys.ts'
import { sayFinding } from '../words.ts'
import { buildPath, isFault, validatePath, type TrustFault } from './path.ts'

const cryptography = nodeCryptography()
const DAY = 86_400_000
const NOW = Date.parse('2014-10-01T04:30:00Z')
type Pair = { publicKey: KeyObject; privateKey: KeyObject }
const pair = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const KEYS = { root: pair(), middle: pair(), low: pair(), leaf: pair() }
type Who = keyof typeof KEYS

type Changes = {
  readonly extensions?: readonly Uint8Array[]
  readonly from?: number
  readonly until?: number
  readonly signedBy?: KeyObject
  readonly key?: KeyObject
}

const name = (who: string) => [{ oid: ATTRIBUTE.commonName, value: who }]
const CA_USAGE = EXTENSIONS.keyUsage([5, 6])

function make(who: Who, issuer: Who, changes: Changes = {}): Certificate {
  const isAuthority = who !== 'leaf'
  const plan = {
    serial: Buffer.from(who).toString('hex'),
    issuer: writeName(name(issuer)),
    subject: name(who),
    notBeforeMs: changes.from ?? NOW - DAY,
    notAfterMs: changes.until ?? NOW + DAY,
    publicKey: spkiOf(changes.key ?? KEYS[who].publicKey),
    extensions: changes.extensions ?? (isAuthority ? [EXTENSIONS.authority(null), CA_USAGE] : [EXTENSIONS.endEntity()]),
  }
  return readCertificate(buildCertificate(plan, keySigner(changes.signedBy ?? KEYS[issuer].privateKey)))
}

function judge(leaf: Certificate, pool: readonly Certificate[], roots: readonly Certificate[]): TrustFault | null {
  const path = buildPath(leaf, pool, roots, cryptography, (found) => validatePath(found, NOW, cryptography) === null)
  return isFault(path) ? path : validatePath(path, NOW, cryptography)
}

const root = make('root', 'root')
const middle = make('middle', 'root')
const leaf = make('leaf', 'middle')

describe('a path', () => {
  test('of good certificates holds', () => {
    expect(judge(leaf, [middle], [root])).toBeNull()
    expect(judge(make('leaf', 'root'), [], [root])).toBeNull()
  })

  const bad: readonly [string, () => TrustFault | null, TrustFault['reason'], RegExp][] = [
    [
      'whose root is not pinned',
      () => judge(leaf, [middle, root], [make('root', 'root', { key: KEYS.low.publicKey, signedBy: KEYS.low.privateKey })]),
      'unknown-root',
      /did not sign/,
    ],
    ['without its middle', () => judge(leaf, [], [root]), 'unknown-root', /no path/],
    [
      'whose middle was signed by another key',
      () => judge(leaf, [make('middle', 'root', { signedBy: KEYS.low.privateKey })], [root]),
      'unknown-root',
      /did not sign/,
    ],
    [
      'whose middle is no authority',
      () => judge(leaf, [make('middle', 'root', { extensions: [EXTENSIONS.endEntity(), CA_USAGE] })], [root]),
      'unknown-root',
      /no authority/,
    ],
    [
      'whose middle states no constraints',
      () => judge(leaf, [make('middle', 'root', { extensions: [CA_USAGE] })], [root]),
      'unknown-root',
      /no authority/,
    ],
    [
      'whose middle may not sign certificates',
      () => judge(leaf, [make('middle', 'root', { extensions: [EXTENSIONS.authority(null), EXTENSIONS.keyUsage([6])] })], [root]),
      'unknown-root',
      /may not sign/,
    ],
    [
      'longer than its root allows',
      () => judge(leaf, [middle], [make('root', 'root', { extensions: [EXTENSIONS.authority(0), CA_USAGE] })]),
      'unknown-root',
      /longer/,
    ],
    [
      'longer than its middle allows',
      () =>
        judge(
          make('leaf', 'low'),
          [make('low', 'middle'), make('middle', 'root', { extensions: [EXTENSIONS.authority(0), CA_USAGE] })],
          [root],
        ),
      'unknown-root',
      /longer/,
    ],
    [
      'with an unknown critical extension',
      () => judge(make('leaf', 'middle', { extensions: [critical('1.2.3.4')] }), [middle], [root]),
      'malformed',
      /1\.2\.3\.4/,
    ],
    [
      'whose authority requires a policy that nobody states',
      () => judge(leaf, [make('middle', 'root', { extensions: [EXTENSIONS.authority(null), CA_USAGE, REQUIRES_POLICY] })], [root]),
      'unknown-root',
      /not issued under a policy/,
    ],
    ['that is expired', () => judge(make('leaf', 'middle', { until: NOW - 1000 }), [middle], [root]), 'expired', /signer/],
    ['whose middle is expired', () => judge(leaf, [make('middle', 'root', { until: NOW - 1000 })], [root]), 'expired', /authority/],
    ['that has not begun', () => judge(make('leaf', 'middle', { from: NOW + 1000 }), [middle], [root]), 'not-yet-valid', /signer/],
    [
      'whose key is weak',
      () => judge(make('leaf', 'middle', { key: generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey }), [middle], [root]),
      'malformed',
      /size/,
    ],
    [
      'whose key is on another curve',
      () => judge(make('leaf', 'middle', { key: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey }), [middle], [root]),
      'malformed',
      /kind/,
    ],
  ]
  test.each(bad)('%s is refused', (_name, run, reason, detail) => {
    expect(run()).toMatchObject({ reason })
    expect(sayFinding(run()!.finding, 'en')).toMatch(detail)
  })

  test('is found behind an expired twin of an authority, wherever that is in the list', () => {
    const twin = make('middle', 'root', { until: NOW - 1000 })
    expect(judge(leaf, [twin, middle], [root])).toBeNull()
    expect(judge(leaf, [middle, twin], [root])).toBeNull()
    expect(judge(leaf, [twin], [root])).toMatchObject({ reason: 'expired' })
  })

  test.each(['P-384', 'P-521'])('of keys on the curve %s holds', (namedCurve) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
    const authority = make('middle', 'root', { key: publicKey })
    expect(judge(make('leaf', 'middle', { signedBy: privateKey }), [authority], [root])).toBeNull()
  })

  test('whose authorities all have one name and sign one another ends', () => {
    const pairs = Array.from({ length: 9 }, pair)
    const crowd = pairs.flatMap((one) => pairs.map((other) => make('middle', 'middle', { key: one.publicKey, signedBy: other.privateKey })))
    expect(judge(make('leaf', 'middle', { signedBy: pairs[0]!.privateKey }), crowd, [root])).toMatchObject({ reason: 'unknown-root' })
  })

  test('that runs in a circle ends', () => {
    const first = make('middle', 'low')
    const second = make('low', 'middle')
    expect(judge(leaf, [first, second], [root])).toMatchObject({ reason: 'unknown-root' })
  })

  test('is valid through its last second', () => {
    expect(judge(make('leaf', 'middle', { until: NOW }), [middle], [root])).toBeNull()
    expect(judge(make('leaf', 'middle', { from: NOW }), [middle], [root])).toBeNull()
  })
})

/** requireExplicitPolicy, without a certificate to skip. */
const REQUIRES_POLICY = sequence(oid(EXTENSION.policyConstraints), yes(), octetString(sequence(contextPrimitive(0, Uint8Array.of(0)))))

function critical(type: string): Uint8Array {
  return sequence(oid(type), yes(), octetString(nothing()))
}
