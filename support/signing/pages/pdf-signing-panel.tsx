import type { PdfSigningPanelProps } from '../props.ts'
import type { SignPdfConfig } from '../islands/config.ts'
import { wordsFor } from '../texts.ts'
import { LiveRegions, Panel, SubmitForm } from './panel.tsx'
import { SignerAndTime } from './signing-panel.tsx'

/** Shows a prepared PDF and signs its byte range with a key of this browser. The page author gives the h1. */
export function PdfSigningPanel(props: PdfSigningPanelProps) {
  const words = wordsFor('pdf', props.language)
  const config: SignPdfConfig = {
    language: props.language,
    words,
    legalTime: props.legalTime,
    utcOffsetMinutes: props.utcOffsetMinutes,
    expectedHolder: props.expectedHolder ?? null,
    keyImportUrl: props.keyImportUrl,
    unsuitableKeys: props.unsuitableKeys ?? 'disabled',
    purpose: 'sign',
    pdfUrl: props.pdfUrl,
    byteRange: props.byteRange,
    signingTime: props.signingTime ?? 'omitted',
  }
  return (
    <Panel island="sign-pdf" islands={props.islands} config={config} sandbox={props.sandbox === true}>
      <h2>{words['document']}</h2>
      <p class="signing__title">{props.documentTitle}</p>
      <p>
        <a href={props.pdfUrl} target="_blank" rel="noopener" type="application/pdf">
          {words['openPdf']}
        </a>
      </p>
      {props.preview === 'embedded' && (
        <object class="signing__preview" data={props.pdfUrl} type="application/pdf" aria-label={props.documentTitle}></object>
      )}
      <div data-part="work" hidden>
        <div class="signing__content" data-part="content"></div>
        <SignerAndTime {...props} words={words} />
        <div data-part="keys"></div>
        <button class="button button--primary" type="button" data-part="sign" hidden>
          {words['sign']}
        </button>
      </div>
      <LiveRegions />
      <SubmitForm {...props} />
    </Panel>
  )
}
