import { expect, test } from 'vitest'
import { phoneSigningOf } from './phone.ts'

const bank = 'http://127.0.0.1:8081'
const of = (mode: 'sandbox' | 'production', phoneSigning: string | null) => phoneSigningOf({ mode, phoneSigning }, { bank })

test('the sandbox has its twin; production what it names, and nothing where it names nothing', () => {
  expect(of('sandbox', null)).not.toBeNull()
  expect(phoneSigningOf({ mode: 'sandbox', phoneSigning: null }, { bank: 'http://192.0.2.2:8081' })).not.toBeNull()
  expect(() => of('sandbox', 'http://192.0.2.2:8081/egov-mobile')).toThrow('https')
  expect(of('production', null)).toBeNull()
  expect(of('production', 'https://sign.example.kz')).not.toBeNull()
})

test('production refuses the twin, and a service without https', () => {
  expect(() => of('production', 'http://127.0.0.1:8081/egov-mobile')).toThrow('twin')
  expect(() => of('production', 'http://sign.example.kz')).toThrow('https')
})
