// What the host checks of a fee is the rule by which it was shown and taken.
import type { Submission } from '@ruqsat/caseflow/host'
import type { SignedRequest } from '@ruqsat/documents'
import type { ClockTables, Fee } from '@ruqsat/law'
import { expect, test } from 'vitest'
import { paymentFault, type Service } from './submission.ts'

const fee: Pick<Fee, 'mciRate' | 'onlyFor' | 'free'> = {
  mciRate: 10,
  onlyFor: 'legalEntity',
  free: [{ field: 'veteran', answers: ['yes'] }],
}
const service = { variant: { fee }, view: { steps: [{ action: 'pay' }] } } as unknown as Service
const sent = (kind: 'individual' | 'legalEntity') => ({ party: { kind }, payment: null }) as unknown as Submission
const signed = (veteran: string) => ({ sections: [{ fields: [{ id: 'veteran', value: veteran }] }] }) as unknown as SignedRequest
const tables = { tables: {} as ClockTables, editionAt: () => null }

test.each([
  ['individual', 'no', null],
  ['legalEntity', 'yes', null],
  ['legalEntity', 'no', 'licensing.payment-missing'],
] as const)('%s who answers %s and has not paid: %s', (kind, veteran, code) => {
  expect(paymentFault(sent(kind), signed(veteran), service, tables)?.code ?? null).toBe(code)
})
