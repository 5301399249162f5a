// A throw-away authority for the tests of this room, made and judged by OpenSSL, so that nothing of ours checks itself.
// OpenSSL writes the .p12 files and verifies the signatures.

import type { Bytes } from '@ruqsat/asn1'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const PASSWORD = 'Құпия-сөз 1'

export type Person = {
  readonly file: string
  readonly subject: string
  readonly key: readonly string[]
  readonly usage?: string
  readonly extended?: string
  readonly days?: number
}

const RSA = ['rsa:2048']
const SIGNING = 'emailProtection,1.2.398.3.3.4.1.1'

export const PEOPLE = {
  rsa: { file: 'rsa', subject: '/CN=СЕЙІТОВА ӘЛИЯ/SN=СЕЙІТОВА/serialNumber=IIN900101400013/C=KZ/GN=НҰРЛАНҚЫЗЫ', key: RSA },
  ecdsa: {
    file: 'ecdsa',
    subject: '/CN=АХМЕТОВ ДАНИЯР/serialNumber=IIN850505300021/C=KZ/O=ЖШС «Алтын дән»/OU=BIN141040000021',
    key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    extended: 'emailProtection,1.2.398.3.3.4.1.2,1.2.398.3.3.4.1.2.1',
  },
  authenticationOnly: {
    file: 'auth',
    subject: '/CN=СЕЙІТОВА ӘЛИЯ/serialNumber=IIN900101400013/C=KZ',
    key: RSA,
    usage: 'digitalSignature,keyEncipherment',
    extended: 'clientAuth,1.2.398.3.3.4.1.1',
  },
  weak: { file: 'weak', subject: '/CN=WEAK/serialNumber=IIN900101400013/C=KZ', key: ['rsa:1024'] },
  curve384: { file: 'p384', subject: '/CN=P384/serialNumber=IIN900101400013/C=KZ', key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'] },
} satisfies Record<string, Person>

export type Authority = ReturnType<typeof makeAuthority>

export function makeAuthority() {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-signing-'))
  const path = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const authorityKey = (name: string, subject: string): string[] => [
    'req',
    '-new',
    '-utf8',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-subj',
    subject,
    '-out',
    `${name}.csr`,
  ]
  const sign = (name: string, issuer: string, serial: string, extensions: string, days: number): void => {
    writeFileSync(path(`${name}.ext`), extensions)
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${issuer}.crt`,
      '-CAkey',
      `${issuer}.key`,
      '-set_serial',
      serial,
      '-days',
      String(days),
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    )
  }

  openssl(...authorityKey('root', '/C=KZ/CN=Test root'))
  writeFileSync(path('root.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n')
  openssl('x509', '-req', '-in', 'root.csr', '-signkey', 'root.key', '-days', '3650', '-extfile', 'root.ext', '-out', 'root.crt')
  openssl(...authorityKey('issuing', '/C=KZ/CN=Сынақ куәландырушы'))
  sign('issuing', 'root', '2', 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n', 3650)
  writeFileSync(path('chain.crt'), Buffer.concat([readFileSync(path('issuing.crt')), readFileSync(path('root.crt'))]))

  let serial = 0x8f00
  for (const person of Object.values(PEOPLE) as Person[]) {
    openssl(
      'req',
      '-new',
      '-utf8',
      '-newkey',
      ...person.key,
      '-nodes',
      '-keyout',
      `${person.file}.key`,
      '-subj',
      person.subject,
      '-out',
      `${person.file}.csr`,
    )
    sign(
      person.file,
      'issuing',
      String(serial++),
      `keyUsage=critical,${person.usage ?? 'digitalSignature,nonRepudiation'}\nextendedKeyUsage=${person.extended ?? SIGNING}\n`,
      person.days ?? 365,
    )
  }

  return {
    folder,
    path,
    /** A .p12 of one person with the whole chain; `options` as OpenSSL's pkcs12 takes them. */
    container(person: Person, options: readonly string[] = [], password = PASSWORD): Bytes {
      openssl(
        'pkcs12',
        '-export',
        '-inkey',
        `${person.file}.key`,
        '-in',
        `${person.file}.crt`,
        '-certfile',
        'chain.crt',
        '-passout',
        `pass:${password}`,
        ...options,
        '-out',
        'out.p12',
      )
      return new Uint8Array(readFileSync(path('out.p12')))
    },
    /** A .p12 from exactly these arguments (without a key, without a certificate, with another's certificate). */
    oddContainer(...options: string[]): Bytes {
      openssl('pkcs12', '-export', '-passout', `pass:${PASSWORD}`, ...options, '-out', 'odd.p12')
      return new Uint8Array(readFileSync(path('odd.p12')))
    },
    /** What OpenSSL says of a detached signature; throws with its words where it is not valid. */
    verify(cms: Uint8Array, content: Uint8Array): string {
      writeFileSync(path('cms.der'), cms)
      writeFileSync(path('content.bin'), content)
      return run([
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        path('cms.der'),
        '-content',
        path('content.bin'),
        '-CAfile',
        path('root.crt'),
        '-cades',
        '-purpose',
        'smimesign',
        '-out',
        path('verified.bin'),
      ])
    },
    printCms(cms: Uint8Array): string {
      writeFileSync(path('print.der'), cms)
      return openssl('cms', '-cmsout', '-print', '-inform', 'DER', '-in', 'print.der', '-noout').toString()
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function run(args: readonly string[]): string {
  try {
    return execFileSync('/bin/sh', ['-c', 'exec openssl "$@" 2>&1', 'openssl', ...args], { encoding: 'utf8' })
  } catch (error) {
    throw new Error((error as { stdout?: string }).stdout ?? String(error), { cause: error })
  }
}
