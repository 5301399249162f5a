export { bankContract, type BankOnTrial } from './bank-contract.ts'
export { newOrder, openFixture } from './fixture.ts'
export { paidOrder } from './paid-order.ts'
