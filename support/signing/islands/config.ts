// What a page gives its island: one JSON value in `data-config`, made by the component, read by the script.

import type { SignaturePurpose } from '@ruqsat/asn1'
import type { Instant, Language } from '@ruqsat/foundation'
import type { SignedRange } from '../browser/pdf.ts'
import type { ExpectedHolder } from '../props.ts'

export type Common = {
  readonly language: Language
  readonly words: Readonly<Record<string, string>>
  readonly legalTime: Instant
  readonly utcOffsetMinutes: number
  readonly expectedHolder: ExpectedHolder | null
}

export type KeyImportConfig = Common & { readonly returnTo: string | null; readonly workerUrl: string }

export type Signing = Common & {
  readonly keyImportUrl: string
  readonly unsuitableKeys: 'disabled' | 'warned'
  readonly purpose: SignaturePurpose
  /** Where NCALayer listens; null where it is not offered. */
  readonly ncalayerUrl: string | null
}

export type SignConfig = Signing & { readonly bytesUrl: string }
export type SignPdfConfig = Signing & {
  readonly pdfUrl: string
  readonly byteRange: SignedRange
  readonly signingTime: 'omitted' | 'included'
}
export type AnySigningConfig = SignConfig | SignPdfConfig
export type AnyConfig = Common | KeyImportConfig | AnySigningConfig
