import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { type Database, ownSchemas, technicalClock } from '@ruqsat/database'
import { fillText, type Instant, instantFromMs, type Language, type LocalText } from '@ruqsat/foundation'
import { laterPaperOf, LICENSING_MIGRATIONS, type LaterPaper } from '@ruqsat/licensing'
import { nationalZone, readTables } from '@ruqsat/regulations'
import type { FileReport, SignerInfo } from '@ruqsat/trust'
import type { TrustFinding } from '@ruqsat/trust/contract'
import { CHECK_OUTCOMES, checkName, JUDGED_FOR, sayFinding, signerName, verdictWords } from '@ruqsat/trust/words'
import { type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord, UsageError } from './command.ts'
import { openWorkplace } from './workplace.ts'
import { readRoots, trustIn } from './pinned-roots.ts'
import { folderOfCall } from './regulations.ts'
import { withOwnTrust } from './own-trust.ts'
import roomTexts from '../texts.yaml'

/** The largest file that is read: a package with 50 MiB of attachments in base64. */
const MAX_FILE_BYTES = 100 * 1024 * 1024

export const command: CliCommand = {
  purpose:
    'Check the signatures of a PDF, of a signed package (*.ruqsat.json), of CMS (.cms, .p7s, .p7m, .sig), of XML or of a container (ASiC), check by check.',
  usage: '<file>',
  options: [
    { name: 'at', value: 'INSTANT', meaning: 'judge for this instant instead of the one that the file states' },
    {
      name: 'root',
      value: 'FILE',
      isRepeated: true,
      meaning: 'trust these certificates (PEM or DER) and nothing else; needs no installation',
    },
    { name: 'now', value: 'INSTANT', meaning: "with --root: the present by the authority's clock, where a sandbox's time was moved" },
    {
      name: 'crl',
      value: 'FILE',
      isRepeated: true,
      meaning: 'revocation lists (DER or PEM), asked before any service; a list must be current, or cover --at',
    },
    {
      name: 'content',
      value: 'FILE',
      meaning:
        'what was signed, where the file is a signature alone; the file of the same name without .sig, .p7s, .cms or .p7m where absent',
    },
    { name: 'offline', meaning: 'ask no revocation service; what the file brings along must do' },
    { ...LANGUAGE_OPTION, meaning: 'the language of the verdict; that of LANG where absent' },
  ],
  exits: {
    0: 'valid; white space or validation data that was added after the signature is named',
    1: 'refused: the first fault is named',
    2: 'undecided or not supported: revocation did not answer, no proof of time, or a kind of file or signature that is not judged here',
  },
  notes: [
    'Without --root it trusts what this installation trusts, and judges by its legal time; it works whether Ruqsat runs or not.',
    'An instant is written like 2027-03-01T09:00:00.000Z.',
  ],
  async run(call) {
    const language = call.language()
    const path = onlyWord(call, 'file')
    const [at, now] = [instantOf('at', call.text('at')), instantOf('now', call.text('now'))]
    const roots = call.texts('root')
    if (now !== undefined && roots.length === 0) throw new UsageError('--now needs --root; an installation knows its own legal time')
    const bytes = await bytesOf(path)
    if (typeof bytes === 'string') {
      call.warn(bytes)
      return EXIT.undecided
    }
    const lists = await Promise.all(call.texts('crl').map(listOf))
    const content = await contentOf(path, call.text('content'))
    const check = { bytes, offline: call.has('offline'), lists, ...(at !== undefined && { at }), ...(content !== null && { content }) }
    const { report, later } =
      roots.length > 0
        ? await trustIn(await readRoots(roots), now ?? technicalClock.now(), async (trust) => ({
            report: await trust.verifyFile(check),
            later: null,
          }))
        : await withOwnTrust(await openWorkplace(call), check.offline, async (trust, database) => ({
            report: await trust.verifyFile(check),
            later: await laterPaper(database, bytes),
          }))
    const zone = nationalZone(await readTables(pathToFileURL(`${folderOfCall(call)}/calendars/`)))
    const laterLine = later === null ? [] : [laterText(later, language, zone)]
    for (const line of [...reportLines(report, language, zone), ...laterLine]) call.say(withoutControls(line))
    return exitOf(report)
  },
}

/** What a signature alone was made for: the file that was named, else the one next to it whose name it continues. */
export async function contentOf(path: string, named: string | undefined): Promise<Uint8Array | null> {
  if (named !== undefined) {
    const bytes = await bytesOf(named)
    if (typeof bytes === 'string') throw new UsageError(`--content ${bytes}`)
    return bytes
  }
  const next = path.replace(/\.(sig|p7s|p7m|cms)$/i, '')
  if (next === path) return null
  const bytes = await bytesOf(next)
  return typeof bytes === 'string' ? null : bytes
}

function listOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--crl ${path} cannot be read (${error.code})`, { cause: error })
  })
}

/** The file, or a sentence why it is not judged. */
export async function bytesOf(path: string): Promise<Uint8Array | string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => `${path} cannot be read (${error.code}).`)
  return bytes.length <= MAX_FILE_BYTES ? bytes : `${path} is larger than ${MAX_FILE_BYTES} bytes: no document of ours is.`
}

function instantOf(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isFinite(ms)) throw new UsageError(`--${option} is an instant like 2027-03-01T09:00:00.000Z; found '${text}'`)
  return instantFromMs(ms)
}

/** A later paper of the same number, where this installation keeps a register that knows the file; the file is genuine all the same. */
async function laterPaper({ sql }: Database, bytes: Uint8Array): Promise<LaterPaper | null> {
  const isRegister = (await ownSchemas(sql)).includes(LICENSING_MIGRATIONS.schema)
  return isRegister ? laterPaperOf(sql, hash('sha256', bytes)) : null
}

function laterText({ number, signedAt }: LaterPaper, language: Language, zone: ZoneRules): string {
  return `  ${fillText(WORDS.later, { number, at: formatInstant(signedAt, zone, language) })[language]}`
}

const UNDECIDED: ReadonlySet<FileReport['kind']> = new Set(['waiting', 'undecided', 'unsupported'])

export function exitOf(report: FileReport): number {
  if (report.kind === 'valid') return EXIT.done
  return UNDECIDED.has(report.kind) || report.format === 'unknown' ? EXIT.undecided : EXIT.refused
}

const WORDS = roomTexts.verify satisfies Readonly<Record<string, LocalText>>

/** The verdict, its first fault by name, who signed, for which time it was judged, and every check: all in one language, on the clock of the capital. */
export function reportLines(report: FileReport, language: Language, zone: ZoneRules): readonly string[] {
  const moment = (at: Instant): string => formatInstant(at, zone, language)
  const found = (finding: TrustFinding): string => sayFinding(finding, language, moment)
  const { title, meaning } = verdictWords(report)
  const { judgedFor } = report
  const width = Math.max(...Object.values(CHECK_OUTCOMES).map((outcome) => outcome[language].length))
  return [
    `${title[language]}. ${meaning[language]}`,
    ...[report.fault, report.remark].flatMap((finding) => (finding === null ? [] : [`  ${found(finding)}`])),
    ...report.signers.map((signer) => signerLine(signer, language)),
    ...(judgedFor === null
      ? []
      : [`  ${JUDGED_FOR[judgedFor.statedBy][language].replace('{at}', `${moment(judgedFor.at)} (${zone.title[language]})`)}`]),
    ...report.checks.map(
      (check) => `  ${CHECK_OUTCOMES[check.outcome][language].padEnd(width)}  ${checkName(check)[language]}: ${found(check.finding)}`,
    ),
  ]
}

/** Names in a file are whatever its maker wrote: none may move the cursor, clear the screen or turn the line round, and so forge the verdict. */
export function withoutControls(line: string): string {
  return line.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd')
}

function signerLine(signer: SignerInfo, language: Language): string {
  const say = (word: keyof typeof WORDS): string => WORDS[word][language]
  const person = signerName(signer)
  const [iin, bin] = [signer.iin ?? signer.impossible.iin, signer.bin ?? signer.impossible.bin]
  const firm = signer.organisation === null ? '' : `, ${signer.organisation}${bin === null ? '' : ` (${say('bin')} ${bin})`}`
  return `  ${say('signed')}: ${person}${iin === null ? '' : ` (${say('iin')} ${iin})`}${firm}; ${say('certificate')} ${signer.serial}`
}
