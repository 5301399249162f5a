// Signs what a page asks to be signed, by the same library that runs in the browser's island.
import { base64, coveredBytes, sha256Hex, signDetached, signPdfByteRange, type SignedRange, type SigningKey } from '@ruqsat/signing/browser'
import type { FilledForm, Page } from './page.ts'

/** What the page gives its island. */
type PanelConfig = {
  readonly legalTime: string
  readonly bytesUrl?: string
  readonly pdfUrl?: string
  readonly byteRange?: SignedRange
  readonly signingTime?: 'omitted' | 'included'
}

/** The form of the page's signing panel with a signature over exactly the bytes that it names. */
export async function signedForm(page: Page, key: SigningKey): Promise<FilledForm> {
  const panel = page.root.querySelector('[data-island]')
  const config = panel && (JSON.parse(panel.getAttribute('data-config') ?? 'null') as PanelConfig | null)
  if (!config) throw new Error(`Expected a signing panel on ${page.describe()}`)
  const form = page.forms.find((each) => each.fields.some((field) => field.name === 'signature'))
  if (form === undefined) throw new Error(`Expected a form for the signature on ${page.describe()}`)
  const { signature, sha256 } = config.pdfUrl === undefined ? await signBytes(page, config, key) : await signPdf(page, config, key)
  return form.set('signature', signature).set('signedSha256', sha256).filled()
}

/** Signs and sends. */
export async function signOn(page: Page, key: SigningKey): Promise<Page> {
  if (page.browser.sign !== undefined) return page.browser.sign(page, key)
  return page.browser.submit(await signedForm(page, key))
}

async function signBytes(page: Page, config: PanelConfig, key: SigningKey) {
  const { body } = await page.browser.download(new URL(config.bytesUrl!, page.url))
  const bytes = new Uint8Array(body)
  return { signature: base64(await signDetached(key, bytes, config.legalTime)), sha256: await sha256Hex(bytes) }
}

async function signPdf(page: Page, config: PanelConfig, key: SigningKey) {
  const { body } = await page.browser.download(new URL(config.pdfUrl!, page.url))
  const pdf = new Uint8Array(body)
  const cms = await signPdfByteRange(key, pdf, config.byteRange!, config.signingTime === 'included' ? config.legalTime : null)
  return { signature: base64(cms), sha256: await sha256Hex(coveredBytes(pdf, config.byteRange!)) }
}
