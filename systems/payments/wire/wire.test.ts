import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMalformed, parsePayment, parseSession, parseStatements } from './messages.ts'
import { checkSignature, signedHeaders } from './signature.ts'

const recording = (name: string) => readFile(new URL(`./recordings/${name}`, import.meta.url), 'utf8')
const key = { id: 'k1', secret: new Uint8Array(32).fill(1) }
const now = '2026-11-22T03:40:00.000Z'
const message = { direction: 'request', method: 'POST', path: '/payments/bank/callbacks', body: '{"a":1}' } as const
const headers = signedHeaders({ ...message, timestamp: now, nonce: 'n'.repeat(32) }, key)
const check = (
  given: Record<string, string>,
  change: Partial<Omit<typeof message, 'direction' | 'body' | 'path' | 'method'>> & Record<string, unknown> = {},
  at = now,
  keys = [key],
) => checkSignature((name) => given[name], { ...message, ...change } as typeof message, keys, at)

describe('recordings of the bank', () => {
  it('are read', async () => {
    expect(parseSession(await recording('opened.json'), 'http://127.0.0.1:8090')).toMatchObject({ payment: { state: 'open' } })
    expect(parsePayment(await recording('paid.json'))).toMatchObject({ state: 'paid', reference: 'DALA-100001', amountTiyn: 1_852_000 })
    expect(parsePayment(await recording('declined.json'))).toMatchObject({ state: 'declined', declineCode: 'insufficient-funds' })
  })

  it('are refused where a card page lies at another site', async () => {
    expect(parseSession(await recording('opened.json'), 'http://127.0.0.1:8091')).toMatchObject({ kind: 'malformed' })
  })

  it.each([
    ['no JSON', '<html>'],
    ['a list', '[]'],
    ['no payment', '{}'],
    ['a fraction', '"amountTiyn":1.5'],
    ['a negative sum', '"amountTiyn":-1'],
    ['a sum as text', '"amountTiyn":"1852000"'],
    ['an unknown state', '"state":"settled"'],
    ['paid without a reference', '"reference":null'],
    ['a moment without a zone', '"statedAt":"2026-11-22T03:41:07"'],
    ['no currency', '"currency":null'],
  ])('are refused with %s', async (_what, text) => {
    const whole = JSON.parse(await recording('paid.json')) as { payment: object }
    const body = text.startsWith('"') ? JSON.stringify({ payment: { ...whole.payment, ...(JSON.parse(`{${text}}`) as object) } }) : text
    expect(parsePayment(body)).toMatchObject({ kind: 'malformed' })
  })

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        parseStatements(body)
        parseStatements(`{"payments":[${body}]}`)
        return isMalformed(parsePayment(body))
      }),
    )
  })
})

describe('a signature', () => {
  it('holds for the very message', () => expect(check(headers)).toEqual({ kind: 'genuine', keyId: 'k1', nonce: 'n'.repeat(32) }))
  it.each([
    ['another body', { body: '{"a":2}' }],
    ['another path', { path: '/elsewhere' }],
    ['another method', { method: 'PUT' }],
    ['the other direction', { direction: 'answer' }],
  ])('does not hold for %s', (_what, change) => expect(check(headers, change)).toEqual({ kind: 'forged', fault: 'wrong-signature' }))
  it('does not hold with another nonce or moment', () => {
    expect(check({ ...headers, 'x-nonce': 'm'.repeat(32) })).toMatchObject({ fault: 'wrong-signature' })
    expect(check({ ...headers, 'x-timestamp': '2026-11-22T03:41:00.000Z' })).toMatchObject({ fault: 'wrong-signature' })
  })
  it('is refused when it is old', () => expect(check(headers, {}, '2026-11-22T03:46:00.000Z')).toMatchObject({ fault: 'stale-timestamp' }))
  it('is refused from an unknown key and where it is missing', () => {
    expect(check({ ...headers, 'x-key-id': 'k2' })).toMatchObject({ fault: 'unknown-key' })
    expect(check({})).toMatchObject({ fault: 'no-signature' })
    expect(check({ ...headers, 'x-signature': 'zz' })).toMatchObject({ fault: 'no-signature' })
  })
  it('holds under a second key while keys are changed', () =>
    expect(check(headers, {}, now, [{ id: 'k2', secret: new Uint8Array(32) }, key])).toMatchObject({ kind: 'genuine' }))
})
