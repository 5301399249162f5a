import type { PdfSigningPanelProps } from '../props.ts'
import type { SignPdfConfig } from '../islands/config.ts'
import { wordsFor } from '../texts.ts'
import { Panel, signingConfig, SigningWork } from './panel.tsx'

/** Shows a prepared PDF and signs its byte range with a key of this browser. The page author gives the h1. */
export function PdfSigningPanel(props: PdfSigningPanelProps) {
  const words = wordsFor('pdf', props.language)
  const { pdfUrl, byteRange, signingTime = 'omitted' } = props
  const config: SignPdfConfig = { ...signingConfig(props, words, 'sign'), pdfUrl, byteRange, signingTime }
  return (
    <Panel island="sign-pdf" islands={props.islands} config={config} sandbox={props.sandbox === true}>
      <h2>{words['document']}</h2>
      <p class="signing__title">{props.documentTitle}</p>
      <p>
        <a href={pdfUrl} target="_blank" rel="noopener" type="application/pdf">
          {words['openPdf']}
        </a>
      </p>
      {props.preview === 'embedded' && (
        <object class="signing__preview" data={pdfUrl} type="application/pdf" aria-label={props.documentTitle}></object>
      )}
      <SigningWork {...props} words={words} button={words['sign']} />
    </Panel>
  )
}
