// News of the rooms behind the door, as they come.
import type { CaseFact, NewsOfCase } from '@ruqsat/caseflow/host'
import type { BIN } from '@ruqsat/foundation'
import type { NewsOfPayment } from '@ruqsat/payments/contract'

export const AUTHORITY = 'aktobe-agriculture'
let place = 0

export function newsOfCase(bin: string | null, ...facts: readonly CaseFact[]): NewsOfCase {
  place += 1
  return {
    place,
    key: `${AUTHORITY}/case/${place}`,
    authority: AUTHORITY,
    caseId: 'case',
    requestNumber: 'AA-2026-000001',
    regulation: 'grain',
    variant: 'issue',
    bin: bin as BIN | null,
    at: '2026-11-23T04:00:00.000Z',
    facts,
  }
}

export function newsOfPayment(bin: string | null, state: string): NewsOfPayment {
  place += 1
  const orderId = '00000000-0000-4000-8000-000000000001'
  return {
    place,
    key: `payment/${place}`,
    authority: AUTHORITY,
    bin: bin as BIN | null,
    at: '2026-11-23T04:00:00.000Z',
    orderId,
    refundId: null,
    state,
  }
}

export const STAGE: CaseFact = { kind: 'stageChanged', stepId: 'S1' }
export const TASK: CaseFact = { kind: 'taskOpened', taskId: 't', stepId: 'S1', unit: 'u', role: 'clerk', dueAt: '2026-11-24T04:00:00.000Z' }
