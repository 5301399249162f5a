import type { SignaturePurpose, SignerRole } from '@ruqsat/asn1'
import type { BIN, IIN, Instant, LocalText, Refusal } from '@ruqsat/foundation'

import type { TrustFinding } from './findings.ts'

export type { TrustFinding, TrustFindingCode } from './findings.ts'

export type { SignaturePurpose, SignerRole } from '@ruqsat/asn1'

/**
 * What the other rooms may ask of IS-NCA. Pure types; every call is asynchronous and every message survives serialisation
 * (byte arrays travel as base64 where the wire is JSON).
 */

/** Why a signature or certificate is not accepted. Closed list; each has its row in `refusals.ts` under `trust.signature-<reason>`. */
export const SIGNATURE_FAULT_REASONS = [
  'expired',
  'revoked',
  'not-yet-valid',
  'wrong-person',
  'wrong-role',
  'wrong-purpose',
  'unknown-root',
  'changed-content',
  'malformed',
] as const
export type SignatureFaultReason = (typeof SIGNATURE_FAULT_REASONS)[number]

/** Whom and what the caller expects. Absent means "any". Identity is read from serialNumber `IIN…` and OU `BIN…`, never from the common name. */
export type Expectation = {
  readonly iin?: IIN
  readonly bin?: BIN
  readonly purpose: SignaturePurpose
  /** The certificate must state at least one of these. */
  readonly roles?: readonly SignerRole[]
}

/** Who holds the certificate. `name` and `organisation` are for display only. */
export type SignerInfo = {
  readonly iin: IIN | null
  readonly bin: BIN | null
  /** Numbers that the certificate states and that cannot exist (their check digit does not fit, say): to be shown, and nobody's. */
  readonly impossible: { readonly iin: string | null; readonly bin: string | null }
  readonly name: string
  readonly surname: string | null
  /** Kazakhstan's profile keeps the patronymic in GN (2.5.4.42). */
  readonly patronymic: string | null
  readonly organisation: string | null
  readonly roles: readonly SignerRole[]
  /** The role and usage OIDs as the certificate states them. */
  readonly extendedKeyUsages: readonly string[]
  /** Serial number of the certificate, lower-case hexadecimal without leading zeros. */
  readonly serial: string
  readonly issuer: string
  readonly subject: string
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly keyKind: KeyKind
  /** SHA-256 of the certificate's DER, hexadecimal. */
  readonly certificateSha256: string
}

export type KeyKind =
  | 'rsa-2048'
  | 'rsa-3072'
  | 'rsa-4096'
  | 'ecdsa-p256'
  | 'ecdsa-p384'
  | 'ecdsa-p521'
  | 'ed25519'
  | 'gost-2015-512'
  | 'other'

/** A signed statement about revocation, kept as it came so that anyone can check it again without the network. */
export type RevocationEvidence = {
  readonly kind: 'ocsp' | 'crl'
  /** Serial of the certificate that was asked about; empty of a list that came in a file and speaks of all that it names. */
  readonly serial: string
  /** The answer's DER, base64; null for a list too large to keep with every signature (`answerSha256` still names it). */
  readonly answer: string | null
  readonly answerSha256: string
  readonly thisUpdate: Instant
  readonly nextUpdate: Instant | null
  /** Where it came from; `stored` for an answer that was given with the file. */
  readonly from: string
}

/** What convinced us; store it next to the signature. With it the file can be verified offline. */
export type Evidence = {
  /** The instant for which validity and revocation were judged. */
  readonly at: Instant
  /** The signer's own statement of the time, from the signed attributes. Null when only a certificate was checked. */
  readonly signingTime: Instant | null
  readonly contentSha256: string | null
  /** DER certificates in base64, signer first, root last. */
  readonly chain: readonly string[]
  readonly revocation: readonly RevocationEvidence[]
}

export type Refused = {
  readonly kind: 'refused'
  readonly reason: SignatureFaultReason
  /** What exactly was found, in any of the three languages by `sayFinding`. */
  readonly finding: TrustFinding
  /** The same for logs; English, one short phrase, no personal data. */
  readonly detail: string
  readonly refusal: Refusal
}

/** The revocation service is out of reach or asks to try later: neither valid nor refused. Keep what the person did and ask again. */
export type WaitingVerdict = { readonly kind: 'waiting'; readonly finding: TrustFinding; readonly reason: string; readonly text: LocalText }

/**
 * Neither valid nor refused, and waiting does not help: no proof of time (ETSI EN 319 102-1: a key that was revoked or ran out since), or a form
 * or algorithm that is not supported here. Only a file is judged so; a signature that is handed in is refused then.
 */
export type Undecided = { readonly kind: 'undecided'; readonly finding: TrustFinding; readonly signer: SignerInfo | null }

export type SignatureVerdict =
  | { readonly kind: 'valid'; readonly signer: SignerInfo; readonly evidence: Evidence }
  | Refused
  | WaitingVerdict

export type DetachedCheck = {
  /** CMS SignedData, DER, detached, one signer, with signed attributes. */
  readonly cms: Uint8Array
  readonly content: Uint8Array
  /** The instant that matters, in legal time: the receipt of a request, the signing of a document. */
  readonly at: Instant
  readonly expect: Expectation
  /** When the content came to be, where that is known: a signature that states an earlier time is refused. */
  readonly madeAt?: Instant
  /** Evidence kept earlier: used instead of the network where it covers `at`. */
  readonly evidence?: Evidence
}

export type CertificateCheck = {
  /** The certificate, DER. */
  readonly certificate: Uint8Array
  /** Further certificates that may lead to a root, DER. The built-in issuing authority need not be given. */
  readonly chain?: readonly Uint8Array[]
  readonly at: Instant
  readonly expect: Expectation
}

/** A PDF with an empty signature of fixed size; only the bytes of `byteRange` are signed. */
export type PreparedPdf = {
  readonly pdf: Uint8Array
  /** [start, length, start, length] as PDF 32000-1 12.8.1. */
  readonly byteRange: readonly [number, number, number, number]
  /** SHA-256 of the bytes in the ranges, hexadecimal: what the head's browser must find too. */
  readonly sha256: string
}

export type PdfSignatureRequest = {
  readonly pdf: Uint8Array
  readonly signerName: string
  readonly reason: string
  readonly location: string
  /** Legal time, written as the signature dictionary's /M. */
  readonly at: Instant
  /** Room for the CMS in bytes; 16 KiB where not given. */
  readonly reserveBytes?: number
}

export type PdfCompletion = {
  readonly prepared: PreparedPdf
  readonly cms: Uint8Array
  readonly at: Instant
  readonly expect: Expectation
  /** When the document was prepared: a signature that states an earlier time is refused. */
  readonly madeAt?: Instant
}

export type PdfCompletionResult =
  | {
      readonly kind: 'valid'
      readonly pdf: Uint8Array
      readonly signer: SignerInfo
      readonly evidence: Evidence
      /** `B-LT` where a time-stamping authority proved the time, `B-B` where none is set or none answered: the file then says less. */
      readonly level: ProofLevel
      /** Why there is no proof of the time, in English; null where there is one. */
      readonly withoutProof: string | null
    }
  | Refused
  | WaitingVerdict

/** What a time stamp is worth. `evidence`: what convinced us, where it holds. */
export type StampReport = {
  readonly outcome: CheckLine['outcome']
  readonly finding: TrustFinding
  readonly evidence: Evidence | null
}

/** How far the proof of a signature goes (ETSI EN 319 142-1, 319 122-1): signed alone; its time proved; judged without asking anybody; kept for ever. */
export type ProofLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'

export type PdfSignatureReport = {
  /** /T of the signature field. */
  readonly field: string
  readonly verdict: SignatureVerdict | Undecided
  /** The instant that was judged: `at` where given, else the time stated by the signer, else the present. */
  readonly at: Instant
  readonly timeStatedBy: 'asker' | 'time-stamp' | 'signature' | 'nobody'
  readonly signingTime: Instant | null
  /** True where every byte of the file except the signature value itself is signed. */
  readonly coversWholeDocument: boolean
  /** Bytes added after what this signature covers. */
  readonly laterBytes: number
  /** Where what it covers ends: the first so many bytes are the file as it was when this was signed. */
  readonly endsAt: number
  /** A time stamp of the document, which nobody signed for: where it holds, everything in the first `endsAt` bytes existed at its time. */
  readonly isTimeStamp: boolean
  /** What the time stamp on this signature is worth, or of this time stamp itself; null where there is none. */
  readonly stamp: StampReport | null
}

/** What came after the last signature. White space and validation data (DSS, document time stamps) are no changes (ISO 32000-2 12.8.2.2). */
export type Addition = 'nothing' | 'white-space' | 'validation-data' | 'other'

/** `unsupported`: nothing is wrong as far as can be seen, and this system cannot judge it; the finding says what it is. */
export type FileVerdict = 'valid' | 'refused' | 'waiting' | 'undecided' | 'unsupported' | 'unsigned'

export type PdfReport = {
  readonly kind: FileVerdict
  /** Who signed first is first. */
  readonly signatures: readonly PdfSignatureReport[]
  readonly added: Addition
  /** What was found of the file as a whole, whatever its signatures are worth: a change, or an addition that is none. */
  readonly structure: TrustFinding | null
  /** The finding behind `detail`; of the addition too, where the file is valid. */
  readonly finding: TrustFinding | null
  /** The first fault; also set for `unsigned` and where the file was changed after its last signature or between two. Null where valid. */
  readonly detail: string | null
}

/** What a check looks at. */
export type CheckName =
  | 'format'
  | 'package format'
  | 'signature format'
  | 'content'
  | 'authority'
  | 'validity'
  | 'purpose'
  | 'revocation'
  | 'time'
  | 'coverage'
  | 'structure'
  | 'attachments'

/** One line of what `npx ruqsat verify FILE` prints. */
export type CheckLine = {
  readonly name: CheckName
  /** Which signature of several, counted from 1 in the order in which they were made; null where there is one or none is meant. */
  readonly signature: number | null
  /** The attachment's name, as the file gives it; null for other checks. */
  readonly attachment: string | null
  readonly outcome: 'passed' | 'failed' | 'unknown'
  readonly finding: TrustFinding
}

export type FileReport = {
  readonly format: 'pdf' | 'package' | 'cms' | 'xml' | 'container' | 'unknown'
  readonly kind: FileVerdict
  /** The first fault, or why it is undecided; null where valid. */
  readonly fault: TrustFinding | null
  /** What was said of a valid file besides: what was added after its last signature. */
  readonly remark: TrustFinding | null
  /** The first bytes of the file that each signature covers, and those after each later addition, the shortest first: a register that knows one of these knows the file as it was issued. */
  readonly stretches: readonly { readonly bytes: number; readonly sha256: string }[]
  readonly checks: readonly CheckLine[]
  readonly signers: readonly SignerInfo[]
  /**
   * The instant that was judged for (of the last signature, where there are several) and whose word it is: of whoever asked, of a time stamp, of
   * the signer in the signature, or of nobody (the present). The signer's word proves nothing; say so wherever the verdict is shown. Null: not
   * judged.
   */
  readonly judgedFor: { readonly at: Instant; readonly statedBy: 'asker' | 'time-stamp' | 'signature' | 'nobody' } | null
}

/** A signed request as a file, `*.ruqsat.json`. */
export type SignedPackage = {
  readonly format: 'ruqsat-signed-package'
  readonly version: 1
  /** Base64 of the canonical JSON (RFC 8785) that was shown and signed. */
  readonly content: string
  /** Base64 of the detached CMS. */
  readonly cms: string
  /** Legal time of receipt. It is not signed, so nothing is judged by it: our register knows it, the file only repeats it. */
  readonly receivedAt: Instant
  readonly evidence?: Evidence
  /** The attachments' bytes in base64 where the package carries them; each is held against its SHA-256 in the content. */
  readonly attachments?: readonly { readonly name: string; readonly bytes: string }[]
}

export type FileCheck = {
  readonly bytes: Uint8Array
  /** What was signed, where the file is a signature alone. */
  readonly content?: Uint8Array
  /** Overrides the instant that matters: a time that the asker can prove, as a register does of what was issued. */
  readonly at?: Instant
  /** `at` is proved of the first so many bytes only; what was signed after them is judged for its own time. */
  readonly atCoversBytes?: number
  readonly evidence?: Evidence
  /** Revocation lists, DER or PEM, asked before any service. */
  readonly lists?: readonly Uint8Array[]
  /** Never asks the network; without evidence the answer is `waiting`. */
  readonly offline?: boolean
}

/** A file with its proof renewed, or why it is as it was. `unproved`: no authority gave a stamp that holds. */
export type Renewal =
  | { readonly kind: 'renewed'; readonly bytes: Uint8Array; readonly level: ProofLevel; readonly at: Instant }
  | { readonly kind: 'unproved'; readonly why: string }
  /** Only what holds, or what nothing is wrong with, is stamped. */
  | { readonly kind: 'not-judged'; readonly report: FileReport }

/** A time stamp (RFC 3161) over bytes that holds. Kept with `evidence` it is judged later without asking anybody. */
export type ProvedTime = {
  readonly kind: 'proved'
  readonly token: Uint8Array
  /** Legal time: the bytes existed then. */
  readonly at: Instant
  /** The authority, as its certificate names it. */
  readonly authority: string
  readonly evidence: Evidence
}
/** English, for logs. */
export type UnprovedTime = { readonly kind: 'unproved'; readonly why: string }

export type KeptStamp = {
  readonly token: Uint8Array
  /** What was stamped. */
  readonly bytes: Uint8Array
  readonly evidence: Evidence
  /** When the token is known to have existed: the time of a later stamp over it, say. */
  readonly knownBy: Instant
}

export type Trust = {
  /** A time stamp of the authority that is set, judged as a stranger's would be; null where none is set. */
  readonly stampTime: ((bytes: Uint8Array) => Promise<ProvedTime | UnprovedTime>) | null
  /** Whether a stamp that was kept holds; nobody is asked. */
  judgeStamp(stamp: KeptStamp): Promise<ProvedTime | UnprovedTime>
  verifyDetached(check: DetachedCheck): Promise<SignatureVerdict>
  /** The certificate alone: before signing, at registration and sign-in. */
  checkCertificate(check: CertificateCheck): Promise<SignatureVerdict>
  /** Refuses (`trust.pdf-unreadable`, `trust.pdf-encrypted`) a PDF that cannot be signed. */
  preparePdfSignature(request: PdfSignatureRequest): Promise<PreparedPdf | Refusal>
  /** Verifies the CMS completely against the prepared bytes, and only then assembles. */
  completePdfSignature(completion: PdfCompletion): Promise<PdfCompletionResult>
  verifyPdf(
    pdf: Uint8Array,
    options?: { readonly at?: Instant; readonly evidence?: Evidence; readonly offline?: boolean },
  ): Promise<PdfReport>
  verifyFile(check: FileCheck): Promise<FileReport>
  /** Adds what proves the signatures of a PDF or CMS for later, and a time stamp over all of it: before the one that it has weakens. */
  renewProof(check: Pick<FileCheck, 'bytes' | 'content'>): Promise<Renewal>
}

/** A person or organisation as a certificate names it. */
export type CertificateSubject = {
  readonly commonName: string
  readonly surname?: string
  readonly patronymic?: string
  readonly iin?: IIN
  readonly organisation?: string
  readonly bin?: BIN
  readonly email?: string
}

export type CertificateOrder = {
  readonly subject: CertificateSubject
  /** SubjectPublicKeyInfo, DER: RSA of 2048 to 4096 bits, or ECDSA P-256. */
  readonly publicKey: Uint8Array
  readonly purpose: SignaturePurpose
  readonly roles: readonly SignerRole[]
  readonly notBefore?: Instant
  readonly notAfter?: Instant
}

export type IssuedCertificate = {
  readonly serial: string
  readonly certificate: Uint8Array
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/** RFC 5280 5.3.1. */
export type RevocationReason = 'unspecified' | 'key-compromise' | 'affiliation-changed' | 'superseded' | 'cessation-of-operation'

/** What a sandbox key is good for. `wrong-purpose` is an authentication key; `unknown-root` comes from an authority that only imitates ours. */
export type SandboxKeyProfile = 'good' | 'expired' | 'revoked' | 'not-yet-valid' | 'wrong-purpose' | 'unknown-root'

export type Pkcs12Order = {
  readonly person: CertificateSubject
  readonly roles: readonly SignerRole[]
  readonly profile: SandboxKeyProfile
  readonly password: string
  /** ECDSA P-256 where not given. */
  readonly keyKind?: 'rsa-2048' | 'ecdsa-p256'
}

export type Pkcs12 = {
  readonly p12: Uint8Array
  readonly certificate: Uint8Array
  readonly serial: string
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/** The authority's own acts. Only the sandbox and the operator's commands hold this. */
export type CertificationAuthority = {
  issueCertificate(order: CertificateOrder): Promise<IssuedCertificate>
  /**
   * Idempotent; the first revocation counts. Refuses (`trust.certificate-unknown`) a serial that is not in the register. `at` may not lie
   * in the future.
   */
  revokeCertificate(
    serial: string,
    reason: RevocationReason,
    at: Instant,
  ): Promise<{ readonly kind: 'revoked'; readonly at: Instant } | Refusal>
  /** Sandbox only: makes a key pair, its certificate and the container a person imports. The key is kept nowhere. */
  createPkcs12(order: Pkcs12Order): Promise<Pkcs12>
  /** The root and issuing certificates, DER. */
  certificates(): Promise<{ readonly root: Uint8Array; readonly issuing: Uint8Array }>
}

export type RevocationService = 'ocsp' | 'crl'
/** Those, and the time stamps (RFC 3161). */
export type AuthorityService = RevocationService | 'tsp'
/** `slow` answers after 20 s, `down` closes the connection, `malformed` sends bytes that are no answer, `try-later` is OCSP's own word (CRL: HTTP 503). */
export type RevocationFault = 'none' | 'slow' | 'try-later' | 'down' | 'malformed' | 'losing'

/** How a service fails now: by a name, or slow by a length of its own. */
export type RevocationFaultNow = RevocationFault | { readonly slowMs: number }
