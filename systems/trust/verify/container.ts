import { expectThat, readMessage, sameBytes } from '@ruqsat/asn1'
import type { FileReport } from '../contract.ts'
import { finding, type TrustFinding } from '../findings.ts'
import { readZip } from '../wire/zip.ts'
import { xmlDigest } from '../xml/algorithms.ts'
import { DS } from '../xml/signature.ts'
import { attributeOf, bytesIn, MAX_XML_BYTES, named, onlyNamed, readXmlTree, XmlParts } from '../xml/tree.ts'
import type { Verifier } from './certificate.ts'
import { line, linesFor } from './lines.ts'
import { judgeMessage } from './message.ts'
import { isRefused, reading, refused, undecided } from './verdict.ts'
import { judgeXml, type JudgedXml, reportOf, type XmlCheck } from './xml.ts'

/** Containers with their signatures inside (ASiC-E and ASiC-S, ETSI EN 319 162-1): XAdES, or CAdES over a manifest. */

const FOLDER = 'META-INF/'
/** What every container may hold besides; nothing in it is shown. */
const ALLOWED: ReadonlySet<string> = new Set(['META-INF/manifest.xml', 'META-INF/container.xml', 'META-INF/metadata.xml'])
const ASIC = 'http://uri.etsi.org/02918/v1.2.1#'
const TYPES: ReadonlySet<string> = new Set(['application/vnd.etsi.asic-e+zip', 'application/vnd.etsi.asic-s+zip'])

type Files = ReadonlyMap<string, Uint8Array>

/** Null: an archive, and none that is signed so. */
export async function judgeContainer(verifier: Verifier, bytes: Uint8Array, check: XmlCheck): Promise<FileReport | null> {
  const files = reading(() => readZip(bytes), 'container-unreadable')
  if (isRefused(files)) return failed(files.finding)
  const type = files.get('mimetype')
  const signatures = [...files.keys()].filter((name) => name.startsWith(FOLDER) && /signature[^/]*\.(?:xml|p7s)$/i.test(name))
  if (signatures.length === 0) return null
  if (type !== undefined && !TYPES.has(Buffer.from(type).toString('latin1').trim())) return null
  const data = new Map([...files].filter(([name]) => name !== 'mimetype' && !name.startsWith(FOLDER)))
  const parts = new XmlParts()
  const manifests = reading(() => {
    expectThat(signatures.length <= MAX_SIGNATURE_FILES, `at most ${MAX_SIGNATURE_FILES} files with signatures`)
    const xml = [...files].filter(([name]) => name.startsWith(FOLDER) && /\.xml$/i.test(name))
    expectThat(xml.reduce((sum, [, { length }]) => sum + length, 0) <= MAX_XML_BYTES, `at most ${MAX_XML_BYTES} bytes of XML`)
    return manifestsIn(files, parts)
  }, 'container-unreadable')
  if (isRefused(manifests)) return failed(manifests.finding)
  const judged: JudgedXml[] = []
  for (const name of signatures) {
    const own = name.endsWith('.xml')
      ? await judgeXml(verifier, files.get(name)!, check, data, parts)
      : [await judgeOverManifest(verifier, { bytes: files.get(name)!, manifest: manifests.get(name) ?? null }, data, check)]
    judged.push(...(own ?? [lone(refused('malformed', 'xml-unreadable', { technical: name }))]))
  }
  const report = reportOf('container', judged.slice(0, MAX_JUDGED))
  const stray = strayFile(files, data, judged, signatures)
  if (stray !== null) return { ...report, kind: 'refused', fault: stray, checks: [...report.checks, line('coverage', 'failed', stray)] }
  const isShort = judged.some((each) => each.files.size < data.size)
  const short = finding('container-covers-part')
  return isShort && report.kind === 'valid'
    ? { ...report, kind: 'undecided', fault: short, checks: [...report.checks, line('coverage', 'unknown', short)] }
    : report
}

const MAX_JUDGED = 40
/** Each is judged whole before the next one. */
const MAX_SIGNATURE_FILES = 16

function failed(found: TrustFinding): FileReport {
  const nothing = { remark: null, stretches: [], signers: [], judgedFor: null } as const
  return { ...nothing, format: 'container', kind: 'refused', fault: found, checks: [line('format', 'failed', found)] }
}

function lone(verdict: JudgedXml['verdict']): JudgedXml {
  return { verdict, lines: linesFor(verdict, null), judgedFor: null, files: new Set() }
}

/** A file that no signature covers may have been put in by anybody. Only said where the signatures themselves hold. */
function strayFile(files: Files, data: Files, judged: readonly JudgedXml[], signatures: readonly string[]): TrustFinding | null {
  if (judged.some(({ verdict }) => verdict.kind === 'refused')) return null
  const covered = new Set(judged.flatMap((each) => [...each.files]))
  const manifests = [...files.keys()].filter((name) => /^META-INF\/[^/]*manifest[^/]*\.xml$/i.test(name))
  const known = new Set(['mimetype', ...signatures, ...manifests, ...ALLOWED, ...covered])
  const stray = [...files.keys()].find((name) => !known.has(name) && (data.has(name) ? !covered.has(name) : true))
  return stray === undefined ? null : finding('container-file-unsigned', { name: stray.slice(0, 120) })
}

/** CMS over the manifest that names it, which lists the files with their digests; without a manifest over the only file. */
async function judgeOverManifest(
  verifier: Verifier,
  { bytes, manifest }: { readonly bytes: Uint8Array; readonly manifest: Manifest | null },
  data: Files,
  check: XmlCheck,
): Promise<JudgedXml> {
  const message = reading(() => readMessage(bytes))
  if (isRefused(message)) return lone(message)
  if (message.kind !== 'signed') return lone(undecided(finding('message-other', { technical: message.type }), null))
  if (manifest === null && data.size !== 1) return lone(undecided(finding('content-elsewhere'), null))
  const content = manifest?.bytes ?? [...data.values()][0]!
  const { verdicts, checks, judgedFor } = await judgeMessage(verifier, message, { ...check, bytes, content })
  const worst = verdicts.find(({ kind }) => kind === 'refused') ?? verdicts.find(({ kind }) => kind !== 'valid') ?? verdicts[0]
  const changed = (manifest?.listed ?? []).find(({ file, digestUri, digest }) => {
    const by = xmlDigest(digestUri)
    const listed = data.get(file)
    return listed === undefined || typeof by !== 'string' || !sameBytes(verifier.cryptography.digest(by, listed), digest)
  })
  const verdict = changed !== undefined && worst?.kind !== 'refused' ? refused('changed-content', 'digest-differs') : worst
  if (verdict === undefined) return lone(undecided(finding('message-no-signer'), null))
  const names = manifest === null ? [...data.keys()] : manifest.listed.map(({ file }) => file)
  return {
    verdict,
    lines: changed === undefined ? checks : linesFor(verdict, null),
    judgedFor,
    files: new Set(verdict.kind === 'refused' ? [] : names),
  }
}

type Manifest = {
  readonly bytes: Uint8Array
  readonly listed: readonly { readonly file: string; readonly digestUri: string; readonly digest: Uint8Array }[]
}

/** By the file of the signature that each names; the first that names it. Each is read once. Throws Malformed. */
function manifestsIn(files: Files, parts: XmlParts): ReadonlyMap<string, Manifest> {
  const found = new Map<string, Manifest>()
  for (const [name, bytes] of files) {
    if (!/^META-INF\/ASiCManifest[^/]*\.xml$/i.test(name)) continue
    const { root } = readXmlTree(bytes, parts)
    const signature = decoded(attributeOf(onlyNamed(root, ASIC, 'SigReference'), 'URI'))
    if (found.has(signature)) continue
    const listed = named(root, ASIC, 'DataObjectReference').map((each) => ({
      file: decoded(attributeOf(each, 'URI')),
      digestUri: attributeOf(onlyNamed(each, DS, 'DigestMethod'), 'Algorithm') ?? '',
      digest: bytesIn(onlyNamed(each, DS, 'DigestValue')) ?? new Uint8Array(0),
    }))
    found.set(signature, { bytes, listed })
  }
  return found
}

function decoded(uri: string | null): string {
  try {
    return decodeURIComponent(uri ?? '')
  } catch {
    return ''
  }
}
