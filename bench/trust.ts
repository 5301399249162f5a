// Verifying a detached CMS of 20 kB with its chain and lists: ours, OpenSSL's CMS_verify, and pkijs, each on messages that it has not
// seen, in processor time.
//   npm run bench -- trust [messages] [rounds]
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRequire } from 'node:module'
import { openDatabase } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { signDetached } from '@ruqsat/trust'
import { FIRM_HEAD, hasTools, issueSigner, openTestTrust, type TestSigner, type TestTrust, trustFromRoots } from '@ruqsat/trust/testing'
import { keepResult } from './results.ts'

const USUAL_MESSAGES = 200
const USUAL_ROUNDS = 5
const CONTENT_BYTES = 20_000
const PKIJS = 'pkijs@4.0.0'
/** What must hold: so many times as fast as pkijs. */
const LEAST_TIMES_PKIJS = 20
/** And as OpenSSL with the same lists. */
const LEAST_TIMES_OPENSSL = 1

type Message = { readonly content: Uint8Array; readonly cms: Uint8Array }
type Kind = 'rsa' | 'ec'
type Way = { readonly name: string; readonly verify: (messages: readonly Message[]) => Promise<number> }

export async function run(words: readonly string[]): Promise<boolean> {
  const messages = Number(words[0] ?? USUAL_MESSAGES)
  const rounds = Number(words[1] ?? USUAL_ROUNDS)
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-trust-'))
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  const database = await openDatabase({ url: server.url(), maxConnections: 3 })
  const room = await openTestTrust({ ...database, drop: () => database.close() })
  try {
    const figures: Record<string, number> = {}
    let isFast = true
    for (const kind of ['rsa', 'ec'] as const) {
      const signer = await issueSigner(room.trust, FIRM_HEAD, { kind })
      const ways = [ourWay(room), ...(await opensslWay(room, folder)), ...(await pkijsWay(room, folder))]
      const times = new Map<string, number[]>(ways.map(({ name }) => [name, []]))
      // Compiled code is measured, as a house that runs has it.
      for (const way of ways) await way.verify(await signed(room, signer, messages))
      for (let round = 0; round < rounds; round++)
        for (const way of ways) times.get(way.name)!.push(await way.verify(await signed(room, signer, messages)))
      const own = median(times.get('ours')!)
      for (const { name } of ways) {
        const micros = median(times.get(name)!)
        figures[`${kind}${name}Micros`] = Math.round(micros)
        if (name !== 'ours') figures[`${kind}Times${name}`] = Math.round((micros / own) * 100) / 100
        console.log(
          `${kind}: ${name} ${Math.round(micros)} µs a message${name === 'ours' ? '' : `, ours ${(micros / own).toFixed(2)} times as fast`}`,
        )
      }
      isFast &&= isFastEnough(figures, kind)
    }
    keepResult('trust', { messages, rounds, bytes: CONTENT_BYTES, ...figures })
    return isFast
  } finally {
    await room.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function isFastEnough(figures: Readonly<Record<string, number>>, kind: Kind): boolean {
  const least = { openssl: LEAST_TIMES_OPENSSL, pkijs: LEAST_TIMES_PKIJS }
  return Object.entries(least).every(([name, times]) => (figures[`${kind}Times${name}`] ?? times) >= times)
}

async function signed(room: TestTrust, signer: TestSigner, count: number): Promise<Message[]> {
  const signingTime = await room.clock.now()
  return Array.from({ length: count }, () => {
    const content = randomBytes(CONTENT_BYTES)
    return { content, cms: signDetached({ content, key: signer.key, certificates: signer.chain, signingTime }) }
  })
}

/** Chain and answers of the services are given, as the house keeps them, and the clock does not run: no database and no network is in the figure. */
function ourWay(room: TestTrust): Way {
  return {
    name: 'ours',
    async verify(messages) {
      const at = await room.clock.now()
      const first = await room.trust.verifyDetached({ ...messages[0]!, at, expect: { purpose: 'sign' } })
      if (first.kind !== 'valid') throw new Error(`Expected a valid signature but found ${first.kind}`)
      const { evidence } = first
      const trust = trustFromRoots([(await room.trust.authority.certificates()).root], at)
      const begin = process.cpuUsage()
      for (const { cms, content } of messages.slice(1)) {
        const verdict = await trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign' }, evidence })
        if (verdict.kind !== 'valid') throw new Error(`Expected a valid signature but found ${verdict.kind}`)
      }
      return microsSince(begin) / (messages.length - 1)
    },
  }
}

async function listsOf(room: TestTrust): Promise<Uint8Array[]> {
  const load = async (name: string) => new Uint8Array(await (await fetch(`${room.origin}/crl/${name}.crl`)).arrayBuffer())
  return [await load('root'), await load('issuing')]
}

/** OpenSSL in a program of its own, everything parsed from memory; only the verification is timed. */
async function opensslWay(room: TestTrust, folder: string): Promise<Way[]> {
  if (!hasTools('gcc')) return []
  const source = join(folder, 'verify.c')
  const program = join(folder, 'verify')
  writeFileSync(source, PROGRAM)
  try {
    execFileSync('gcc', ['-O2', '-o', program, source, '-lcrypto'], { stdio: 'pipe' })
  } catch {
    console.log('SKIPPED: OpenSSL’s headers are not on this machine')
    return []
  }
  const { root, issuing } = await room.trust.authority.certificates()
  const verify = async (messages: readonly Message[]): Promise<number> => {
    const [rootList, issuingList] = await listsOf(room)
    const all = [root, issuing, rootList!, issuingList!, ...messages.flatMap(({ content, cms }) => [content, cms])]
    const framed = all.flatMap((bytes) => [lengthOf(bytes), Buffer.from(bytes)])
    const seconds = Math.floor(Date.parse(await room.clock.now()) / 1000)
    const output = execFileSync(program, [String(seconds), String(messages.length)], { input: Buffer.concat(framed), encoding: 'utf8' })
    return Number(output)
  }
  return [{ name: 'openssl', verify }]
}

/** Processor time: a busy machine changes it least. */
function microsSince(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin)
  return user + system
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return length
}

const PROGRAM = `
#include <openssl/cms.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static unsigned char *item(unsigned *n) {
  unsigned char h[4];
  if (fread(h, 1, 4, stdin) != 4) exit(2);
  *n = h[0] | h[1] << 8 | h[2] << 16 | (unsigned)h[3] << 24;
  unsigned char *b = malloc(*n);
  if (fread(b, 1, *n, stdin) != *n) exit(2);
  return b;
}
int main(int argc, char **argv) {
  unsigned n;
  const unsigned char *p;
  X509_STORE *store = X509_STORE_new();
  p = item(&n); X509_STORE_add_cert(store, d2i_X509(NULL, &p, n));
  p = item(&n); X509 *issuing = d2i_X509(NULL, &p, n);
  STACK_OF(X509) *more = sk_X509_new_null();
  sk_X509_push(more, issuing);
  for (int i = 0; i < 2; i++) { p = item(&n); X509_STORE_add_crl(store, d2i_X509_CRL(NULL, &p, n)); }
  X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
  X509_VERIFY_PARAM_set_time(param, atol(argv[1]));
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_X509_STRICT | X509_V_FLAG_POLICY_CHECK);
  X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
  int count = atoi(argv[2]);
  double total = 0;
  for (int i = 0; i < count; i++) {
    unsigned nc, nm;
    unsigned char *content = item(&nc), *cms = item(&nm);
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    p = cms;
    CMS_ContentInfo *ci = d2i_CMS_ContentInfo(NULL, &p, nm);
    BIO *in = BIO_new_mem_buf(content, nc);
    if (CMS_verify(ci, more, store, in, NULL, CMS_BINARY | CMS_DETACHED) != 1) exit(3);
    BIO_free(in);
    CMS_ContentInfo_free(ci);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    total += (b.tv_sec - a.tv_sec) * 1e6 + (b.tv_nsec - a.tv_nsec) / 1e3;
    free(content); free(cms);
  }
  printf("%f", total / count);
  return 0;
}
`

type PkijsModule = {
  readonly CertificateRevocationList: { fromBER(bytes: ArrayBuffer): unknown }
  readonly Certificate: { fromBER(bytes: ArrayBuffer): unknown }
  readonly ContentInfo: { fromBER(bytes: ArrayBuffer): { readonly content: unknown } }
  readonly SignedData: new (from: { readonly schema: unknown }) => {
    verify(question: object): Promise<boolean | { readonly signatureVerified: boolean }>
  }
}

/** Installed into the folder of this run alone: the house does not depend on it. */
async function pkijsWay(room: TestTrust, folder: string): Promise<Way[]> {
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', PKIJS], { cwd: folder, stdio: 'ignore' })
  } catch {
    console.log('SKIPPED: pkijs cannot be installed here')
    return []
  }
  const pkijs = (await import(createRequire(join(folder, 'package.json')).resolve('pkijs'))) as PkijsModule
  const { root, issuing } = await room.trust.authority.certificates()
  const certificates = [root, issuing].map((der) => pkijs.Certificate.fromBER(bufferOf(der)))
  return [
    {
      name: 'pkijs',
      async verify(messages) {
        const crls = (await listsOf(room)).map((der) => pkijs.CertificateRevocationList.fromBER(bufferOf(der)))
        const checkDate = new Date(await room.clock.now())
        const few = messages.slice(0, 30)
        const begin = process.cpuUsage()
        for (const { content, cms } of few) {
          const message = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(bufferOf(cms)).content })
          const answer = await message.verify({
            signer: 0,
            data: bufferOf(content),
            trustedCerts: certificates.slice(0, 1),
            crls,
            checkChain: true,
            checkDate,
          })
          if (answer !== true) throw new Error('Expected pkijs to accept the signature but it does not')
        }
        return microsSince(begin) / few.length
      },
    },
  ]
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]!
}
