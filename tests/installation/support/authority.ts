// A certification authority that is not the sandbox's, by OpenSSL: one root, its people's keys, its list of revoked certificates over HTTP.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
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
}
export type TestAuthority = { readonly rootFile: string; issue(holder: Holder): Promise<SigningKey>; close(): void }

const PASSWORD = 'test'
const PERSON_SIGN = '1.2.398.3.3.2.3'

/** Everything in `folder`. The list is empty and current. */
export async function openAuthority(folder: string): Promise<TestAuthority> {
  const at = (name: string) => join(folder, name)
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const site = await listen(() => readFileSync(at('root.crl')))
  const list = `http://127.0.0.1:${(site.address() as AddressInfo).port}/root.crl`
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
  return {
    rootFile: at('root.crt'),
    async issue({ id, name, surname, iin, roles }) {
      writeFileSync(
        at(`${id}.cnf`),
        `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=${['emailProtection', ...roles].join(',')}\n` +
          `certificatePolicies=${PERSON_SIGN}\ncrlDistributionPoints=URI:${list}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`,
      )
      openssl(
        'req',
        '-new',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        `${id}.key`,
        '-out',
        `${id}.csr`,
        '-config',
        'ca.cnf',
        '-utf8',
        '-subj',
        `/CN=${name}/SN=${surname}/serialNumber=IIN${iin}/C=KZ`,
      )
      openssl(
        'x509',
        '-req',
        '-in',
        `${id}.csr`,
        '-CA',
        'root.crt',
        '-CAkey',
        'root.key',
        '-CAcreateserial',
        '-out',
        `${id}.crt`,
        '-days',
        '365',
        '-sha256',
        '-extfile',
        `${id}.cnf`,
      )
      openssl(
        'pkcs12',
        '-export',
        '-inkey',
        `${id}.key`,
        '-in',
        `${id}.crt`,
        '-certfile',
        'root.crt',
        '-out',
        `${id}.p12`,
        '-passout',
        `pass:${PASSWORD}`,
      )
      const keys = await readSigningKeys(new Uint8Array(readFileSync(at(`${id}.p12`))), PASSWORD)
      if (isProblem(keys)) throw new Error(`Expected the key of ${id} but it has a problem: ${keys.code}`)
      return keys[0]!
    },
    close: () => void site.close(),
  }
}

async function listen(bytes: () => Buffer): Promise<Server> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/pkix-crl').end(bytes()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
