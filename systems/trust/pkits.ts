import { ANY_POLICY, type Certificate, Malformed, readCertificate, tryToRead } from '@ruqsat/asn1'
import { Fault, instantFromMs, type JsonLimits, readJson } from '@ruqsat/foundation'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPath, type CertificatePath, isFault, validatePath } from './core/path.ts'
import { policiesOf, type PolicyWishes } from './core/policies.ts'
import type { Cryptography } from './core/algorithms.ts'
import { listSigners } from './verify/list-signers.ts'
import { nodeCryptography } from './wire/cryptography.ts'
import { readRevocationList, type RevocationList } from './wire/crl.ts'
import { openRevocationClient, type RevocationClient } from './wire/revocation-client.ts'

/**
 * NIST's suite of certificate paths (PKITS 1.0.1) through the same builder, rules and revocation client that judge signatures. The folder holds
 * `cases.json`, `certs` and `crls`; every intermediate of the suite is offered to the builder, so that it has to find the way itself.
 */
export type PkitsCase = {
  readonly id: string
  readonly name: string
  /** Root first. */
  readonly path: readonly string[]
  readonly crls: readonly string[]
  readonly initialPolicySet: readonly string[]
  readonly initialExplicitPolicy: boolean
  readonly initialPolicyMappingInhibit: boolean
  readonly initialAnyPolicyInhibit: boolean
  readonly valid: boolean
  readonly userConstrainedPolicySet: readonly string[]
}

export type PkitsOutcome = { readonly valid: boolean; readonly policies: readonly string[]; readonly why: string }

export type PkitsSuite = {
  readonly cases: readonly PkitsCase[]
  judge(one: PkitsCase): Promise<PkitsOutcome>
  isRight(one: PkitsCase, found: PkitsOutcome): boolean
}

const SUITE_LIMITS: JsonLimits = { maxLength: 4 * 1024 * 1024, maxDepth: 8, maxValues: 100_000 }

export function openPkits(folder: string): PkitsSuite {
  const read = readJson(readFileSync(join(folder, 'cases.json')), SUITE_LIMITS)
  if (read.kind !== 'read') throw new Fault(`Expected cases.json of the suite but found ${read.kind}`)
  const suite = read.value as unknown as {
    readonly time: string
    readonly policies: Readonly<Record<string, string>>
    readonly cases: readonly PkitsCase[]
  }
  const atMs = Date.parse(suite.time)
  const cryptography = nodeCryptography({ alsoDsa: true })
  const bytes = (kind: string, name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, kind, name)))
  const all = readdirSync(join(folder, 'certs')).flatMap((name) => {
    const certificate = tryToRead(() => readCertificate(bytes('certs', name)))
    return certificate instanceof Malformed ? [] : [certificate]
  })
  const oids = (names: readonly string[]): string[] =>
    names.flatMap((name) => (name === '' ? [] : [name === 'anyPolicy' ? ANY_POLICY : suite.policies[name]!]))

  return {
    cases: suite.cases,
    async judge(one) {
      const read = tryToRead(() => ({
        path: one.path.map((name) => readCertificate(bytes('certs', name))),
        lists: one.crls.map((name) => readRevocationList(bytes('crls', name))),
      }))
      if (read instanceof Malformed) return { valid: false, policies: [], why: read.message }
      const wishes: PolicyWishes = {
        accepted: oids(one.initialPolicySet),
        requireExplicit: one.initialExplicitPolicy,
        inhibitMapping: one.initialPolicyMappingInhibit,
        inhibitAny: one.initialAnyPolicyInhibit,
      }
      return judgeCase({ ...read, all, wishes, atMs, cryptography })
    },
    isRight(one, found) {
      const wanted = oids(one.userConstrainedPolicySet).toSorted().join()
      return found.valid === one.valid && (!one.valid || found.policies.toSorted().join() === wanted)
    },
  }
}

type Judged = {
  readonly path: readonly Certificate[]
  readonly lists: readonly RevocationList[]
  readonly all: readonly Certificate[]
  readonly wishes: PolicyWishes
  readonly atMs: number
  readonly cryptography: Cryptography
}

async function judgeCase({ path, lists, all, wishes, atMs, cryptography }: Judged): Promise<PkitsOutcome> {
  const root = path[0]!
  const pool = [...path.slice(1, -1).toReversed(), ...all]
  const holds = (found: CertificatePath): boolean => validatePath(found, atMs, cryptography, wishes) === null
  const found = buildPath(path.at(-1)!, pool, [root], cryptography, holds)
  if (isFault(found)) return { valid: false, policies: [], why: found.finding.code }
  const fault = validatePath(found, atMs, cryptography, wishes)
  if (fault !== null) return { valid: false, policies: [], why: fault.finding.code }
  const why = await unrevoked(
    openClient(cryptography, atMs),
    found,
    lists,
    listSigners({ cryptography, path: found, pool: all, atMs }),
    atMs,
  )
  const policies = policiesOf(found, wishes)
  return why === null && policies.kind === 'allowed'
    ? { valid: true, policies: policies.policies, why: '' }
    : { valid: false, policies: [], why: why ?? 'policy' }
}

function openClient(cryptography: Cryptography, atMs: number): RevocationClient {
  const silent = async (): Promise<never> => {
    throw new Fault('Expected no question to the network: the suite brings its lists')
  }
  return openRevocationClient({ cryptography, now: async () => instantFromMs(atMs), fetch: silent as typeof fetch })
}

/** Why a certificate of the path is revoked or cannot be known not to be; null where none is. */
async function unrevoked(
  client: RevocationClient,
  path: CertificatePath,
  lists: readonly RevocationList[],
  signers: ReturnType<typeof listSigners>,
  atMs: number,
): Promise<string | null> {
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    const question = { at: instantFromMs(atMs), offline: true, lists, listSigners: signers }
    const answer = await client.check(certificate, path[index + 1]!, question)
    if (answer.kind === 'waiting') return JSON.stringify(answer.finding)
    if (answer.kind === 'revoked') return answer.kind
  }
  return null
}

/** Where the suite is on machines that have it: next to the checkout, or next to the folder of its worktrees. */
export function pkitsFolder(): string | null {
  const places = ['../../../', '../../../../'].map((up) => new URL(`${up}shared/reference/pkits/`, import.meta.url).pathname)
  return places.find((place) => existsSync(place)) ?? null
}
