// What a stranger may try so that a site costs much or stops: each attack as what one address sends, and what must become of it.
import type { RateKind } from '@ruqsat/installation'
import { say, type Outcome, type Said, type Target } from './line.ts'

export type Targets = {
  readonly portal: Target
  readonly authority: Target
  /** After so long without an answer or an end a go has held a place for too long. */
  readonly patienceMs: number
}

export type Attack = {
  readonly name: string
  /** How many goes of one address are on their way at the same time. */
  readonly atOnce: number
  go(targets: Targets, from: string): Promise<Outcome>
  /** True where this may become of a go; a limit is missing where another came. */
  may(outcome: Outcome): boolean
  /** A limit of rate that counts the goes of one address: beyond it some must be refused. */
  readonly rate?: RateKind
}

const KIB = 1024
const MIB = 1024 * KIB
const isRefused = (outcome: Outcome): boolean => outcome === 'cut' || (typeof outcome === 'number' && outcome >= 400 && outcome < 500)
/** Or there is no place now, said as such. */
const isRefusedOrBusy = (outcome: Outcome): boolean => isRefused(outcome) || outcome === 503
const head = (method: string, path: string, headers: Readonly<Record<string, string | number>>): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')

function* inPieces(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += 64 * KIB) yield body.subarray(at, at + 64 * KIB)
}

const post = async (
  target: Target,
  from: string,
  patienceMs: number,
  { path, type, body, cookie = '' }: { readonly path: string; readonly type: string; readonly body: Buffer; readonly cookie?: string },
): Promise<Said> => {
  const headers = { 'Content-Type': type, 'Content-Length': body.length, ...(cookie !== '' && { Cookie: cookie }) }
  return say(target, { from, withinMs: patienceMs, pieces: [head('POST', path, headers), ...inPieces(body)] })
}

/** As a browser has it: the cookie of a page and the token of its form. */
async function formOf(
  target: Target,
  from: string,
  patienceMs: number,
  path: string,
): Promise<{ readonly cookie: string; readonly token: string }> {
  const { text } = await say(target, { from, withinMs: patienceMs, pieces: [head('GET', path, { 'Accept-Encoding': 'identity' })] })
  const cookies = [...text.matchAll(/^set-cookie: ([^;\r\n]+)/gim)].map(([, cookie]) => cookie!)
  return { cookie: cookies.join('; '), token: /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' }
}

const FORM = 'application/x-www-form-urlencoded'
const BOUNDARY = 'attack'
const part = (name: string, content: Buffer | string, file?: string): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n`,
    ),
    Buffer.from(content as string),
    Buffer.from('\r\n'),
  ])
const multipart = (...parts: readonly Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)])

/** DER that says of itself that it is deeper than any message is: SEQUENCE in SEQUENCE. */
const deepDer = (depth: number): Buffer => {
  let inner = Buffer.from([0x05, 0x00])
  for (let level = 0; level < depth; level += 1) {
    const length = inner.length < 128 ? [inner.length] : [0x82, inner.length >> 8, inner.length & 255]
    inner = Buffer.concat([Buffer.from([0x30, ...length]), inner])
  }
  return inner
}

const brackets = Buffer.from('['.repeat(9.8 * MIB))
const manyFields = Buffer.from(Array.from({ length: 118_000 }, (_, place) => `f${place}`).join('&'))
const deepXml = Buffer.from(`<?xml version="1.0"?>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`)
/** A PDF whose parts refer to each other in a circle, and that is as large as files may be. */
const circularPdf = Buffer.concat([
  Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\n'),
  Buffer.from('/ByteRange [0 1 2 3] /Contents <'.repeat(100_000)),
  Buffer.from('\nxref\n0 1\ntrailer<</Root 1 0 R/Prev 0/Size 99999999>>\nstartxref\n0\n%%EOF'),
])
const largeFile = Buffer.alloc(9.5 * MIB, 0x41)

/** A file to check, with the token of a page: what an anonymous person may really send. */
async function upload(targets: Targets, from: string, file: Buffer): Promise<Outcome> {
  const { cookie, token } = await formOf(targets.portal, from, targets.patienceMs, '/en/verify')
  const body = multipart(part('_csrf', token), part('file', file, 'a.pdf'))
  return (
    await post(targets.portal, from, targets.patienceMs, {
      path: '/en/verify/file',
      type: `multipart/form-data; boundary=${BOUNDARY}`,
      body,
      cookie,
    })
  ).outcome
}

export const ATTACKS: readonly Attack[] = [
  {
    name: 'connections that say nothing',
    atOnce: 40,
    go: async ({ portal, patienceMs }, from) => (await say(portal, { from, withinMs: patienceMs, pieces: [] })).outcome,
    may: isRefused,
  },
  {
    name: 'bodies by the byte',
    atOnce: 20,
    go: async ({ portal, patienceMs }, from) =>
      (
        await say(portal, {
          from,
          withinMs: patienceMs,
          pieces: (function* () {
            yield head('POST', '/en/verify/file', {
              'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
              'Content-Length': 5_000,
              Cookie: 'a=b',
            })
            for (let bytes = 0; bytes < 4_000; bytes += 1) {
              yield '-'
              yield 500
            }
          })(),
        })
      ).outcome,
    may: isRefused,
  },
  {
    name: 'JSON of brackets, 9.8 MB',
    atOnce: 2,
    go: async ({ portal, patienceMs }, from) =>
      (await post(portal, from, patienceMs, { path: '/payments/bank/callbacks/dala', type: 'application/json', body: brackets })).outcome,
    may: isRefused,
  },
  {
    name: 'JSON of brackets where no page takes any',
    atOnce: 2,
    go: async ({ portal, patienceMs }, from) =>
      (await post(portal, from, patienceMs, { path: '/en/sign-in', type: 'application/json', body: brackets })).outcome,
    may: isRefused,
  },
  {
    name: 'forms of 118,000 fields',
    atOnce: 2,
    async go({ portal, patienceMs }, from) {
      const { cookie, token } = await formOf(portal, from, patienceMs, '/en/sign-in')
      const body = Buffer.concat([Buffer.from(`_csrf=${encodeURIComponent(token)}&`), manyFields])
      return (await post(portal, from, patienceMs, { path: '/en/sign-in', type: FORM, body, cookie })).outcome
    },
    may: isRefused,
  },
  {
    name: 'multipart of ten thousand parts',
    atOnce: 2,
    async go({ portal, patienceMs }, from) {
      const { cookie, token } = await formOf(portal, from, patienceMs, '/en/verify')
      const body = multipart(part('_csrf', token), ...Array.from({ length: 10_000 }, (_, place) => part(`f${place}`, 'x')))
      return (
        await post(portal, from, patienceMs, { path: '/en/verify/file', type: `multipart/form-data; boundary=${BOUNDARY}`, body, cookie })
      ).outcome
    },
    may: isRefused,
  },
  {
    name: 'ASN.1 in itself, to OCSP',
    atOnce: 4,
    go: async ({ authority, patienceMs }, from) =>
      (await post(authority, from, patienceMs, { path: '/ocsp', type: 'application/ocsp-request', body: deepDer(900) })).outcome,
    // That it is malformed is said within the protocol, with 200; that it comes too often is a status.
    may: (outcome) => outcome === 200 || isRefused(outcome),
    rate: 'authority',
  },
  {
    name: 'questions for time stamps',
    atOnce: 4,
    go: async ({ authority, patienceMs }, from) =>
      (await post(authority, from, patienceMs, { path: '/tsp', type: 'application/timestamp-query', body: deepDer(100) })).outcome,
    may: (outcome) => outcome === 200 || isRefused(outcome),
    rate: 'authority',
  },
  {
    name: 'XML of twenty thousand levels, to the gateway',
    atOnce: 4,
    go: async ({ portal, patienceMs }, from) =>
      (await post(portal, from, patienceMs, { path: '/gateway/SyncChannel/v10', type: 'text/xml', body: deepXml })).outcome,
    // SOAP 1.1 says each of its faults with 500.
    may: (outcome) => outcome === 500 || isRefused(outcome),
    rate: 'gateway',
  },
  {
    name: 'PDF that refers to itself',
    atOnce: 2,
    go: (targets, from) => upload(targets, from, circularPdf),
    may: (outcome) => outcome === 303 || outcome === 200 || isRefusedOrBusy(outcome),
    rate: 'verify-file',
  },
  {
    name: 'sign-ins, one password after another',
    atOnce: 4,
    async go({ portal, patienceMs }, from) {
      const { cookie, token } = await formOf(portal, from, patienceMs, '/en/sign-in')
      const fields = { _csrf: token, who: 'self', iin: '880202400014', password: `guess ${from}` }
      const body = Buffer.from(new URLSearchParams(fields).toString())
      return (await post(portal, from, patienceMs, { path: '/en/sign-in', type: FORM, body, cookie })).outcome
    },
    may: isRefusedOrBusy,
    rate: 'sign-in',
  },
  {
    name: 'addresses that do not exist',
    atOnce: 4,
    go: async ({ portal, patienceMs }, from) =>
      (await say(portal, { from, withinMs: patienceMs, pieces: [head('GET', `/en/${Math.random()}`, {})] })).outcome,
    may: isRefused,
    rate: 'address',
  },
  {
    name: 'files of 9.5 MB, at once and again',
    atOnce: 2,
    go: (targets, from) => upload(targets, from, largeFile),
    may: (outcome) => outcome === 303 || outcome === 200 || isRefusedOrBusy(outcome),
    rate: 'verify-file',
  },
]

export type Run = {
  readonly goes: number
  readonly outcomes: ReadonlyMap<Outcome, number>
  readonly ofAddress: ReadonlyMap<string, number>
}

/** All addresses at once, each with as many goes on their way as the attack has, until `isOver`. */
export async function runAttack(
  attack: Attack,
  targets: Targets,
  addresses: readonly string[],
  isOver: (goes: number) => boolean,
): Promise<Run> {
  const [outcomes, ofAddress] = [new Map<Outcome, number>(), new Map<string, number>()]
  let goes = 0
  const attacker = async (from: string) => {
    while (!isOver(goes)) {
      goes += 1
      const outcome = await attack.go(targets, from)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      ofAddress.set(from, (ofAddress.get(from) ?? 0) + 1)
    }
  }
  await Promise.all(addresses.flatMap((from) => Array.from({ length: attack.atOnce }, () => attacker(from))))
  return { goes, outcomes, ofAddress }
}

/** Limits that are missing, in words; empty where all hold. `rates`: those of the house that was attacked. */
export function missingLimits(
  { name, may, rate }: Attack,
  { outcomes, ofAddress }: Run,
  rates: Readonly<Record<RateKind, number>>,
): readonly string[] {
  const wrong = [...outcomes].filter(([outcome]) => !may(outcome)).map(([outcome, times]) => `${name}: ${outcome}, ${times} times`)
  // Twice, because a window may have ended between.
  const isBeyond = rate !== undefined && Math.max(...ofAddress.values()) > 2 * rates[rate]
  const isLimited = [429, 503, 'cut' as const].some((outcome) => outcomes.has(outcome))
  return [...wrong, ...(isBeyond && !isLimited ? [`${name}: nothing limits how often`] : [])]
}
