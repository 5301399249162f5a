// The wire that gateway and bank speak, for whoever plays the bank: formats and signatures, no meaning.
export {
  BANK_PATHS,
  type BankPaymentState,
  type BankStatement,
  CALLBACK_PATH,
  isMalformed,
  type Malformed,
  parsePayment,
  type SessionRequest,
} from './wire/messages.ts'
export { type BankKey, checkSignature, type HeaderReader, SIGNATURE_HEADERS, sha256Hex, signedHeaders } from './wire/signature.ts'
