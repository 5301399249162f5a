export { bankContract, type BankOnTrial } from './bank-contract.ts'
