import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestTrust, OTHER_BIN, type TestTrust } from '@ruqsat/trust/testing'
import { HOUSE_BIN, systemKey } from '../testing.ts'
import { SOAP, SYNC, WSSE } from './names.ts'
import { codeOfEnvelopeFault, envelopeOf, readEnvelope } from './soap.ts'
import { readSyncRequest, syncRequestXml } from './sync.ts'
import { readXml } from '@ruqsat/xml'
import { checkPayloadSignature, signPayload, type SystemKey } from './xml-signature.ts'

let trust: TestTrust
let key: SystemKey
let other: SystemKey
beforeAll(async () => {
  trust = await openTestTrust()
  ;[key, other] = [await systemKey(trust, HOUSE_BIN), await systemKey(trust, OTHER_BIN)]
})
afterAll(() => trust.close())

const info = () => ({
  messageId: randomUUID(),
  correlationId: null,
  serviceId: 'Firms',
  messageDate: '2014-10-01T04:30:00.000Z',
  senderId: 'house',
  sessionId: null,
})
const signed = (bin = '080340001111') =>
  envelopeOf(syncRequestXml({ info: info(), payload: `<Request><BIN>${bin}</BIN></Request>`, isText: false }, null), key)
const faultOf = (text: string, signature: 'required' | 'if-there' = 'required') => {
  const read = readEnvelope(text, signature)
  return read.kind === 'unread' ? read.fault : null
}

describe('a signed message', () => {
  it('is read from what was signed', () => {
    const read = readEnvelope(signed(), 'required')
    expect(read).toMatchObject({ kind: 'read', content: { name: 'SendMessage', namespace: SYNC } })
    if (read.kind !== 'read') return
    expect(Buffer.from(read.certificate!)).toEqual(Buffer.from(key.certificate))
    expect(readSyncRequest(read.content)).toMatchObject({ payload: '<Request><BIN>080340001111</BIN></Request>', isText: false })
  })

  it('that was changed by one digit is none', () => {
    expect(faultOf(signed().replace('080340001111', '080340001112'))).toBe('signature-wrong')
  })

  it('whose certificate was exchanged is none', () => {
    const [ours, theirs] = [key, other].map(({ certificate }) => Buffer.from(certificate).toString('base64'))
    expect(faultOf(signed().replace(ours!, theirs!))).toBe('signature-wrong')
  })

  it('with a key that is too short, or none of RSA, is none', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(faultOf(envelopeOf('<a/>', { key: privateKey, certificate: Buffer.from('no certificate') }))).toBe('signature-certificate')
  })

  const SIGNATURE = /<ds:Signature[\s\S]*<\/ds:Signature>/
  const bodyOf = (text: string) => /<soap:Body[\s\S]*<\/soap:Body>/.exec(text)![0]
  const evil = (body: string) => body.replace('080340001111', '999999999999')

  it.each<[string, (text: string) => string, string]>([
    ['without a signature', (text) => text.replace(SIGNATURE, ''), 'signature-missing'],
    ['with two signatures', (text) => text.replace(SIGNATURE, '$&$&'), 'signature-twice'],
    ['with two security headers', (text) => text.replace(/<wsse:Security[\s\S]*<\/wsse:Security>/, '$&$&'), 'signature-twice'],
    // Signature wrapping: the signed body is moved away, another takes its place.
    [
      'with its body wrapped into the header',
      (text) =>
        text
          .replace(bodyOf(text), evil(bodyOf(text)).replace(/wsu:Id="[^"]+"/, 'wsu:Id="id-evil"'))
          .replace('<soap:Header>', `<soap:Header><x>${bodyOf(text)}</x>`),
      'signature-scope',
    ],
    [
      'with its body wrapped and the id twice',
      (text) => text.replace(bodyOf(text), evil(bodyOf(text))).replace('<soap:Header>', `<soap:Header><x>${bodyOf(text)}</x>`),
      'xml-id-twice',
    ],
    [
      'with its body wrapped into the other body',
      (text) => text.replace(bodyOf(text), `<soap:Body><evil/>${bodyOf(text)}</soap:Body>`),
      'signature-scope',
    ],
    [
      'with two bodies',
      (text) => text.replace(bodyOf(text), `${evil(bodyOf(text)).replace(/ wsu:Id="[^"]+"/, '')}${bodyOf(text)}`),
      'soap-form',
    ],
    [
      'with an object in the signature',
      (text) => text.replace('</ds:Signature>', '<ds:Object><a/></ds:Object></ds:Signature>'),
      'signature-form',
    ],
    ['whose reference is to the whole', (text) => text.replace(/URI="#[^"]+"/, 'URI=""'), 'signature-scope'],
    ['whose reference is to an address', (text) => text.replace(/URI="#[^"]+"/, 'URI="http://127.0.0.1/x"'), 'signature-scope'],
    ['whose reference is an XPointer', (text) => text.replace(/URI="#[^"]+"/, `URI="#xpointer(/)"`), 'signature-scope'],
    [
      'with another transform',
      (text) =>
        text.replace(
          '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
          '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"',
        ),
      'signature-scope',
    ],
    ['by a shared secret', (text) => text.replace('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'), 'signature-algorithm'],
    [
      'by SHA-1',
      (text) => text.replace('http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'),
      'signature-algorithm',
    ],
    [
      'by an algorithm that is not judged here',
      (text) =>
        text.replace(
          /http:[^"]*xmldsig-more#rsa-sha256/,
          'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512',
        ),
      'signature-algorithm',
    ],
    ['of SOAP 1.2', (text) => text.replaceAll(SOAP, 'http://www.w3.org/2003/05/soap-envelope'), 'soap-version'],
    [
      'with a header that must be understood',
      (text) => text.replace('<soap:Header>', '<soap:Header><x:pay xmlns:x="urn:x" soap:mustUnderstand="1"/>'),
      'soap-header',
    ],
    ['with a comment in a number', (text) => text.replace('080340001111', '08034000<!-- -->1111'), ''],
  ])('%s is judged by what was signed', (_what, attack, fault) => {
    const attacked = attack(signed())
    if (fault !== '') return expect(faultOf(attacked)).toBe(fault)
    const read = readEnvelope(attacked, 'required')
    return expect(read.kind === 'read' && readSyncRequest(read.content)).toMatchObject({
      payload: '<Request><BIN>080340001111</BIN></Request>',
    })
  })

  it('says which fault of SOAP it is', () => {
    expect([codeOfEnvelopeFault('soap-version'), codeOfEnvelopeFault('soap-header'), codeOfEnvelopeFault('xml-too-deep')]).toEqual([
      'VersionMismatch',
      'MustUnderstand',
      'Client',
    ])
  })

  it('is refused where a broken signature could pass for none', () => {
    expect(faultOf(signed().replace('080340001111', '080340001112'), 'if-there')).toBe('signature-wrong')
    expect(faultOf(envelopeOf('<a/>', null), 'if-there')).toBe(null)
    expect(WSSE).toContain('wssecurity-secext')
  })
})

describe('a signed payload', () => {
  const rootOf = (xml: string) => {
    const read = readXml(xml)
    if (read.kind === 'unread') throw new Error(read.fault)
    return read.root
  }
  it('is checked whole', () => {
    const xml = signPayload('<q:Request xmlns:q="urn:q"><BIN>080340001111</BIN></q:Request>', key)
    expect(checkPayloadSignature(xml, rootOf(xml))).toMatchObject({
      kind: 'genuine',
      signed: ['<q:Request xmlns:q="urn:q"><BIN>080340001111</BIN></q:Request>'],
    })
    const changed = xml.replace('080340001111', '080340001112')
    expect(checkPayloadSignature(changed, rootOf(changed))).toEqual({ kind: 'false', fault: 'signature-wrong' })
    const wrapped = `<q:Request xmlns:q="urn:q"><BIN>1</BIN><x>${xml}</x></q:Request>`
    expect(checkPayloadSignature(wrapped, rootOf(wrapped))).toEqual({ kind: 'false', fault: 'signature-missing' })
  })
})
