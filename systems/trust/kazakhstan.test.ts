import { type Certificate, readCertificate } from '@ruqsat/asn1'
import { orFault, parseIIN } from '@ruqsat/foundation'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { signerInfo, unmetExpectation } from './core/identity.ts'
import { buildPath, isFault } from './core/path.ts'
import { judgeLists } from './core/lists.ts'
import { judgeOcsp } from './core/revocation.ts'
import { nodeCryptography } from './wire/cryptography.ts'
import { readRevocationList } from './wire/crl.ts'
import { readOcspResponse } from './wire/ocsp.ts'

/** Public test material of Kazakhstan's authority is next to the repository on machines that have it. */
// Next to the checkout, or next to the folder of its worktrees.
const PLACES = ['../../../', '../../../../'].map((up) => new URL(`${up}shared/reference/kzpki/ncanode/`, import.meta.url))
const FOLDER = PLACES.find((place) => existsSync(place)) ?? PLACES[0]!
const isThere = existsSync(FOLDER)
if (!isThere) process.stdout.write('SKIPPED: the test material of the national authority is not on this machine\n')

const cryptography = nodeCryptography()
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, FOLDER)))
/** Certificates come as DER or PEM. */
function certificate(path: string) {
  const bytes = read(path)
  if (bytes[0] === 0x30) return readCertificate(bytes)
  return readCertificate(
    new Uint8Array(
      Buffer.from(
        Buffer.from(bytes)
          .toString('latin1')
          .replace(/-----[^-]+-----|\s/g, ''),
        'base64',
      ),
    ),
  )
}

describe.skipIf(!isThere)("Kazakhstan's own test certificates", () => {
  test('are read as the profile says', () => {
    const person = certificate('certs/individual_valid_sign_2004_rsa.cer')
    const signer = signerInfo(person, cryptography)
    // Its number cannot exist: it is shown, and no person of ours has it, whatever number is expected.
    expect([signer.iin, signer.impossible.iin]).toEqual([null, '123456789011'])
    const iin = orFault(parseIIN('850412400012'))
    expect(unmetExpectation(person, signer, { purpose: 'sign', iin })).toMatchObject({
      reason: 'wrong-person',
      finding: { code: 'iin-impossible' },
    })
    expect(signer.roles).toContain('individual')
    expect(unmetExpectation(person, signer, { purpose: 'sign' })).toBeNull()
    const signIn = certificate('certs/individual_valid_sign_2004_rsa_auth.cer')
    const other = signerInfo(signIn, cryptography)
    expect(unmetExpectation(signIn, other, { purpose: 'sign' })).toMatchObject({ reason: 'wrong-purpose' })
    expect(unmetExpectation(signIn, other, { purpose: 'authenticate' })).toBeNull()
  })

  test('chain to their authority by signature', () => {
    const authority = certificate('ca/nca_rsa_test.crt')
    const path = buildPath(certificate('certs/individual_valid_sign_2004_rsa.cer'), [], [authority], cryptography)
    expect(isFault(path)).toBe(false)
  })

  test('of the GOST family are read, and refused as a kind that is not accepted yet', () => {
    const head = certificate('certs/ceo_valid_sign_2004_gost.cer')
    expect(head.keyKind).toBe('unknown')
    const { bin, impossible } = signerInfo(head, cryptography)
    expect(bin ?? impossible.bin).toMatch(/^\d{12}$/)
  })

  test('stand in revocation lists that we read and verify', () => {
    const authority = certificate('ca/nca_rsa_test.crt')
    const list = readRevocationList(read('crl/nca_rsa_test.crl'))
    const ask = (certificate: Certificate, nowMs: number) =>
      judgeLists([list], { certificate, issuer: authority, moment: { kind: 'fresh', nowMs }, cryptography })
    expect(ask(certificate('certs/individual_valid_sign_2004_rsa.cer'), list.thisUpdateMs).kind).toBe('good')
    expect(ask(authority, list.thisUpdateMs + 1e12)).toMatchObject({ kind: 'unusable' })
  })

  test.each(['ocsp_response_individual_2015.bin', 'ocsp_response_ceo_2015_revoked.bin', 'ocsp_response_individual_sign_2004.bin'])(
    '%s is read',
    (file) => {
      const response = readOcspResponse(read(`ocsp/${file}`))
      if (response.kind !== 'answer') throw new Error(response.kind)
      expect(response.basic.responses).toHaveLength(1)
      expect(response.basic.responses[0]!.status.kind).toBe(file.includes('2004') ? 'good' : 'revoked')
      // Its key is GOST: read, but it proves nothing to us.
      const authority = certificate('ca/nca_rsa_test.crt')
      const moment = { kind: 'fresh', nowMs: response.basic.producedAtMs } as const
      expect(judgeOcsp(response.basic, { certificate: authority, issuer: authority, moment, cryptography }).kind).toBe('unusable')
    },
  )
})
