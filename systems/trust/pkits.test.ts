import { type Certificate, Malformed, readCertificate } from '@ruqsat/asn1'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isSignedBy, validatePath, type CertificatePath } from './core/path.ts'
import { nodeCryptography } from './wire/cryptography.ts'

/** NIST's suite is next to the repository on machines that have it: here its sections on basic and name constraints. */
const PLACES = ['../../../', '../../../../'].map((up) => new URL(`${up}shared/reference/pkits/`, import.meta.url))
const FOLDER = PLACES.find((place) => existsSync(place)) ?? PLACES[0]!
const isThere = existsSync(FOLDER)
if (!isThere) process.stdout.write("SKIPPED: NIST's suite of certificate paths (pkits) is not on this machine\n")

type Case = { readonly id: string; readonly name: string; readonly path: readonly string[]; readonly valid: boolean }
const suite = isThere
  ? (JSON.parse(readFileSync(new URL('cases.json', FOLDER), 'utf8')) as { readonly time: string; readonly cases: readonly Case[] })
  : { time: '', cases: [] }
const CASES = suite.cases.filter(({ id }) => /^4\.(6|13)\./.test(id))

function isValid({ path }: Case): boolean {
  try {
    const certificates = path
      .map((name): Certificate => readCertificate(new Uint8Array(readFileSync(new URL(`certs/${name}`, FOLDER)))))
      .toReversed()
    const cryptography = nodeCryptography()
    const isLinked = certificates
      .slice(0, -1)
      .every((certificate, index) => isSignedBy(certificate, certificates[index + 1]!, cryptography))
    return isLinked && validatePath(certificates as CertificatePath, Date.parse(suite.time)) === null
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

describe.skipIf(!isThere)("NIST's paths with constraints", () => {
  test.each(CASES.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    expect(isValid(each)).toBe(each.valid)
  })
})
