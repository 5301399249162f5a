import { buildCertificate, type Certificate, EXTENSIONS, KEY_USAGE, readCertificate, USAGE, writeName } from '@ruqsat/asn1'
import { instantFromMs } from '@ruqsat/foundation'
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { nodeCryptography } from '../wire/cryptography.ts'
import { buildRevocationList } from '../wire/crl-build.ts'
import { keySigner, spkiOf } from '../wire/keys.ts'
import { buildOcspResponse } from '../wire/ocsp-build.ts'
import { readOcspRequest } from '../wire/ocsp.ts'
import { openRevocationClient } from '../wire/revocation-client.ts'

// Whoever answers for an authority and is not trusted for life (no ocsp-nocheck) is looked up in the lists that its own certificate names
// (RFC 6960 4.2.2.2.1), before its word counts for anybody.

const DAY_MS = 86_400_000
const NOW_MS = Date.parse('2026-10-01T04:30:00Z')
const OCSP = 'http://authority.example/ocsp'
const LISTS = 'http://authority.example/crl'
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const keys = { root: pair(), responder: pair(), leaf: pair() }
type Who = keyof typeof keys

function make(who: Who, serial: string, extensions: readonly Uint8Array[]): Certificate {
  const plan = {
    serial,
    issuer: writeName([{ oid: '2.5.4.3', value: 'root' }]),
    subject: [{ oid: '2.5.4.3', value: who }],
    notBeforeMs: NOW_MS - 30 * DAY_MS,
    notAfterMs: NOW_MS + 30 * DAY_MS,
    publicKey: spkiOf(keys[who].publicKey),
    extensions: [...extensions],
  }
  return readCertificate(buildCertificate(plan, keySigner(keys.root.privateKey)))
}

const root = make('root', '01', [EXTENSIONS.authority(null), EXTENSIONS.keyUsage([KEY_USAGE.keyCertSign, KEY_USAGE.crlSign])])
const leaf = make('leaf', '04', [EXTENSIONS.endEntity(), EXTENSIONS.accessAt(OCSP, `${OCSP}/ca.crt`)])
const responder = (...more: readonly Uint8Array[]) =>
  make('responder', '02', [
    EXTENSIONS.endEntity(),
    EXTENSIONS.keyUsage([KEY_USAGE.digitalSignature]),
    EXTENSIONS.extendedKeyUsage([USAGE.ocspSigning], true),
    ...more,
  ])

function list(...revoked: readonly string[]): Uint8Array {
  const plan = {
    issuer: root.subject.der,
    issuerPublicKey: root.publicKey,
    number: 1,
    thisUpdateMs: NOW_MS,
    nextUpdateMs: NOW_MS + DAY_MS,
    keepsExpiredSinceMs: root.notBeforeMs,
    revoked: revoked.map((serial) => ({ serial, atMs: NOW_MS - DAY_MS, reason: 1 })),
  }
  return buildRevocationList(plan, keys.root.privateKey)
}

/** The network: a responder that calls everybody good, and the list, where there is one. */
function ask(delegate: Certificate, crl: Uint8Array | null) {
  const asked: string[] = []
  const fetch = (async (url: string | URL, init?: RequestInit) => {
    asked.push(String(url))
    if (String(url) === LISTS) return crl === null ? new Response('', { status: 503 }) : new Response(new Uint8Array(crl))
    const { ids, nonce } = readOcspRequest(new Uint8Array(init!.body as Uint8Array<ArrayBuffer>))
    const answer = buildOcspResponse({
      answers: ids.map(({ der }) => ({ id: der, status: { kind: 'good' } })),
      thisUpdateMs: NOW_MS,
      nextUpdateMs: NOW_MS + DAY_MS,
      archiveCutoffMs: root.notBeforeMs,
      nonce,
      responder: { certificate: delegate.der, publicKey: delegate.publicKey, key: keys.responder.privateKey },
    })
    return new Response(answer)
  }) as typeof globalThis.fetch
  const now = async () => instantFromMs(NOW_MS)
  const client = openRevocationClient({ cryptography: nodeCryptography(), now, fetch })
  return { asked, answer: client.check(leaf, root, { at: instantFromMs(NOW_MS) }) }
}

test('a delegate without ocsp-nocheck that the lists do not name is believed, and the list is kept as evidence', async () => {
  const { asked, answer } = ask(responder(EXTENSIONS.crlAt(LISTS)), list())
  const found = await answer
  expect(found).toMatchObject({ kind: 'good' })
  expect(found.kind === 'good' && found.evidence.map(({ kind }) => kind)).toEqual(['ocsp', 'crl'])
  expect(asked).toEqual([OCSP, LISTS])
})

test.each<[string, Uint8Array | null]>([
  ['is revoked itself', list('2')],
  ['cannot be looked up', null],
])('a delegate that %s settles nothing: the check waits', async (_name, crl) => {
  expect(await ask(responder(EXTENSIONS.crlAt(LISTS)), crl).answer).toMatchObject({ kind: 'waiting' })
})

test('a delegate that is trusted for life, or whose certificate names no list, is not looked up', async () => {
  for (const delegate of [responder(EXTENSIONS.ocspNoCheck(), EXTENSIONS.crlAt(LISTS)), responder()]) {
    const { asked, answer } = ask(delegate, list('2'))
    expect(await answer).toMatchObject({ kind: 'good' })
    expect(asked).toEqual([OCSP])
  }
})
