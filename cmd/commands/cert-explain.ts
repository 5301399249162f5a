import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { type Certificate, hasStrongKey, hex, purposeProblem, readCertificate, rolesOf, showName, tryToRead, Malformed } from '@ruqsat/asn1'
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { technicalClock } from '@ruqsat/database'
import { fillText, type Instant, instantFromMs, type Language } from '@ruqsat/foundation'
import { nationalZone, readTables } from '@ruqsat/regulations'
import type { SignatureVerdict } from '@ruqsat/trust/contract'
import { sayFinding } from '@ruqsat/trust/words'
import { hash } from 'node:crypto'
import { type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord, UsageError } from './command.ts'
import { readRoots, trustIn } from './pinned-roots.ts'
import { folderOfCall } from './regulations.ts'
import roomTexts from '../texts.yaml'

const WORDS = roomTexts.certExplain

export const command: CliCommand = {
  purpose: 'Explain a certificate (DER or PEM): whose it is, what its key may do, until when, and where to ask about it.',
  usage: '<file>',
  options: [
    {
      name: 'root',
      value: 'FILE',
      isRepeated: true,
      meaning: 'also judge it as a key for signing, by these roots and intermediates (PEM or DER)',
    },
    { name: 'at', value: 'INSTANT', meaning: 'with --root: judge for this instant instead of the present' },
    { ...LANGUAGE_OPTION, meaning: 'the language of the explanation; that of LANG where absent' },
  ],
  exits: {
    0: 'explained; with --root: it may sign',
    1: 'with --root: it may not sign, or nothing leads from it to these roots',
    2: 'not a certificate, or with --root: the revocation services did not answer',
  },
  notes: ['An instant is written like 2027-03-01T09:00:00.000Z.'],
  async run(call) {
    const language = call.language()
    const path = onlyWord(call, 'file')
    const certificate = await certificateOf(path)
    if (certificate === null) {
      call.warn(fillText(WORDS.unreadable, { path })[language])
      return EXIT.undecided
    }
    const zone = nationalZone(await readTables(pathToFileURL(`${folderOfCall(call)}/calendars/`)))
    for (const line of explain(certificate, language, zone)) call.say(line.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd'))
    const roots = call.texts('root')
    if (roots.length === 0) return EXIT.done
    const at = instantOf(call.text('at'))
    const verdict = await trustIn(await readRoots(roots), at, (trust) =>
      trust.checkCertificate({ certificate: certificate.der, at, expect: { purpose: 'sign' } }),
    )
    call.say(
      verdict.kind === 'valid'
        ? WORDS.maySign[language]
        : sayFinding(verdict.finding, language, (moment) => formatInstant(moment, zone, language)),
    )
    return EXITS[verdict.kind]
  },
}

const EXITS: Readonly<Record<SignatureVerdict['kind'], number>> = { valid: EXIT.done, refused: EXIT.refused, waiting: EXIT.undecided }

async function certificateOf(path: string): Promise<Certificate | null> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read (${error.code})`, { cause: error })
  })
  const pem = /-----BEGIN CERTIFICATE-----([^-]+)/.exec(bytes.subarray(0, 64 * 1024).toString('latin1'))
  const der = pem === null ? new Uint8Array(bytes) : new Uint8Array(Buffer.from(pem[1]!, 'base64'))
  const read = tryToRead(() => readCertificate(der))
  return read instanceof Malformed ? null : read
}

function instantOf(text: string | undefined): Instant {
  if (text === undefined) return technicalClock.now()
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isFinite(ms)) throw new UsageError(`--at is an instant like 2027-03-01T09:00:00.000Z; found '${text}'`)
  return instantFromMs(ms)
}

function explain(certificate: Certificate, language: Language, zone: ZoneRules): string[] {
  const moment = (ms: number): string => formatInstant(instantFromMs(ms), zone, language)
  const isAuthority = certificate.basicConstraints?.ca === true
  const problem = purposeProblem(certificate, 'sign')
  const use = isAuthority
    ? WORDS.authority
    : problem === null
      ? WORDS.signs
      : purposeProblem(certificate, 'authenticate') === null
        ? WORDS.signsIn
        : WORDS.otherUse
  const key = KEYS[certificate.keyKind] ?? certificate.keyOid
  const rows: readonly (readonly [keyof typeof WORDS, string])[] = [
    ['holder', showName(certificate.subject)],
    ['issuer', showName(certificate.issuer)],
    ['serial', certificate.serial],
    ['valid', `${moment(certificate.notBeforeMs)} – ${moment(certificate.notAfterMs)}`],
    [
      'key',
      `${key}${certificate.keyBits > 0 ? ` ${certificate.keyBits}` : ''}: ${(hasStrongKey(certificate) ? WORDS.accepted : WORDS.notAccepted)[language]}`,
    ],
    ['use', use[language]],
    ['roles', rolesOf(certificate).join(', ')],
    ['policies', (certificate.policies ?? []).join(', ')],
    ['ask', [...certificate.ocspUrls, ...certificate.crlUrls].join(', ')],
    [
      'critical',
      [...certificate.extensions.values()]
        .filter(({ critical }) => critical)
        .map(({ oid }) => oid)
        .join(', '),
    ],
    ['digest', hex(hash('sha256', certificate.der, 'buffer'))],
  ]
  return rows.flatMap(([label, value]) => (value === '' ? [] : [`  ${WORDS[label][language]}: ${value}`]))
}

const KEYS: Partial<Record<Certificate['keyKind'], string>> = {
  rsa: 'RSA',
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
  'ecdsa-p521': 'ECDSA P-521',
  ed25519: 'Ed25519',
  'gost-2015-512': 'GOST 34.10-2015',
  dsa: 'DSA',
}
