// Clients that other people wrote call the outer door by its own description, and judges that other people wrote judge what it signs.
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as soap from 'soap'
import * as strongSoap from 'strong-soap'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { technicalClock } from '@ruqsat/database'
import { ASYNC_PATH, SYNC_PATH } from '../index.ts'
import { offeredTo, openTestGateway, type TestGateway } from '../testing.ts'
import { EXCLUSIVE, RSA_SHA256, SHA256 } from '../wire/names.ts'
import { envelopeOf } from '../wire/soap.ts'
import { signPayload } from '../wire/xml-signature.ts'

let house: TestGateway
let folder: string
let key: { readonly pem: string; readonly certificate: string }
beforeAll(async () => {
  house = await openTestGateway(() => ({ services: { States: offeredTo('states') } }))
  house.room.offer('states', {
    async answer(payload) {
      const number = />([^<]*)</.exec(payload)![1]
      return number === 'stranger' ? { kind: 'absent' } : { kind: 'found', value: `<Answer><to>${number}</to></Answer>` }
    },
  })
  key = {
    pem: house.caller.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: new X509Certificate(house.caller.certificate).toString(),
  }
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-clients-'))
  writeFileSync(join(folder, 'key.pem'), key.pem, { mode: 0o600 })
  writeFileSync(join(folder, 'certificate.pem'), key.certificate)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await house.close()
})

const infoOf = () => ({ messageId: randomUUID(), serviceId: 'States', messageDate: technicalClock.now(), sender: { senderId: 'caller' } })
const syncQuestion = (number: string) => ({ request: { requestInfo: infoOf(), requestData: { data: `<Number>${number}</Number>` } } })

describe('npm soap', () => {
  const open = async (path: string) => {
    const client = await soap.createClientAsync(`${house.origin}${path}?wsdl`)
    client.setSecurity(
      new soap.WSSecurityCert(key.pem, key.certificate, '', {
        hasTimeStamp: true,
        signatureAlgorithm: RSA_SHA256,
        digestAlgorithm: SHA256,
        signatureTransformations: [EXCLUSIVE],
      } as never),
    )
    return client as soap.Client & Record<string, (request: object) => Promise<[Record<string, never>]>>
  }

  it('asks by the synchronous channel and reads answer and fault', async () => {
    const client = await open(SYNC_PATH)
    const [answer] = await client['SendMessageAsync']!(syncQuestion('KZ1'))
    expect(answer).toMatchObject({
      response: { responseInfo: { status: { code: 'SCSS001' } }, responseData: { data: '<Answer><to>KZ1</to></Answer>' } },
    })
    const failed = await client['SendMessageAsync']!(syncQuestion('stranger')).catch(
      (error: { root: { Envelope: { Body: object } } }) => error.root.Envelope.Body,
    )
    expect(failed).toMatchObject({
      Fault: { detail: { SendMessageFault1_SendMessageFault: { errorCode: 'SCSE001', errorData: 'NO_DATA' } } },
    })
  })

  it('sends, asks for the state, fetches and reports by the asynchronous one', async () => {
    const client = await open(ASYNC_PATH)
    const { messageDate, ...info } = infoOf()
    const message = { messageInfo: { ...info, messageType: 'REQUEST', messageDate }, messageData: { data: '<Number>KZ2</Number>' } }
    // The order of the elements is the description's, not ours.
    message.messageInfo = {
      messageId: info.messageId,
      serviceId: 'States',
      messageType: 'REQUEST',
      messageDate,
      sender: info.sender,
    } as never
    expect((await client['sendMessageAsync']!({ request: message }))[0]).toMatchObject({ response: { messageId: info.messageId } })
    await house.room.workOnce()
    const asked = () => ({ serviceId: 'States', sender: { senderId: 'caller' }, requestDate: technicalClock.now() })
    expect((await client['getMessageStatusAsync']!({ request: { ...asked(), messageId: info.messageId } }))[0]).toMatchObject({
      response: { messageState: 'DELIVERED' },
    })
    const [{ response }] = (await client['getMessagesAsync']!({ request: { ...asked(), amount: 5 } })) as never as [
      { response: { messages: { messageInfo: { messageId: string; correlationId: string } }[] } },
    ]
    const { messageId, correlationId } = response.messages[0]!.messageInfo
    expect(correlationId).toBe(info.messageId)
    const notification = {
      messageId,
      serviceId: 'States',
      sender: { senderId: 'caller' },
      notificationDate: technicalClock.now(),
      deliveryStatus: { receiveStatus: 'DELIVERED', statusDate: technicalClock.now(), resendMessage: false },
    }
    expect((await client['sendDeliveryNotificationAsync']!({ notification }))[0]).toMatchObject({ response: { messageId } })
  })
})

// Its own signer names a body that has no id, and signs other white space than it sends: what it makes is signed by us on its way.
const signingHttp = {
  request(address: string, body: string | null, done: (error: Error | null, response?: object, text?: string) => void) {
    const xml = body === null ? null : envelopeOf(/<soap:Body>([\s\S]*)<\/soap:Body>/.exec(body)![1]!.trim(), house.caller)
    void fetch(address, xml === null ? {} : { method: 'POST', headers: { 'content-type': 'text/xml' }, body: xml })
      .then(async (response) => {
        const text = await response.text()
        done(null, { statusCode: response.status, headers: {}, body: text }, text)
      })
      .catch(done)
    return { headers: {} }
  },
}

describe('npm strong-soap', () => {
  type Made = Record<string, (request: object, done: (error: Error | null, answer: object) => void) => void>
  it('asks by the description of the synchronous channel and reads answer and fault', async () => {
    const client = await new Promise<Made>((resolve, reject) =>
      strongSoap.soap.createClient(
        `${house.origin}${SYNC_PATH}?wsdl`,
        { httpClient: signingHttp } as never,
        (error: Error | null, made: unknown) => (error ? reject(error) : resolve(made as Made)),
      ),
    )
    const ask = (number: string) =>
      new Promise<object>((resolve, reject) =>
        client['SendMessage']!(syncQuestion(number), (error, read) => (error ? reject(error) : resolve(read))),
      )
    expect(await ask('KZ3')).toMatchObject({
      response: { responseInfo: { status: { code: 'SCSS001' } }, responseData: { data: '<Answer><to>KZ3</to></Answer>' } },
    })
    await expect(ask('stranger')).rejects.toThrow(/NO_DATA|Nothing is known/)
  })
})

const python = ['python3', '/usr/bin/python3'].find((each) => works(each, ['-c', 'import zeep, xmlsec']))
if (python === undefined) console.warn('SKIPPED: Python with zeep and xmlsec is not on this machine (Debian: python3-zeep, python3-xmlsec)')

describe.skipIf(python === undefined)('Python zeep', () => {
  it('asks by the synchronous channel, and finds the answer signed by this house', async () => {
    writeFileSync(join(folder, 'house.pem'), new X509Certificate(house.own.certificate).toString())
    writeFileSync(join(folder, 'ask.py'), ZEEP)
    const said = await run(python!, [join(folder, 'ask.py'), `${house.origin}${SYNC_PATH}?wsdl`, folder, technicalClock.now()])
    expect(JSON.parse(said)).toEqual({ code: 'SCSS001', data: '<Answer><to>KZ4</to></Answer>', fault: 'NO_DATA' })
  })
})

const hasXmlsec = works('xmlsec1', ['--version'])
if (!hasXmlsec) console.warn('SKIPPED: xmlsec1 is not on this machine (Debian: xmlsec1)')

describe.skipIf(!hasXmlsec)('xmlsec1', () => {
  const judge = (xml: string, id: string[]) => {
    const file = join(folder, 'message.xml')
    writeFileSync(file, xml)
    return works('xmlsec1', ['--verify', ...id, '--pubkey-cert-pem', join(folder, 'certificate.pem'), file])
  }
  const BODY = ['--id-attr:Id', 'http://schemas.xmlsoap.org/soap/envelope/:Body']

  it('finds the signature around a body genuine, and one over changed words not', () => {
    const xml = envelopeOf('<s:a xmlns:s="urn:a"><b>Қазақша мәтін &amp; 1</b></s:a>', house.caller)
    expect(judge(xml, BODY)).toBe(true)
    expect(judge(xml.replace('&amp; 1', '&amp; 2'), BODY)).toBe(false)
  })
  it('finds the signature inside a payload genuine, and one over changed words not', () => {
    const xml = signPayload('<q:Request xmlns:q="urn:q"><BIN>080340001111</BIN></q:Request>', house.caller)
    expect(judge(xml, [])).toBe(true)
    expect(judge(xml.replace('0803', '0804'), [])).toBe(false)
  })
})

function works(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Apart from this process, which answers meanwhile. */
function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args)
    let [said, complained] = ['', '']
    child.stdout.on('data', (part: Buffer) => (said += part.toString()))
    child.stderr.on('data', (part: Buffer) => (complained += part.toString()))
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(said) : reject(new Error(complained))))
  })
}

const ZEEP = `
import json, sys, uuid, datetime, xmlsec
from zeep import Client
from zeep.exceptions import Fault
from zeep.wsse.signature import BinarySignature
wsdl, folder, now = sys.argv[1:4]

class Signed(BinarySignature):
    def verify(self, envelope):
        self.cert_data = open(folder + '/house.pem', 'rb').read()
        try:
            return super().verify(envelope)
        finally:
            self.cert_data = open(folder + '/certificate.pem', 'rb').read()

signed = Signed(folder + '/key.pem', folder + '/certificate.pem',
                signature_method=xmlsec.Transform.RSA_SHA256, digest_method=xmlsec.Transform.SHA256)
client = Client(wsdl, wsse=signed)
def ask(number):
    return client.service.SendMessage(request={
        'requestInfo': {'messageId': str(uuid.uuid4()), 'serviceId': 'States',
                        'messageDate': datetime.datetime.fromisoformat(now.replace('Z', '+00:00')), 'sender': {'senderId': 'caller'}},
        'requestData': {'data': '<Number>%s</Number>' % number}})
answer = ask('KZ4')
try:
    ask('stranger')
except Fault as fault:
    found = fault.detail.find('.//errorData').text
print(json.dumps({'code': answer.responseInfo.status.code, 'data': answer.responseData.data, 'fault': found}))
`
