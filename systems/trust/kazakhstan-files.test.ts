import { readCertificate } from '@ruqsat/asn1'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FileReport, TrustFindingCode } from './contract.ts'
import { verifyFile } from './verify/file.ts'
import { nodeCryptography } from './wire/cryptography.ts'
import { readRevocationList } from './wire/crl.ts'
import { isSignedBy } from './core/path.ts'
import { testAuthorityOf } from './core/test-authorities.ts'
import { openRevocationClient } from './wire/revocation-client.ts'

/** Every file of the national authority's public test material, each with its verdict; the folder is next to the repository on machines that have it. */
const PLACES = ['../../../', '../../../../'].map((up) => new URL(`${up}shared/reference/kzpki/`, import.meta.url).pathname)
const FOLDER = PLACES.find((place) => existsSync(place)) ?? PLACES[0]!
const isThere = existsSync(FOLDER)
if (!isThere) process.stdout.write('SKIPPED: the test material of the national authority (kzpki) is not on this machine\n')

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)))
const GOST_ROOT = 'ncanode-go/certs/root_test_gost_2022.cer'
const GOST_AUTHORITY = 'ncanode-go/certs/nca_gost2022_test.cer'
const RSA_AUTHORITY = 'ncanode/ca/nca_rsa_test.crt'
const AT = '2022-09-27T21:30:00.000Z'

function verify(name: string, content?: string, now = '2026-11-28T12:00:00.000Z'): Promise<FileReport> {
  const cryptography = nodeCryptography()
  const silent = async (): Promise<never> => {
    throw new Error('no network in this test')
  }
  const present = async () => now
  const verifier = {
    cryptography,
    revocation: openRevocationClient({ cryptography, now: present, fetch: silent as typeof fetch }),
    roots: [GOST_ROOT, RSA_AUTHORITY].map((root) => certificate(root)),
    intermediates: [certificate(GOST_AUTHORITY)],
    now: present,
  }
  return verifyFile(verifier, { bytes: read(name), ...(content !== undefined && { content: Buffer.from(content) }) })
}

/** DER, or PEM around it. */
function certificate(name: string) {
  const bytes = read(name)
  const text = Buffer.from(bytes).toString('latin1')
  return readCertificate(bytes[0] === 0x30 ? bytes : new Uint8Array(Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64')))
}

type Row = readonly [file: string, kind: FileReport['kind'], code: TrustFindingCode]
const rows = (kind: FileReport['kind'], code: TrustFindingCode, ...files: readonly string[]): Row[] =>
  files.map((file) => [file, kind, code])
const GO = 'ncanode-go/certs'
const LEGAL = ['employee', 'employee_signright', 'head', 'infosystem', 'treasury_client']

const FILES: readonly Row[] = [
  ...rows('unsupported', 'file-unknown', 'README.md', 'ncalayer/LICENSE.sigex', 'ncanode/LICENSE', 'ncanode-go/LICENSE'),
  ...rows('unsupported', 'file-unknown', 'ncalayer/sigex-test-data.json'),
  ...rows('unsupported', 'file-is-certificate', GOST_ROOT, GOST_AUTHORITY, RSA_AUTHORITY, 'ncanode/ca/nca_gost2015_test.cer'),
  ...rows('unsupported', 'file-is-certificate', 'ncanode/ca/nca_gost_test.crt', 'ncanode/certs/ceo_valid_sign_2004_gost.cer'),
  ...rows('unsupported', 'file-is-certificate', 'ncanode/certs/individual_valid_sign_2004_rsa.cer'),
  ...rows('unsupported', 'file-is-certificate', 'ncanode/certs/individual_valid_sign_2004_rsa_auth.cer', 'ncanode/p12/CERT_INDIVIDUAL.cer'),
  ...['NCA_2004_GOST_CERT', 'NCA_2004_RSA_CERT', 'NCA_2015_CERT'].map((name): Row => [
    `ncanode/p12/${name}.cer`,
    'unsupported',
    'file-is-certificate',
  ]),
  ...['nca_gost2022_test', 'nca_gost_test', 'nca_rsa_test'].map((name): Row => [`ncanode/crl/${name}.crl`, 'unsupported', 'file-is-list']),
  [`${GO}/nca_gost2022_test.crl`, 'unsupported', 'file-is-list'],
  ...['ceo_2015_revoked', 'ceo_sign_2004_revoked', 'individual_2015', 'individual_sign_2004'].map((name): Row => [
    `ncanode/ocsp/ocsp_response_${name}.bin`,
    'unsupported',
    'file-is-answer',
  ]),
  ...['CEO_REVOKED_2015', 'CEO_SIGN_REVOKED_2004', 'INDIVIDUAL_AUTH_REVOKED_2004', 'INDIVIDUAL_SIGN_REVOKED_2004'].map((name): Row => [
    `ncanode/p12/KEY_${name}.p12`,
    'unsupported',
    'file-is-key',
  ]),
  ...['INDIVIDUAL_VALID_2015', 'INDIVIDUAL_VALID_SIGN_2004'].map((name): Row => [
    `ncanode/p12/KEY_${name}.p12`,
    'unsupported',
    'file-is-key',
  ]),
  ...['revoked', 'valid'].map((state): Row => [`${GO}/individual/${state}/individual_${state}.p12`, 'unsupported', 'file-is-key']),
  ...['revoked', 'valid'].flatMap((state) => LEGAL.map((name): Row => [`${GO}/legal/${state}/${name}.p12`, 'unsupported', 'file-is-key'])),
  ...rows('unsupported', 'file-is-time-stamp', 'ncanode/tsp/tsp_response.bin', 'ncanode/tsp/tsp_token.bin'),
  // The RSA signer's certificate had ended eight months before the time that the signature states.
  ...rows('refused', 'signer-expired', 'ncanode/signed/CmsServiceTest.SIGNED_CMS.b64'),
  ...rows('refused', 'signer-expired', 'ncanode/signed/CmsServiceTest.SIGNED_CMS_ONE_SIGNER.b64'),
  ...rows('undecided', 'content-elsewhere', 'ncanode/signed/CmsServiceTest.SIGNED_DETACHED_CMS.b64'),
  ...rows('undecided', 'expired-without-proof', 'ncanode/signed/XmlServiceTest.XML_SIGNED_VALID_STRING.xml'),
]

function filesUnder(folder: string): string[] {
  return readdirSync(join(FOLDER, folder)).flatMap((name) => {
    const path = join(folder, name)
    return statSync(join(FOLDER, path)).isDirectory() ? filesUnder(path) : [path]
  })
}

describe.skipIf(!isThere)("the national authority's public test material", () => {
  test('is in the table, every file of it', () => {
    expect(filesUnder('').toSorted()).toEqual(FILES.map(([file]) => file).toSorted())
  })

  test.each(FILES)('%s is %s: %s', async (file, kind, code) => {
    expect(await verify(file)).toMatchObject({ kind, fault: { code } })
  })

  test('two signers, GOST and RSA: both signatures fit the content, attached or next to it, and no other content', async () => {
    for (const [name, content] of [['SIGNED_CMS'], ['SIGNED_DETACHED_CMS', 'test123']] as const) {
      const report = await verify(`ncanode/signed/CmsServiceTest.${name}.b64`, content)
      const ofContent = report.checks.filter((check) => check.name === 'content')
      expect(ofContent.map(({ signature, outcome }) => [signature, outcome])).toEqual([
        [1, 'passed'],
        [2, 'passed'],
      ])
    }
    const other = await verify('ncanode/signed/CmsServiceTest.SIGNED_DETACHED_CMS.b64', 'test124')
    expect(other).toMatchObject({ kind: 'refused', fault: { code: 'digest-differs' } })
  })

  test('the GOST signer of 2022 leads to the GOST root by signatures, and waits for revocation at that time', async () => {
    const report = await verify('ncanode/signed/CmsServiceTest.SIGNED_DETACHED_CMS.b64', 'test123', AT)
    const first = report.checks.filter(({ signature }) => signature === 1)
    const passed = (name: string) => first.find((check) => check.name === name)?.outcome
    expect(['authority', 'validity', 'purpose'].map(passed)).toEqual(['passed', 'passed', 'passed'])
    expect(passed('revocation')).toBe('unknown')
  })

  test('authorities of this material are known by their keys, which production refuses', () => {
    const name = (file: string) => testAuthorityOf(certificate(file), nodeCryptography())
    expect([GOST_ROOT, GOST_AUTHORITY, RSA_AUTHORITY, 'ncanode/ca/nca_gost_test.crt'].map(name)).not.toContain(null)
    expect(name('ncanode/certs/individual_valid_sign_2004_rsa.cer')).toBeNull()
  })

  test('lists signed by GOST are verified by the key of their authority and by no other', () => {
    const cryptography = nodeCryptography()
    const list = readRevocationList(read(`${GO}/nca_gost2022_test.crl`))
    expect(list.revoked.size).toBeGreaterThan(100)
    expect(isSignedBy(list, certificate(GOST_AUTHORITY), cryptography)).toBe(true)
    expect(isSignedBy(list, certificate(GOST_ROOT), cryptography)).toBe(false)
    const changed = read(`${GO}/nca_gost2022_test.crl`)
    changed[changed.length - 5]! ^= 1
    expect(isSignedBy(readRevocationList(changed), certificate(GOST_AUTHORITY), cryptography)).toBe(false)
  })
})
