// IS-NCA and all about signatures: verifies CMS and PDF signatures, and in the sandbox runs the certification authority.
import { ATTRIBUTE, attributesOf, type Certificate, readCertificate, sameBytes } from '@ruqsat/asn1'
import { type Database, type InstallationMode, type LegalClock, migrate } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { FastifyInstance } from 'fastify'
import { foundAuthority, type AuthorityKeys } from './authority/found.ts'
import { authorityOf } from './authority/issue.ts'
import { addresses, SANDBOX_MARK } from './authority/profiles.ts'
import { testAuthorityOf } from './core/test-authorities.ts'
import { openVault, type SecretStore } from './authority/vault.ts'
import type { AuthorityService, CertificationAuthority, RevocationFault, RevocationFaultNow, RevocationService, Trust } from './contract.ts'
import { registerTrustSite } from './http/site.ts'
import { writeFault } from './store/certificates.ts'
import type { Verifier } from './verify/certificate.ts'
import { openStamper } from './verify/stamping.ts'
import { trustOf } from './verify/trust.ts'
import { nodeCryptography } from './wire/cryptography.ts'
import { openRevocationClient, type RevocationAddresses } from './wire/revocation-client.ts'

export { binOfCertificate } from './core/identity.ts'
export { signDetached, type DetachedSigning } from './wire/cms-build.ts'
export * from './contract.ts'

/** The schema `trust`, for migration, backup and the schema text. */
export const TRUST_MIGRATIONS = { schema: 'trust', folder: new URL('./store/migrations/', import.meta.url) }

export type TrustDeps = {
  readonly database: Database
  readonly clock: LegalClock
  readonly secrets: SecretStore
  readonly mode: InstallationMode
  /** Origin of the authority's plain-HTTP site, e.g. `http://127.0.0.1:8085`; it is written into certificates. */
  readonly origin: string
  /** Sandbox: how each revocation service fails now; what `setFault` keeps where absent. */
  readonly faultNow?: (service: RevocationService) => Promise<RevocationFaultNow>
  /** Pinned roots next to the sandbox's own, DER. Production trusts these alone. */
  readonly roots?: readonly Uint8Array[]
  /** Authorities below the pinned roots that signatures need not bring along, DER. */
  readonly intermediates?: readonly Uint8Array[]
  /** Where authorities answer, where the operator knows it better than their certificates. */
  readonly answering?: readonly AuthorityAddresses[]
  readonly fetch?: typeof fetch
  /** Address of the time-stamping authority (RFC 3161); the sandbox's own where absent, in production then none. */
  readonly stampsUrl?: string | undefined
  /** How long an OCSP answer serves further checks; 5 s where not given. */
  readonly keepAnswersMs?: number
}

/** Who issued (DER), and where revocation of its certificates is asked: OCSP first, then complete lists. */
export type AuthorityAddresses = RevocationAddresses & { readonly issuer: Uint8Array }

export type TrustRoom = Trust & {
  /** Null in production: the built-in authority is a sandbox's. */
  readonly authority: CertificationAuthority | null
  /** Sandbox only. Makes a revocation service slow, wrong or down, for every process of the installation. */
  setFault(service: AuthorityService, fault: RevocationFault): Promise<void>
  /** A Fastify plugin for the authority's plain-HTTP site. */
  readonly site: (instance: FastifyInstance) => Promise<void>
}

/** Migrates the schema, founds or opens the authority (sandbox), and answers. Throws a Fault where production is given a sandbox root. */
export async function startTrust(deps: TrustDeps): Promise<TrustRoom> {
  await migrate(deps.database, TRUST_MIGRATIONS)
  const pinned = (deps.roots ?? []).map((der) => readCertificate(der))
  if (deps.mode === 'production') return startProduction(deps, pinned)
  const vault = await openVault(deps.secrets)
  const keys = await foundAuthority({ database: deps.database, clock: deps.clock, vault, origin: deps.origin })
  const verifier = verifierOf(
    deps,
    [keys.root.certificate, ...pinned],
    [keys.issuing.certificate],
    (issuer) => configuredAddresses(deps, issuer) ?? ownAddresses(keys, issuer, deps.origin),
  )
  return {
    ...trustOf(verifier, openStamper(verifier, { url: deps.stampsUrl ?? addresses(deps.origin).stamps, fetch: deps.fetch ?? fetch })),
    authority: authorityOf({ database: deps.database, clock: deps.clock, keys, digestKey: vault.digestKey, origin: deps.origin }),
    setFault: (service, fault) => writeFault(deps.database.sql, service, fault),
    site: (instance) => registerTrustSite(instance, { database: deps.database, clock: deps.clock, keys, faultNow: deps.faultNow }),
  }
}

function startProduction(deps: TrustDeps, pinned: readonly Certificate[]): TrustRoom {
  if (pinned.length === 0) throw new Fault('Expected at least one pinned root in production but none is configured')
  if (pinned.some(isOfSandbox)) throw new Fault('Expected roots of a real authority in production but found the root of a sandbox')
  const own = [...pinned, ...(deps.intermediates ?? []).map((der) => readCertificate(der))]
  const test = own.map((certificate) => testAuthorityOf(certificate, nodeCryptography())).find((name) => name !== null)
  if (test !== undefined) throw new Fault(`Expected a real authority in production but '${test}' is a public test authority`)
  const verifier = verifierOf(deps, pinned, [], (issuer) => configuredAddresses(deps, issuer))
  return {
    ...trustOf(verifier, deps.stampsUrl === undefined ? null : openStamper(verifier, { url: deps.stampsUrl, fetch: deps.fetch ?? fetch })),
    authority: null,
    setFault: async () => {
      throw new Fault('Expected the sandbox but this is production: its neighbours are not made to fail')
    },
    site: async () => undefined,
  }
}

function isOfSandbox(certificate: Certificate): boolean {
  return [
    ...attributesOf(certificate.subject, ATTRIBUTE.organisationalUnit),
    ...attributesOf(certificate.issuer, ATTRIBUTE.organisationalUnit),
  ].includes(SANDBOX_MARK)
}

function configuredAddresses({ answering = [] }: TrustDeps, { der }: Certificate): RevocationAddresses | null {
  return answering.find(({ issuer }) => sameBytes(issuer, der)) ?? null
}

/** Certificates keep the origin of their making; the installation may have moved to another port since. */
function ownAddresses(keys: AuthorityKeys, issuer: Certificate, origin: string): RevocationAddresses | null {
  const at = addresses(origin)
  if (sameBytes(issuer.der, keys.issuing.certificate.der)) return { ocspUrls: [at.ocsp], crlUrls: [at.issuingCrl] }
  return sameBytes(issuer.der, keys.root.certificate.der) ? { ocspUrls: [at.ocsp], crlUrls: [at.rootCrl] } : null
}

function verifierOf(
  deps: TrustDeps,
  roots: readonly Certificate[],
  own: readonly Certificate[],
  addressesOf: (issuer: Certificate) => RevocationAddresses | null,
): Verifier {
  const cryptography = nodeCryptography()
  const revocation = openRevocationClient({
    cryptography,
    now: () => deps.clock.now(),
    fetch: deps.fetch ?? fetch,
    addressesOf,
    ...(deps.keepAnswersMs !== undefined && { keepAnswersMs: deps.keepAnswersMs }),
  })
  return {
    cryptography,
    revocation,
    roots,
    now: () => deps.clock.now(),
    intermediates: [...own, ...(deps.intermediates ?? []).map((der) => readCertificate(der))],
  }
}
