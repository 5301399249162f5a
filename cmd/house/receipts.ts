// Receipts of payments: set in type here, sealed by the seal of this house.
import { X509Certificate } from 'node:crypto'
import { formatInstant } from '@ruqsat/clock'
import { Fault, isRefusal } from '@ruqsat/foundation'
import { refusePayment, type ReceiptPress } from '@ruqsat/payments'
import { nationalZone } from '@ruqsat/regulations'
import { signDetached, type TrustRoom } from '@ruqsat/trust'
import { lintPdf, type Typesetter } from '@ruqsat/typesetting'
import type { Installation } from './installation.ts'
import type { HouseSeal } from './seal.ts'

type PressNeed = Pick<Installation, 'log' | 'regulations'> & { readonly settings: Pick<Installation['settings'], 'mode'> }

export function openReceiptPress(installation: PressNeed, { trust, typesetter, seal: sealOf }: PressParts): ReceiptPress {
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
      const signerName = commonNameOf(certificates[0])
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

type PressParts = { readonly trust: TrustRoom; readonly typesetter: Typesetter; readonly seal: HouseSeal }

/** What a PDF program shows as the signer; whoever trusts it reads the certificate. */
function commonNameOf(der: Uint8Array): string {
  return /^CN=(.+)$/m.exec(new X509Certificate(der).subject)?.[1] ?? ''
}
