// Signs a prepared PDF. The server assembled the file; this page checks what the signature will cover and hashes it itself.

import type { Bytes } from '@ruqsat/asn1'
import { fileSizeText } from '@ruqsat/foundation'
import { byteRangeProblem, coveredBytes, signPdfByteRange } from '../browser/pdf.ts'
import { isProblem, type KeyProblem } from '../browser/problems.ts'
import { sha256Hex } from '../browser/signing-key.ts'
import type { SignPdfConfig } from './config.ts'
import { make, type Panel, rowsList, startIsland } from './page.ts'
import { fetchBytes, type Prepared, runSigning } from './signing.ts'

startIsland<SignPdfConfig>('sign-pdf', (panel) => runSigning(panel, () => prepare(panel)))

async function prepare(panel: Panel<SignPdfConfig>): Promise<Prepared | KeyProblem> {
  const { pdfUrl, byteRange, signingTime } = panel.config
  const pdf = await fetchBytes(pdfUrl)
  if (isProblem(pdf)) return pdf
  const wrong = byteRangeProblem(pdf, byteRange)
  if (wrong) return wrong
  const bytes = coveredBytes(pdf, byteRange)
  const signedSha256 = await sha256Hex(bytes)
  show(panel, pdf, signedSha256)
  const stated = () => (signingTime === 'included' ? panel.legalTimeNow() : null)
  return { bytes, signedSha256, sign: (key) => signPdfByteRange(key, pdf, byteRange, stated()) }
}

function show(panel: Panel<SignPdfConfig>, pdf: Bytes, digest: string): void {
  // The very bytes that will be signed, as a file: whoever doubts the preview can compare.
  const exact = URL.createObjectURL(new Blob([pdf], { type: 'application/pdf' }))
  // What is read on the pages is these bytes too, and no second answer of the server.
  panel.root.querySelector<HTMLAnchorElement>('[data-part="open-pdf"]')?.setAttribute('href', exact)
  panel.part('proof').replaceChildren(
    rowsList([
      { label: panel.say('size'), text: fileSizeText(pdf.length, panel.config.language) },
      { label: panel.say('pdfDigest'), text: digest },
    ]),
    make('p', {}, panel.say('covers')),
    make('p', {}, make('a', { href: exact, download: 'document.pdf' }, panel.say('savePdf'))),
  )
  const place = panel.root.querySelector<HTMLElement>('[data-part="preview"]')
  // A browser without a viewer, as on most telephones, would save the file instead; the link is there.
  if (place === null || navigator.pdfViewerEnabled === false) return
  place.replaceChildren(make('iframe', { class: 'signing__preview', src: exact, title: place.dataset['title'] ?? '' }))
}
