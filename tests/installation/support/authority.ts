// A certification authority that is not the sandbox's, by OpenSSL: one root, its people's keys, its list of revoked certificates over HTTP.
import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readSigningKeys, isProblem, type SigningKey } from '@ruqsat/signing/browser'

export type Holder = {
  readonly id: string
  readonly name: string
  readonly surname: string
  readonly iin: string
  readonly roles: readonly string[]
  /** Whose certificate it is besides: of a firm. */
  readonly firm?: { readonly bin: string; readonly name: string } | null
}
export type AuthorityOptions = {
  /** What certificates name as its services is an address at which nobody answers, as after a move. */
  readonly hasMoved?: boolean
}
export type TestAuthority = {
  readonly rootFile: string
  /** OCSP, answered by OpenSSL from the authority's own index. */
  readonly ocsp: string
  /** So many questions came to it. */
  readonly asked: () => number
  /** Time stamps (RFC 3161), by OpenSSL. */
  readonly stamps: string
  issue(holder: Holder): Promise<SigningKey>
  /** A key and a certificate of an information system, PEM, in the folder. */
  issueSystem(
    id: string,
    firm: { readonly bin: string; readonly name: string },
  ): { readonly keyFile: string; readonly certificateFile: string }
  close(): void
}

const PASSWORD = 'test'
const KINDS: Readonly<Record<string, string>> = { '/ocsp': 'application/ocsp-response', '/stamps': 'application/timestamp-reply' }
const SYSTEM_ROLE = '1.2.398.3.3.4.1.2.6'
const PERSON_SIGN = '1.2.398.3.3.2.3'

/** Everything in `folder`. The list is empty and current. */
export async function openAuthority(folder: string, { hasMoved = false }: AuthorityOptions = {}): Promise<TestAuthority> {
  const at = (name: string) => join(folder, name)
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let asked = 0
  const site = await listen((path, body) => {
    if (path === '/root.crl') return readFileSync(at('root.crl'))
    if (path === '/stamps') {
      writeFileSync(at('stamp.tsq'), body)
      const signed = ['-signer', 'stamps.crt', '-inkey', 'stamps.key']
      openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'stamp.tsq', ...signed, '-out', 'stamp.tsr')
      return readFileSync(at('stamp.tsr'))
    }
    asked += 1
    writeFileSync(at('question.der'), body)
    const signed = ['-rsigner', 'root.crt', '-rkey', 'root.key', '-CA', 'root.crt', '-ndays', '1']
    openssl('ocsp', '-index', 'index.txt', ...signed, '-reqin', 'question.der', '-respout', 'answer.der')
    return readFileSync(at('answer.der'))
  })
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  const list = hasMoved ? 'http://127.0.0.1:9/root.crl' : `${origin}/root.crl`
  writeFileSync(at('index.txt'), '')
  writeFileSync(at('crlnumber'), '01\n')
  writeFileSync(
    at('ca.cnf'),
    '[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=30\n' +
      '[req]\ndistinguished_name=dn\nstring_mask=utf8only\nutf8=yes\n[dn]\n' +
      '[root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n',
  )
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'root.key',
    '-out',
    'root.crt',
    '-days',
    '3650',
    '-sha256',
    '-config',
    'ca.cnf',
    '-extensions',
    'root',
    '-utf8',
    '-subj',
    '/C=KZ/O=Test authority/CN=Test root',
  )
  openssl('ca', '-gencrl', '-config', 'ca.cnf', '-keyfile', 'root.key', '-cert', 'root.crt', '-out', 'root.pem')
  openssl('crl', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.crl')
  const issue = (id: string, subject: string, usages: readonly string[], extensions = personal(usages)) => {
    writeFileSync(
      at(`${id}.cnf`),
      `basicConstraints=CA:FALSE\n${extensions}\ncrlDistributionPoints=URI:${list}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`,
    )
    const [key, csr, crt] = [`${id}.key`, `${id}.csr`, `${id}.crt`]
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', csr, '-config', 'ca.cnf', '-utf8', '-subj', subject)
    const by = ['-CA', 'root.crt', '-CAkey', 'root.key', '-CAcreateserial', '-days', '365', '-sha256', '-extfile', `${id}.cnf`]
    openssl('x509', '-req', '-in', csr, '-out', crt, ...by)
    const [, serial = ''] = /serial=(\w+)/.exec(openssl('x509', '-in', crt, '-noout', '-serial').toString()) ?? []
    // What `openssl ca` keeps of a certificate that holds: until when, its number, its name.
    appendFileSync(at('index.txt'), `V\t491231235959Z\t\t${serial}\tunknown\t/CN=${id}\n`)
  }
  issue('stamps', '/CN=Test stamps/O=Test authority/C=KZ', [], 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping')
  writeFileSync(at('tsa.serial'), '01\n')
  writeFileSync(
    at('tsa.cnf'),
    '[tsa]\ndefault_tsa=own\n[own]\nserial=tsa.serial\ndefault_policy=1.2.398.3.3.2.6.1\ndigests=sha256,sha384,sha512\n' +
      'signer_digest=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n',
  )
  return {
    rootFile: at('root.crt'),
    stamps: `${origin}/stamps`,
    ocsp: `${origin}/ocsp`,
    asked: () => asked,
    async issue({ id, name, surname, iin, roles, firm = null }) {
      const of = firm === null ? '' : `/O=${firm.name}/OU=BIN${firm.bin}`
      issue(id, `/CN=${name}/SN=${surname}/serialNumber=IIN${iin}/C=KZ${of}`, roles)
      const chain = ['-inkey', `${id}.key`, '-in', `${id}.crt`, '-certfile', 'root.crt']
      openssl('pkcs12', '-export', ...chain, '-out', `${id}.p12`, '-passout', `pass:${PASSWORD}`)
      const keys = await readSigningKeys(new Uint8Array(readFileSync(at(`${id}.p12`))), PASSWORD)
      if (isProblem(keys)) throw new Error(`Expected the key of ${id} but it has a problem: ${keys.code}`)
      return keys[0]!
    },
    issueSystem(id, { bin, name }) {
      issue(id, `/CN=${name}/O=${name}/OU=BIN${bin}/C=KZ`, [SYSTEM_ROLE])
      return { keyFile: `${id}.key`, certificateFile: `${id}.crt` }
    },
    close: () => void site.close(),
  }
}

/** What a certificate of a person or a system says that it is for. */
function personal(usages: readonly string[]): string {
  return (
    `keyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=${['emailProtection', ...usages].join(',')}\n` +
    `certificatePolicies=${PERSON_SIGN}`
  )
}

async function listen(answer: (path: string, body: Buffer) => Buffer): Promise<Server> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const path = request.url ?? ''
    const kind = KINDS[path] ?? 'application/pkix-crl'
    response.setHeader('content-type', kind).end(answer(path, Buffer.concat(parts)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
