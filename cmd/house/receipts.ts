// Receipts of payments: set in type here, sealed by a key of the payments' own system. In the sandbox it is made at the first start; in
// production the file of banks names it.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { formatInstant } from '@ruqsat/clock'
import { Fault, isRefusal } from '@ruqsat/foundation'
import type { BankSettings, ReceiptPress } from '@ruqsat/payments'
import { refusePayment } from '@ruqsat/payments'
import { nationalZone } from '@ruqsat/regulations'
import { signDetached, type TrustRoom } from '@ruqsat/trust'
import { lintPdf, type Typesetter } from '@ruqsat/typesetting'
import type { Installation } from './installation.ts'
import { sandboxSystemKey } from './system-key.ts'

type Seal = { readonly key: KeyObject; readonly certificates: readonly Uint8Array[] }
type SealNeed = Pick<Installation, 'secrets' | 'legalClock' | 'log' | 'regulations'> & {
  readonly settings: Pick<Installation['settings'], 'mode'>
  readonly banks: Pick<BankSettings, 'seal'> | null
}

const SANDBOX_FILE = 'receipts-sandbox.pem'
const SANDBOX_NAME = 'SANDBOX RUQSAT PAYMENTS'

/** Null where production names no key. Throws a Fault for a key that does not fit its certificate: before anybody has paid. */
export async function openReceiptPress(installation: SealNeed, trust: TrustRoom, typesetter: Typesetter): Promise<ReceiptPress | null> {
  const sealOf = await sealIn(installation, trust)
  if (sealOf === null) return null
  const zone = nationalZone(installation.regulations.tables)
  return {
    render: async (template, data, options) => {
      const pdf = await typesetter.render(template, data, options)
      const findings = isRefusal(pdf) ? [] : lintPdf(pdf)
      if (findings.length > 0) throw new Fault(`Expected a receipt that may be sealed but ${findings.join('; ')}`)
      return pdf
    },
    seal: async (pdf, { at, reason }) => {
      const { key, certificates } = await sealOf()
      const signerName = commonNameOf(certificates[0]!)
      const prepared = await trust.preparePdfSignature({ pdf, signerName, reason, location: '', at })
      if (isRefusal(prepared)) return prepared
      const [start, length, next, rest] = prepared.byteRange
      const content = Buffer.concat([prepared.pdf.subarray(start, start + length), prepared.pdf.subarray(next, next + rest)])
      const cms = signDetached({ content, key, certificates, signingTime: null })
      const completed = await trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign' }, madeAt: at })
      if (completed.kind === 'valid') return completed.pdf
      const why = completed.kind === 'refused' ? completed.detail : completed.reason
      installation.log.warn({ event: 'receipt-seal', kind: completed.kind, reason: why }, 'a receipt could not be sealed')
      return refusePayment('receipt-not-sealed-now')
    },
    instantText: (at, language) => formatInstant(at, zone, language),
    isSandbox: installation.settings.mode === 'sandbox',
  }
}

async function sealIn({ settings, banks, ...need }: SealNeed, { authority }: TrustRoom): Promise<(() => Promise<Seal>) | null> {
  const named = banks?.seal ?? null
  if (named !== null) {
    const seal = readSeal(await readFile(named.keyFile, 'utf8'), await readFile(named.certificateFile, 'utf8'), named.certificateFile)
    return async () => seal
  }
  if (settings.mode === 'production' || authority === null) return null
  // Asked each time, since legal time may have passed the end of the certificate; and now, since what is sealed is sealed after it was made.
  const own = async (): Promise<Seal> => {
    const [keyPem, certificatePem] = await sandboxSystemKey(need, authority, SANDBOX_FILE, SANDBOX_NAME)
    const { key, certificates } = readSeal(keyPem, certificatePem, SANDBOX_FILE)
    return { key, certificates: [...certificates, (await authority.certificates()).issuing] }
  }
  await own()
  return own
}

function readSeal(keyPem: string, certificatePem: string, file: string): Seal {
  const [key, certificate] = [createPrivateKey(keyPem), new X509Certificate(certificatePem)]
  if (!certificate.checkPrivateKey(key)) throw new Fault(`Expected the key of the certificate in ${file} but found another`)
  return { key, certificates: [new Uint8Array(certificate.raw)] }
}

/** What a PDF program shows as the signer; whoever trusts it reads the certificate. */
function commonNameOf(der: Uint8Array): string {
  return /^CN=(.+)$/m.exec(new X509Certificate(der).subject)?.[1] ?? ''
}
