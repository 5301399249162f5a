import { expect, test } from 'vitest'
import { answerXml, messageXml, readAnswer, readMessage, type PackageMessage } from '../wire/message.ts'

const PACKAGE = {
  kind: 'package',
  signer: { kind: 'operator', id: 'operator-1', office: 'front-office' },
  submission: {
    ...{ idempotencyKey: 'key', regulation: 'kites', editionHash: 'hash', variant: 'issue', view: 'centre', contentBase64: 'e30=' },
    ...{ cmsBase64: 'AA==', party: { name: '«Ә» <&>' }, attachments: [], payment: null },
  },
} as unknown as PackageMessage

test('a package is one element of XML, as this house and as other gateways write it', () => {
  const xml = messageXml(PACKAGE)
  expect(readMessage(xml)).toEqual(PACKAGE)
  const rewritten = xml.replace('<message xmlns=', '<ns1:message xmlns:ns1=').replace('</message>', '</ns1:message>')
  expect(readMessage(`\n${rewritten}\n`)).toEqual(PACKAGE)
})

test('what is no message is null, whatever it is', () => {
  const part = { kind: 'file', authority: 'a', sha256: 's', part: 0, parts: 1, bytesBase64: '' } as const
  expect(readMessage(messageXml(part))).toEqual(part)
  const wrong: readonly unknown[] = [
    { ...PACKAGE, signer: { kind: 'operator', id: 'x' } },
    { ...PACKAGE, signer: null },
    { ...PACKAGE, submission: null },
    { ...part, part: 1 },
    { ...part, parts: 7 },
    { ...part, part: 0.5 },
    { kind: 'other' },
  ]
  for (const each of wrong) expect(readMessage(messageXml(each as PackageMessage))).toBeNull()
  for (const text of ['', '<message/>', '<other xmlns="urn:ruqsat:regional:message:1">e30=</other>', answerXml({ kind: 'taken' })])
    expect(readMessage(text)).toBeNull()
  expect(readMessage('<message xmlns="urn:ruqsat:regional:message:1">{</message>')).toBeNull()
  // Four mebibytes of nothing: a reader that goes back over them would take hours.
  expect(readMessage(`<message xmlns="urn:ruqsat:regional:message:1">${' '.repeat(4 * 1024 * 1024)}!`)).toBeNull()
})

test('each answer comes back as it was, and nothing else does', () => {
  const registered = { kind: 'registered', caseId: 'c', requestNumber: 'KO-2026-000001', registeredAt: '2026-11-23T05:00:00.000Z' } as const
  const refusal = { kind: 'refusal', code: 'a.b', facts: { name: { kind: 'typed', text: 'Ә' } } } as const
  for (const answer of [{ kind: 'taken' }, { kind: 'waiting' }, registered, refusal] as const)
    expect(readAnswer(answerXml(answer))).toEqual(answer)
  expect(readAnswer(answerXml({ kind: 'registered' } as never))).toBeNull()
  expect(readAnswer('<html/>')).toBeNull()
})
