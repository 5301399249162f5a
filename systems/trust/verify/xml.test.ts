import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileReport } from '../contract.ts'
import { AIGERIM, FIRM_HEAD, hasTools, issueSigner, openTestTrust, type TestSigner, type TestTrust } from '../testing.ts'
import { generator, mutate, ROUNDS, SEED } from './testing.ts'

// What xmlsec1 signs, and what others make of it afterwards.

const isThere = hasTools('xmlsec1')
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-xml-'))
const path = (name: string): string => join(folder, name)
let room: TestTrust
let rsa: TestSigner
let ec: TestSigner

beforeAll(async () => {
  room = await openTestTrust()
  rsa = await issueSigner(room.trust, FIRM_HEAD, { kind: 'rsa' })
  ec = await issueSigner(room.trust, AIGERIM)
  const pem = (der: Uint8Array): string =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
  for (const [name, signer] of Object.entries({ rsa, ec })) {
    writeFileSync(path(`${name}.key`), signer.key.export({ format: 'pem', type: 'pkcs8' }))
    for (const [index, der] of signer.chain.entries()) writeFileSync(path(`${name}.${index}.pem`), pem(der))
  }
  const { root } = await room.trust.authority.certificates()
  writeFileSync(path('root.pem'), pem(root))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await room?.close()
})

const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const RSA = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const ECDSA = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

type Reference = { readonly uri: string; readonly transforms?: readonly string[]; readonly digest?: string; readonly type?: string }
type Template = {
  readonly references: readonly Reference[]
  readonly form?: string
  readonly method?: string
  readonly inside?: string
  readonly id?: string
}

function template({ references, form = C14N, method = RSA, inside = '', id = 'S1' }: Template): string {
  const list = references.map(({ uri, transforms = [], digest = SHA256, type }) => {
    const all = transforms.map((each) => `<ds:Transform Algorithm="${each}"/>`).join('')
    const steps = all === '' ? '' : `<ds:Transforms>${all}</ds:Transforms>`
    return `<ds:Reference URI="${uri}"${type === undefined ? '' : ` Type="${type}"`}>${steps}<ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue/></ds:Reference>`
  })
  return (
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="${id}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${form}"/>` +
    `<ds:SignatureMethod Algorithm="${method}"/>${list.join('')}</ds:SignedInfo><ds:SignatureValue/>` +
    `<ds:KeyInfo><ds:X509Data/></ds:KeyInfo>${inside}</ds:Signature>`
  )
}

/** After the keys were issued, and within the skew of clocks. */
const SIGNED_AT = '2014-10-01T04:33:00Z'
const IDS = ['payload', 'Object', 'Body', 'SignedProperties', 'Signature', 'part']
const NODES = [
  ...IDS.map((name) => ['--id-attr:Id', name]),
  ['--id-attr:Id', 'http://schemas.xmlsoap.org/soap/envelope/:Body'],
  ['--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:Object'],
  ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'],
].flat()

/** xmlsec1 fills digests, value and certificates. */
function sign(xml: string, signer: 'rsa' | 'ec' = 'rsa'): string {
  writeFileSync(path('template.xml'), xml)
  const key = ['--privkey-pem', [`${signer}.key`, `${signer}.0.pem`, `${signer}.1.pem`].join(',')]
  execFileSync('xmlsec1', ['--sign', ...key, ...NODES, '--output', 'signed.xml', 'template.xml'], { cwd: folder, stdio: 'pipe' })
  return readFileSync(path('signed.xml'), 'utf8')
}

const judge = (xml: string | Uint8Array): Promise<FileReport> =>
  room.trust.verifyFile({ bytes: typeof xml === 'string' ? Buffer.from(xml) : xml })

const CONTENT =
  '<payload xmlns="urn:x" xmlns:b="urn:b" b:z="1" a="&quot;&#9;x" Id="P1">\n  <name>Ә &amp; &lt;Б&gt;&#13;</name><!-- said --><b:empty></b:empty><c xmlns="">d</c>'
const enveloped = (reference: Partial<Reference> = {}, more: Partial<Template> = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${CONTENT}${template({ references: [{ uri: '', transforms: [ENVELOPED, C14N], ...reference }], ...more })}</payload>`
const enveloping = (): string => template({ references: [{ uri: '#O1' }], inside: '<ds:Object Id="O1"><order>1</order></ds:Object>' })
const soap = (): string =>
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">' +
  `${template({ references: [{ uri: '#B1', transforms: [EXC] }], form: EXC })}</w:Security></s:Header><s:Body Id="B1"><ask>1</ask></s:Body></s:Envelope>`

function xades(signer: TestSigner, time = SIGNED_AT, certificate = signer.certificate): string {
  const digest = hash('sha256', certificate, 'base64')
  const properties =
    '<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#S1"><xades:SignedProperties Id="SP1">' +
    `<xades:SignedSignatureProperties><xades:SigningTime>${time}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>` +
    `<ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue>${digest}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>` +
    '</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>'
  return enveloped(
    {},
    {
      inside: properties,
      references: [
        { uri: '', transforms: [ENVELOPED, C14N] },
        { uri: '#SP1', transforms: [C14N], type: 'http://uri.etsi.org/01903#SignedProperties' },
      ],
    },
  )
}

describe.skipIf(!isThere)('XML that xmlsec1 signed', () => {
  test.each<[string, () => string, 'rsa' | 'ec', string]>([
    ['around the whole, inclusive', () => enveloped(), 'rsa', 'xml-covers-all'],
    [
      'around the whole, with comments named',
      () => enveloped({ transforms: [ENVELOPED, `${C14N}#WithComments`] }, { form: `${C14N}#WithComments` }),
      'rsa',
      'xml-covers-all',
    ],
    [
      'around the whole, inclusive 1.1',
      () => enveloped({ transforms: [ENVELOPED, 'http://www.w3.org/2006/12/xml-c14n11'] }),
      'rsa',
      'xml-covers-all',
    ],
    ['around the whole, exclusive', () => enveloped({ transforms: [ENVELOPED, EXC] }, { form: EXC }), 'rsa', 'xml-covers-all'],
    ['around the whole by its id', () => enveloped({ uri: '#P1' }), 'rsa', 'xml-covers-all'],
    ['without a form, so the inclusive one', () => enveloped({ transforms: [ENVELOPED] }), 'rsa', 'xml-covers-all'],
    ['by ECDSA', () => enveloped({}, { method: ECDSA }), 'ec', 'xml-covers-all'],
    [
      'with SHA-512',
      () =>
        enveloped({ digest: 'http://www.w3.org/2001/04/xmlenc#sha512' }, { method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' }),
      'rsa',
      'xml-covers-all',
    ],
    ['inside the signature', enveloping, 'rsa', 'xml-covers-all'],
    ['the body of a message (WS-Security)', soap, 'rsa', 'xml-covers-body'],
    ['with properties (XAdES)', () => xades(rsa), 'rsa', 'xml-covers-all'],
  ])('%s is valid', async (_name, make, signer, covers) => {
    const report = await judge(sign(make(), signer))
    expect(report).toMatchObject({ format: 'xml', kind: 'valid', fault: null })
    expect(report.checks.map(({ finding }) => finding.code)).toContain(covers)
  })

  test('XAdES states its time and its certificate, both signed', async () => {
    const report = await judge(sign(xades(rsa)))
    expect(report.judgedFor).toEqual({ at: '2014-10-01T04:33:00.000Z', statedBy: 'signature' })
    expect(report.checks.map(({ finding }) => finding.code)).not.toContain('signing-certificate-not-named')
    expect(await judge(sign(xades(rsa, '2015-03-01T00:00:00Z')))).toMatchObject({ kind: 'refused', fault: { code: 'time-in-future' } })
    expect(await judge(sign(xades(rsa, undefined, ec.certificate)))).toMatchObject({
      kind: 'refused',
      fault: { code: 'certificate-swapped' },
    })
    const changed = sign(xades(rsa)).replace(SIGNED_AT, '2014-10-01T04:32:00Z')
    expect(await judge(changed)).toMatchObject({ kind: 'refused', fault: { code: 'digest-differs' } })
  })

  const KEY = '<ds:X509Data>'
  test.each<[string, () => string, FileReport['kind'], string]>([
    ['a changed word', () => sign(enveloped()).replace('<c xmlns="">d', '<c xmlns="">e'), 'refused', 'digest-differs'],
    ['an added attribute', () => sign(enveloped()).replace('<c xmlns="">', '<c xmlns="" x="1">'), 'refused', 'digest-differs'],
    [
      'a changed SignedInfo',
      () => sign(enveloped()).replace(`Algorithm="${ENVELOPED}"/>`, `Algorithm="${ENVELOPED}" X="1"/>`),
      'refused',
      'value-does-not-fit',
    ],
    [
      'wrapping: the signed part moved aside, another put in its place',
      () => wrapped(sign(enveloped({ uri: '#P1' }))),
      'undecided',
      'xml-covers-part',
    ],
    [
      'wrapping of a message: another body',
      () => sign(soap()).replace(/<s:Body[\s\S]*<\/s:Body>/, (body) => `<s:Body><ask>2</ask></s:Body><s:Other>${body}</s:Other>`),
      'undecided',
      'xml-covers-part',
    ],
    [
      'wrapping of a message: two bodies',
      () => sign(soap()).replace('<s:Body', '<s:Body><ask>2</ask></s:Body><s:Body'),
      'undecided',
      'xml-covers-part',
    ],
    [
      'a signature over one part only',
      () => sign(`<all><part Id="P9">1</part><part>2</part>${template({ references: [{ uri: '#P9' }] })}</all>`),
      'undecided',
      'xml-covers-part',
    ],
    [
      'an id that is there twice',
      () => sign(enveloped({ uri: '#P1' })).replace('<c xmlns="">', '<c xmlns="" Id="P1">'),
      'refused',
      'xml-unreadable',
    ],
    ['an id that leads nowhere', () => sign(enveloped({ uri: '#P1' })).replace('Id="P1"', 'Id="P2"'), 'refused', 'xml-reference-missing'],
    [
      'an entity of its own',
      () => sign(enveloped()).replace('?>\n', '?>\n<!DOCTYPE payload [<!ENTITY e "x">]>\n'),
      'refused',
      'xml-unreadable',
    ],
    [
      'an entity that reads a file',
      () => sign(enveloped()).replace('?>\n', '?>\n<!DOCTYPE payload [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n'),
      'refused',
      'xml-unreadable',
    ],
    [
      'a transform that chooses (XPath)',
      () =>
        sign(enveloped()).replace(
          `Algorithm="${C14N}"/></ds:Transforms>`,
          'Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"/></ds:Transforms>',
        ),
      'unsupported',
      'xml-transform',
    ],
    [
      'a transform that computes (XSLT)',
      () =>
        sign(enveloped()).replace(
          `Algorithm="${C14N}"/></ds:Transforms>`,
          'Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></ds:Transforms>',
        ),
      'unsupported',
      'xml-transform',
    ],
    [
      'a code of authentication in place of a signature (HMAC)',
      () => sign(enveloped()).replace(RSA, 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'),
      'unsupported',
      'algorithm-not-supported',
    ],
    [
      'SHA-1',
      () =>
        sign(enveloped()).replace(`DigestMethod Algorithm="${SHA256}"`, 'DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"'),
      'refused',
      'algorithm-weak',
    ],
    [
      'a reference to an address',
      () =>
        sign(enveloped())
          .replace('URI=""', 'URI="http://127.0.0.1:9/x"')
          .replace(/<ds:Transforms>[\s\S]*<\/ds:Transforms>/, ''),
      'undecided',
      'content-elsewhere',
    ],
    ['no certificate', () => sign(enveloped()).replace(/<ds:X509Data>[\s\S]*<\/ds:X509Data>/, ''), 'undecided', 'no-signer-certificate'],
    [
      'the certificate of another',
      () =>
        sign(enveloped()).replace(
          /<ds:X509Data>[\s\S]*<\/ds:X509Data>/,
          `${KEY}<ds:X509Certificate>${Buffer.from(ec.certificate).toString('base64')}</ds:X509Certificate></ds:X509Data>`,
        ),
      'refused',
      'value-does-not-fit',
    ],
  ])('%s: %s', async (_name, make, kind, code) => {
    expect(await judge(make())).toMatchObject({ kind, fault: { code } })
  })

  test('that asks for the whole of itself again and again is refused, and soon', async () => {
    const reference =
      '<ds:Reference URI="#R"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference>'
    const one = template({ references: [{ uri: '#R' }] })
      .replace(/<ds:Reference[\s\S]*<\/ds:Reference>/, reference.repeat(64))
      .replace('<ds:SignatureValue/>', '<ds:SignatureValue>AA==</ds:SignatureValue>')
    const heavy = `<r Id="R">${'<x/>'.repeat(60_000)}${Array.from({ length: 20 }, (_, at) => one.replace('Id="S1"', `Id="S${at}"`)).join('')}</r>`
    expect(await judge(heavy)).toMatchObject({ kind: 'refused' })
  })

  test('without a signature it is no file that is judged', async () => {
    expect(await judge('<order><n>1</n></order>')).toMatchObject({ kind: 'unsupported', fault: { code: 'file-unknown' } })
  })
})

/** The signed document inside another one that says something else. */
function wrapped(signed: string): string {
  return `<payload xmlns="urn:x"><name>another</name><x>${signed.replace(/^<\?xml[^>]*\?>\s*/, '')}</x></payload>`
}

describe.skipIf(!isThere)('a container (ASiC-E)', () => {
  const FILES = { 'order.txt': 'an order', 'plan b.txt': 'a plan' }

  function container(files: Readonly<Record<string, string | Uint8Array>> = FILES, change = (xml: string): string => xml): Uint8Array {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path(name), text)
    const references = Object.keys(FILES).map((name) => ({ uri: name.replaceAll(' ', '%20') }))
    const signed = sign(
      `<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">${template({ references })}</asic:XAdESSignatures>`,
    )
    return zip({ mimetype: 'application/vnd.etsi.asic-e+zip', ...files, 'META-INF/signatures.xml': change(signed) })
  }

  test('whose signature covers every file is valid', async () => {
    expect(await judge(container())).toMatchObject({ format: 'container', kind: 'valid', fault: null })
  })

  test.each<[string, () => Uint8Array, FileReport['kind'], string]>([
    ['a changed file', () => container({ ...FILES, 'order.txt': 'another order' }), 'refused', 'digest-differs'],
    ['a file that was added', () => container({ ...FILES, 'more.txt': 'more' }), 'refused', 'container-file-unsigned'],
    ['a file that is gone', () => container({ 'order.txt': FILES['order.txt'] }), 'undecided', 'content-elsewhere'],
    ['bytes between entries', () => hidden(container()), 'refused', 'container-unreadable'],
    ['bytes after its end', () => Buffer.concat([container(), Buffer.from('x')]), 'refused', 'container-unreadable'],
    ['two headers that differ', () => renamed(container()), 'refused', 'container-unreadable'],
    ['more signatures than are judged', () => zip(numbered(17, 'META-INF/signatures%.xml', SMALL)), 'refused', 'container-unreadable'],
    [
      'more XML than is read',
      () => zip(numbered(3, 'META-INF/signatures%.xml', `<a>${'x'.repeat(1_500_000)}</a>`)),
      'refused',
      'container-unreadable',
    ],
    [
      'more elements than are kept, in all its XML',
      () => zip(numbered(2, 'META-INF/signatures%.xml', SMALL.replace('<a/>', '<a/>'.repeat(40_000)))),
      'refused',
      'xml-unreadable',
    ],
  ])('%s: %s', async (_name, make, kind, code) => {
    expect(await judge(make())).toMatchObject({ kind, fault: { code } })
  })

  test('an archive that nobody signed is no file that is judged', async () => {
    expect(await judge(zip({ 'a.txt': 'a' }))).toMatchObject({ kind: 'unsupported', fault: { code: 'file-unknown' } })
  })
})

const SMALL = '<r><a/><s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/></r>'

/** So many files of one content. */
function numbered(count: number, name: string, content: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [name.replace('%', String(place)), content]))
}

/** Entries are stored, not packed. */
function zip(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const [label, bytes] = [Buffer.from(name), Buffer.from(content as string)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(label.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, label, bytes])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, label]))
    locals.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, list, end])
}

function hidden(archive: Uint8Array): Uint8Array {
  const bytes = Buffer.from(archive)
  const start = bytes.readUInt32LE(bytes.length - 6)
  const longer = Buffer.concat([bytes.subarray(0, start), Buffer.from('hidden'), bytes.subarray(start)])
  longer.writeUInt32LE(start + 6, longer.length - 6)
  return longer
}

function renamed(archive: Uint8Array): Uint8Array {
  const bytes = Buffer.from(archive)
  bytes.write('ORDER.txt', bytes.indexOf('order.txt'))
  return bytes
}

describe.skipIf(!isThere)('XML changed anywhere', () => {
  test('is never a crash, and valid only where xmlsec1 finds it so too', async () => {
    // Most of a signed file is its certificates, which nobody signed: each round may start a program.
    const rounds = Math.ceil(ROUNDS / 15)
    process.stdout.write(`fuzz seed ${SEED}, ${rounds} rounds\n`)
    const below = generator(SEED)
    const signed = [enveloped(), enveloping(), soap()].map((each) => Buffer.from(sign(each)))
    // The canary: unchanged, each is valid to both.
    for (const each of signed) {
      expect((await judge(each)).kind).toBe('valid')
      expect(isValidToOthers(each)).toBe(true)
    }
    for (let round = 0; round < rounds; round++) {
      const mutated = mutate(signed[round % signed.length]!, below)
      const { kind } = await judge(mutated)
      if (kind === 'valid') expect(isValidToOthers(mutated), `seed ${SEED} round ${round}: ${Buffer.from(mutated)}`).toBe(true)
    }
  })
})

/** xmlsec1's word on the digests and the value by the signer's key; certificates are nothing that was signed, and not its matter here. */
function isValidToOthers(xml: Uint8Array): boolean {
  const text = Buffer.from(xml).toString('latin1')
  const bare = text.replace(/<ds:KeyInfo>[^]*<\/ds:KeyInfo>/, '')
  if (bare === text) return true
  writeFileSync(path('mutated.xml'), bare, 'latin1')
  try {
    const key = ['--pubkey-cert-pem', 'rsa.0.pem']
    execFileSync('xmlsec1', ['--verify', ...key, ...NODES, 'mutated.xml'], { cwd: folder, stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
