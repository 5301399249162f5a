// What heads see of payments, as the test puts it there; each act is remembered.
import type { Refusal } from '@ruqsat/foundation'
import type { PaymentDifference, PaymentDifferences, PaymentEventSeen, StatementSeen } from '@ruqsat/payments/contract'

const AT = '2025-03-03T04:00:00.000Z'

export const ONE_DIFFERENCE: PaymentDifference = {
  authority: 'kite-office',
  differenceId: '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a21',
  kind: 'otherSum',
  state: 'open',
  bank: 'dala',
  direction: 'in',
  reference: 'DALA-100001',
  orderId: null,
  payerName: 'Сынақ Төлеуші',
  fileName: 'dala-2025-03-02.csv',
  line: 7,
  ourTiyn: 1_852_000,
  bankTiyn: 1_851_900,
  currency: 'KZT',
  bookedAt: AT,
  purpose: 'Лицензия беру үшін алым',
  party: 'Сынақ Т.',
  foundAt: AT,
  owner: null,
  resolvedAt: null,
  resolution: null,
}

const STATEMENTS: readonly StatementSeen[] = [
  {
    bank: 'tau',
    fileName: 'tau-2025-03-02.xml',
    state: 'rejected',
    from: null,
    to: null,
    movements: 0,
    recovered: 0,
    differences: 0,
    faults: [{ line: 12, text: { kk: '12-жол: Сома дұрыс емес', ru: 'Строка 12: Сумма неверна', en: 'Line 12: The sum is wrong' } }],
    readAt: AT,
  },
  {
    bank: 'dala',
    fileName: 'dala-2025-03-02.csv',
    state: 'read',
    from: '2025-03-01T19:00:00.000Z',
    to: '2025-03-02T19:00:00.000Z',
    movements: 31,
    recovered: 1,
    differences: 1,
    faults: [],
    readAt: AT,
  },
]

const LATE = { kk: 'dala көшірмесі кешікті', ru: 'Выписка dala опаздывает', en: 'The statement of dala is late' }

const EVENTS: readonly PaymentEventSeen[] = [
  {
    eventId: '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a31',
    at: AT,
    kind: 'moneyRecorded',
    actor: 'bank:dala',
    orderId: null,
    payerName: 'Сынақ Төлеуші',
    facts: { amountTiyn: 1_852_000, reference: 'DALA-100001' },
  },
]

export type DoubleDifferences = PaymentDifferences & { rows: PaymentDifference[]; readonly acts: string[]; refuse: Refusal | null }

export function doubleDifferences(): DoubleDifferences {
  const acts: string[] = []
  const double: DoubleDifferences = {
    rows: [ONE_DIFFERENCE],
    acts,
    refuse: null,
    list: async (_authority, { isResolved }) => double.rows.filter(({ state }) => (state === 'resolved') === isResolved),
    statements: async () => STATEMENTS,
    lateStatements: async () => [LATE],
    events: async () => EVENTS,
    take: (authority, id, by) => act('take', authority, id, { owner: by, state: 'owned' }),
    release: (authority, id) => act('release', authority, id, { owner: null, state: 'open' }),
    resolve: (authority, id, by, resolution) => act('resolve', authority, id, { owner: by, state: 'resolved', resolution, resolvedAt: AT }),
  }
  const act = async (what: string, authority: string, id: string, change: Partial<PaymentDifference>): Promise<Refusal | null> => {
    acts.push(`${what} ${authority} ${id}`)
    if (double.refuse !== null) return double.refuse
    double.rows = double.rows.map((row) => (row.differenceId === id ? { ...row, ...change } : row))
    return null
  }
  return double
}
