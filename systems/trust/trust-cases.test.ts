import { readCertificate } from '@ruqsat/asn1'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FileReport, TrustFindingCode } from './contract.ts'
import { verifyFile } from './verify/file.ts'
import { nodeCryptography } from './wire/cryptography.ts'
import { openRevocationClient } from './wire/revocation-client.ts'

/** Files that were once judged wrongly are next to the repository on machines that have them. */
// Next to the checkout, or next to the folder of its worktrees.
const PLACES = ['../../../', '../../../../'].map((up) => new URL(`${up}shared/reference/trust-cases/`, import.meta.url))
const FOLDER = PLACES.find((place) => existsSync(place)) ?? PLACES[0]!
const isThere = existsSync(FOLDER)
if (!isThere) process.stdout.write('SKIPPED: the files that were judged wrongly (trust-cases) are not on this machine\n')

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FOLDER)))
/** The lists are of the morning of that day, and hold for a day. */
const NOW = '2026-11-28T12:00:00.000Z'

function verify(file: string, root: string, withLists: boolean): Promise<FileReport> {
  const cryptography = nodeCryptography()
  const silent = async (): Promise<never> => {
    throw new Error('no network in this test')
  }
  const now = async () => NOW
  const pem = Buffer.from(read(root)).toString('latin1')
  const certificate = new Uint8Array(Buffer.from(/-----BEGIN CERTIFICATE-----([^-]+)/.exec(pem)![1]!, 'base64'))
  const verifier = {
    cryptography,
    revocation: openRevocationClient({ cryptography, now, fetch: silent as typeof fetch }),
    roots: [readCertificate(certificate)],
    intermediates: [],
    now,
  }
  return verifyFile(verifier, { bytes: read(file), lists: withLists ? ['root.crl', 'issuing.crl'].map(read) : [] })
}

type Row = readonly [file: string, kind: FileReport['kind'], code: TrustFindingCode | null, root: 'sandbox' | 'attack']

const ATTACKS: readonly Row[] = [
  ['42-second-signer-new-root.pdf', 'refused', 'changed-between', 'sandbox'],
  ['43-second-signer-new-info.pdf', 'refused', 'changed-between', 'sandbox'],
  ['46-second-signer-drops-first-field.pdf', 'refused', 'field-unreached', 'sandbox'],
  ['97-second-signer-adds-actualtext.pdf', 'refused', 'changed-between', 'sandbox'],
  ['94-docmdp-p1-then-signed-again.pdf', 'refused', 'certified-closed', 'sandbox'],
  ['29-signing-time-in-future.pdf', 'refused', 'time-in-future', 'sandbox'],
  ['a-v1-end-entity-as-authority.ruqsat.json', 'refused', 'issuer-of-old-version', 'attack'],
  ['b-outside-name-constraints.ruqsat.json', 'refused', 'outside-name-constraints', 'attack'],
  ['p2-received-2030.ruqsat.json', 'refused', 'received-in-future', 'sandbox'],
]

const OTHERS: readonly Row[] = [
  ['01-signed.pdf', 'valid', null, 'sandbox'],
  ['R1-ber-indefinite-outer.pdf', 'valid', null, 'sandbox'],
  // RSASSA-PSS fits the content; its signer is nobody's.
  ['88-openssl-pss.pdf', 'refused', 'no-path', 'sandbox'],
  ['27-revoked-backdated-before-revocation.pdf', 'undecided', 'revoked-without-proof', 'sandbox'],
  ['25-expired-key-signed-in-time-backdated-60-d-.pdf', 'undecided', 'expired-without-proof', 'sandbox'],
  ['p5-revoked-key-no-signing-time.ruqsat.json', 'undecided', 'revoked-without-proof', 'sandbox'],
  // Judged by GOST: the first was made for other bytes, the second is sound and does not name its certificate.
  ['91-kz-gost2015-cms.pdf', 'refused', 'digest-differs', 'sandbox'],
  ['gost2015.ruqsat.json', 'undecided', 'no-signing-certificate-attribute', 'sandbox'],
  ['rsa.ruqsat.json', 'undecided', 'no-signing-certificate-attribute', 'sandbox'],
]

describe.skipIf(!isThere)('what was judged wrongly on 28 November 2026', () => {
  test.each([...ATTACKS, ...OTHERS])('%s is %s with the lists as files', async (file, kind, code, root) => {
    const report = await verify(file, `${root}-root.pem`, true)
    expect({ kind: report.kind, code: report.fault?.code ?? null }).toEqual({ kind, code })
  })

  test.each(ATTACKS)('%s is refused where no revocation service answers', async (file, kind, code, root) => {
    expect(await verify(file, `${root}-root.pem`, false)).toMatchObject({ kind, fault: { code } })
  })
})
