import { type Certificate, sameBytes } from '@ruqsat/asn1'
import { instantFromMs, type Instant } from '@ruqsat/foundation'
import type { CheckLine, FileCheck, FileReport, SignatureVerdict, SignerInfo, Undecided } from '../contract.ts'
import { trustFault, type TrustFault } from '../core/path.ts'
import { signerInfo } from '../core/identity.ts'
import { finding } from '../findings.ts'
import { evidenceOf, withRevocation } from '../pdf/validation-data.ts'
import type { RevocationList } from '../wire/crl.ts'
import { derValue, xmlDigest, xmlSignatureAlgorithm } from '../xml/algorithms.ts'
import { canonicalDocument, canonicalElement, canonicalForm, type CanonicalForm, hasBaseAbove } from '../xml/canonical.ts'
import { DS, readXmlSignature, XADES, type XmlReference, type XmlSignature } from '../xml/signature.ts'
import { descendantsNamed, elementsIn, named, onlyNamed, readXmlTree, type XmlDocument, XmlParts, type XmlTree } from '../xml/tree.ts'
import { judgeCertificate, type Verifier } from './certificate.ts'
import { timeOf, TIME_OF, UNDECIDED_FAULTS } from './detached.ts'
import { line, linesFor } from './lines.ts'
import { judgeTimeStamp, type StampVerdict } from './time-stamp.ts'
import { isRefused, reading, refusedFor, undecided } from './verdict.ts'

/** Judges signatures in XML (XML Signature 1.1, XAdES of ETSI EN 319 132-1, WS-Security): one tree, no transform that computes, no reference outside. */

export type XmlCheck = Pick<FileCheck, 'at' | 'evidence' | 'offline' | 'content'> & { readonly lists: readonly RevocationList[] }
type Verdict = SignatureVerdict | Undecided

export type JudgedXml = {
  readonly verdict: Verdict
  readonly lines: readonly CheckLine[]
  readonly judgedFor: FileReport['judgedFor']
  /** The files of a container that its references name; covered where the verdict is no refusal. */
  readonly files: ReadonlySet<string>
}

/** Each costs digests over the whole file, a path and questions to services. */
const MAX_SIGNATURES = 20
const INCLUSIVE: CanonicalForm = canonicalForm('http://www.w3.org/TR/2001/REC-xml-c14n-20010315')!

/** Null where nothing in it is a signature. `files`: what references by a name lead to, in a container, whose documents share their `parts`. */
export async function judgeXml(
  verifier: Verifier,
  bytes: Uint8Array,
  check: XmlCheck,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
  parts = new XmlParts(),
): Promise<readonly JudgedXml[] | null> {
  const read = reading(() => {
    const document = readXmlTree(bytes, parts)
    return { document, elements: descendantsNamed(document.root, DS, 'Signature', MAX_SIGNATURES) }
  }, 'xml-unreadable')
  if (isRefused(read)) return [onlyVerdict(read)]
  const { document, elements } = read
  if (elements.length === 0) return null
  const judged: JudgedXml[] = []
  for (const element of elements) judged.push(await judgeOne(verifier, { document, element, check, files }))
  return judged
}

function onlyVerdict(verdict: Verdict): JudgedXml {
  return { verdict, lines: linesFor(verdict, null), judgedFor: null, files: new Set() }
}

type Question = {
  readonly document: XmlDocument
  readonly element: XmlTree
  readonly check: XmlCheck
  readonly files: ReadonlyMap<string, Uint8Array>
}

async function judgeOne(verifier: Verifier, question: Question): Promise<JudgedXml> {
  const { document, element, files } = question
  const signature = reading(() => readXmlSignature(element, document), 'xml-unreadable')
  if (isRefused(signature)) return onlyVerdict(signature)
  const known = evidenceOf(signature.xades.known)
  const check =
    known.revocation.length === 0
      ? question.check
      : { ...question.check, evidence: withRevocation(question.check.evidence, known.revocation) }
  const pool = [...signature.certificates, ...known.certificates]
  const bound = reading(() => {
    const leaf = leafOf(verifier, signature, pool)
    return { leaf, fault: unboundReferences(verifier, signature, question) ?? unboundKey(verifier, signature, leaf) }
  }, 'xml-unreadable')
  if (isRefused(bound)) return onlyVerdict(bound)
  const { leaf, fault } = bound
  const [token] = signature.xades.stamps
  const stamp = token === undefined ? null : await judgeTimeStamp(verifier, token.token, token.stamped, { ...check, pool })
  const stated = fault === null ? statedIn(signature) : null
  const time =
    stamp?.kind === 'proved' && check.at === undefined
      ? ({ at: stamp.at, statedBy: 'time-stamp' } as const)
      : await timeOf(verifier, check.at, stated)
  const verdict =
    fault !== null
      ? faulty(verifier, fault, leaf)
      : await judgeCertificate(verifier, {
          leaf: leaf!,
          pool,
          allowsStrangers: true,
          at: time.at,
          expect: { purpose: 'sign' },
          evidence: check.evidence,
          offline: check.offline,
          lists: check.lists,
          time: TIME_OF[time.statedBy],
          signingTime: stated,
          contentSha256: null,
        })
  const covered = coverage(document, signature, files)
  return {
    verdict: worseOf(verdict, stamp, covered, verifier, leaf),
    lines: [
      ...linesFor(verdict, null),
      ...(fault === null && namedCertificate(signature) === null
        ? [line('signature format', 'unknown', finding('signing-certificate-not-named'))]
        : []),
      ...stampLine(stamp),
      line('coverage', covered === 'part' ? 'unknown' : 'passed', finding(COVERAGE[covered])),
    ],
    judgedFor: time,
    files: new Set(signature.references.flatMap(({ uri }) => fileNamed(uri, files) ?? [])),
  }
}

const COVERAGE = { whole: 'xml-covers-all', body: 'xml-covers-body', files: 'xml-covers-files', part: 'xml-covers-part' } as const

function stampLine(stamp: StampVerdict | null): CheckLine[] {
  if (stamp === null) return []
  return [line('time', stamp.kind === 'proved' ? 'passed' : stamp.kind === 'refused' ? 'failed' : 'unknown', stamp.finding)]
}

/** A sound signature over a part proves nothing of the rest: what is shown may be there (wrapping). */
function worseOf(
  verdict: Verdict,
  stamp: StampVerdict | null,
  covered: keyof typeof COVERAGE,
  verifier: Verifier,
  leaf: Certificate | null,
): Verdict {
  if (verdict.kind === 'refused') return verdict
  if (stamp?.kind === 'refused') return refusedFor({ reason: 'malformed', finding: stamp.finding })
  if (covered === 'part' && verdict.kind !== 'undecided')
    return undecided(finding('xml-covers-part'), leaf === null ? null : signerInfo(leaf, verifier.cryptography))
  return verdict
}

function faulty(verifier: Verifier, fault: TrustFault, leaf: Certificate | null): Verdict {
  if (!UNDECIDED_FAULTS.has(fault.finding.code) && fault.finding.code !== 'xml-transform') return refusedFor(fault)
  const signer: SignerInfo | null = leaf === null ? null : signerInfo(leaf, verifier.cryptography)
  return undecided(fault.finding, signer)
}

/** The certificate that the signed properties name; null where they name none by a digest that counts. */
function namedCertificate({ xades: { signingCertificate } }: XmlSignature) {
  const digest = signingCertificate === null ? null : xmlDigest(signingCertificate.digestUri)
  return digest === null || typeof digest !== 'string' ? null : { digest, hash: signingCertificate!.digest }
}

/** The one that is named, else the first whose key made the value, else the first. */
function leafOf(verifier: Verifier, signature: XmlSignature, pool: readonly Certificate[]): Certificate | null {
  const wanted = namedCertificate(signature)
  if (wanted !== null)
    return pool.find(({ der }) => sameBytes(verifier.cryptography.digest(wanted.digest, der), wanted.hash)) ?? pool[0] ?? null
  return pool.find((candidate) => unboundKey(verifier, signature, candidate) === null) ?? pool[0] ?? null
}

/** The value over SignedInfo, by the key of the certificate that the signer meant. */
function unboundKey({ cryptography }: Verifier, signature: XmlSignature, leaf: Certificate | null): TrustFault | null {
  if (leaf === null) return trustFault('malformed', 'no-signer-certificate')
  const { info, infoForm, infoMethod, algorithmUri, value } = signature
  if (infoForm === null) return trustFault('malformed', 'xml-transform', { technical: infoMethod })
  const algorithm = xmlSignatureAlgorithm(algorithmUri)
  if ('reason' in algorithm) return algorithm
  const wanted = namedCertificate(signature)
  if (wanted !== null && !sameBytes(cryptography.digest(wanted.digest, leaf.der), wanted.hash))
    return trustFault('changed-content', 'certificate-swapped')
  const signed = canonicalElement(info, infoForm)
  return cryptography.verify(algorithm, leaf.publicKey, signed, derValue(algorithm, value))
    ? null
    : trustFault('changed-content', 'value-does-not-fit')
}

/** Each reference is to something in this file or container, through transforms that choose nothing, and its digest fits. */
function unboundReferences(verifier: Verifier, signature: XmlSignature, question: Question): TrustFault | null {
  const faults = signature.references.map((reference) => unboundReference(verifier, signature, reference, question))
  // What was changed is said before what is only missing.
  return faults.find((fault) => fault?.finding.code === 'digest-differs') ?? faults.find((fault) => fault !== null) ?? null
}

function unboundReference(verifier: Verifier, signature: XmlSignature, reference: XmlReference, question: Question): TrustFault | null {
  if (reference.unknownTransform !== null) return trustFault('malformed', 'xml-transform', { technical: reference.unknownTransform })
  const digest = xmlDigest(reference.digestUri)
  if (typeof digest !== 'string') return digest
  const octets = octetsOf(signature, reference, question)
  if (!(octets instanceof Uint8Array)) return octets
  return sameBytes(verifier.cryptography.digest(digest, octets), reference.digest) ? null : trustFault('changed-content', 'digest-differs')
}

function octetsOf(signature: XmlSignature, reference: XmlReference, { document, check, files }: Question): Uint8Array | TrustFault {
  const { uri, isEnveloped } = reference
  // XML Signature 4.4.3.2: a reference inside the document has no comments, whatever the form says.
  const form = { ...(reference.form ?? INCLUSIVE), withComments: false }
  const omit = isEnveloped ? signature.element : null
  if (uri === '') return canonicalDocument(document, form, omit)
  if (uri.startsWith('#')) {
    const target = document.byId.get(uri.slice(1))
    if (target === undefined) return trustFault('changed-content', 'xml-reference-missing', { technical: uri.slice(0, 80) })
    if (form.kind === 'inclusive-1.1' && hasBaseAbove(target)) return trustFault('malformed', 'xml-transform', { technical: 'xml:base' })
    return canonicalElement(target, form, omit)
  }
  if (isEnveloped || reference.form !== null) return trustFault('malformed', 'xml-transform', { technical: 'a transform of a file' })
  const name = fileNamed(uri, files)
  if (name !== null) return files.get(name)!
  const isLone = signature.references.filter((each) => each.uri !== '' && !each.uri.startsWith('#')).length === 1
  return files.size === 0 && isLone && check.content !== undefined ? check.content : trustFault('malformed', 'content-elsewhere')
}

function fileNamed(uri: string, files: ReadonlyMap<string, Uint8Array>): string | null {
  if (uri === '' || uri.startsWith('#')) return null
  try {
    const name = decodeURIComponent(uri)
    return files.has(name) ? name : null
  } catch {
    return null
  }
}

const SOAP: ReadonlySet<string> = new Set(['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'])

/**
 * How much of the file the references cover. Whole: the document but the signature itself, or everything that a signature holds around it. Body: the
 * body of a message (WS-Security); its header is not signed. Anything else is a part, and a stranger may have put the rest around it.
 */
function coverage(document: XmlDocument, signature: XmlSignature, files: ReadonlyMap<string, Uint8Array>): keyof typeof COVERAGE {
  const { root } = document
  const targets = new Set(signature.references.flatMap(({ uri }) => (uri.startsWith('#') ? (document.byId.get(uri.slice(1)) ?? []) : [])))
  if (signature.references.some(({ uri, isEnveloped }) => isEnveloped && (uri === '' || document.byId.get(uri.slice(1)) === root)))
    return 'whole'
  if (signature.element === root) {
    const objects = named(root, DS, 'Object').filter((each) => named(each, XADES, 'QualifyingProperties').length === 0)
    if (objects.length > 0 && objects.every((each) => targets.has(each))) return 'whole'
  }
  const body = SOAP.has(root.namespace) && root.local === 'Envelope' ? onlyNamed(root, root.namespace, 'Body') : null
  if (
    body !== null &&
    targets.has(body) &&
    elementsIn(root).every(({ local, namespace }) => namespace === root.namespace && ['Header', 'Body'].includes(local))
  )
    return 'body'
  const isElsewhere = signature.references.every(
    ({ uri }) => !uri.startsWith('#') || document.byId.get(uri.slice(1)) === signature.xades.signed,
  )
  const isAlone = signature.element === root || (root.local === 'XAdESSignatures' && signature.element.parent === root)
  return isElsewhere && isAlone && (files.size > 0 || signature.references.some(({ uri }) => uri !== '' && !uri.startsWith('#')))
    ? 'files'
    : 'part'
}

/** The signer's own word, from properties that are signed; null where there is none or it is no instant. */
function statedIn({ xades: { signingTime } }: XmlSignature): Instant | null {
  const ms =
    signingTime !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(signingTime)
      ? Date.parse(signingTime)
      : Number.NaN
  return Number.isFinite(ms) ? instantFromMs(ms) : null
}

/** What several signatures come to: the worst. */
export function reportOf(format: FileReport['format'], judged: readonly JudgedXml[]): FileReport {
  const verdicts = judged.map(({ verdict }) => verdict)
  const worst = (['refused', 'undecided', 'waiting'] as const)
    .map((kind) => verdicts.find((each) => each.kind === kind))
    .find((each) => each !== undefined)
  const isSingle = judged.length === 1
  return {
    format,
    kind: worst?.kind ?? 'valid',
    fault: worst === undefined ? null : (worst as Exclude<Verdict, { kind: 'valid' }>).finding,
    remark: null,
    stretches: [],
    checks: judged.flatMap(({ lines }, index) => lines.map((each) => ({ ...each, signature: isSingle ? null : index + 1 }))),
    signers: verdicts.flatMap((each) =>
      each.kind === 'valid' ? [each.signer] : each.kind === 'undecided' && each.signer !== null ? [each.signer] : [],
    ),
    judgedFor: judged.at(-1)?.judgedFor ?? null,
  }
}
