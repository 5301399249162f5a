import type { Common, SignConfig, SignPdfConfig } from '../islands/config.ts'
import type { PanelProps, PdfSigningPanelProps, SigningPanelProps } from '../props.ts'
import { wordsFor } from '../texts.ts'
import { commonConfig, LiveRegions, Panel, signingConfig, SigningWork } from './panel.tsx'

/** Says, before anything is paid for, whether this browser will be able to sign. Where no script comes, the question itself stays. */
export function CanSign(props: PanelProps) {
  const config: Common = commonConfig(props, wordsFor('canSign', props.language))
  return (
    <Panel island="can-sign" islands={props.islands} config={config}>
      <LiveRegions />
    </Panel>
  )
}

/** Shows the bytes that `bytesUrl` gives and signs them with a key of this browser. The page author gives the h1. */
export function SigningPanel(props: SigningPanelProps) {
  const words = wordsFor('sign', props.language)
  const config: SignConfig = { ...signingConfig(props, words, props.purpose), bytesUrl: props.bytesUrl }
  return (
    <Panel island="sign" islands={props.islands} config={config} {...(props.meanwhile && { meanwhile: props.meanwhile })}>
      <SigningWork {...props} words={words} heading={words['content']} button={words[props.purpose === 'sign' ? 'sign' : 'signIn']} />
    </Panel>
  )
}

/** Shows a prepared PDF and signs its byte range with a key of this browser. The page author gives the h1. */
export function PdfSigningPanel(props: PdfSigningPanelProps) {
  const words = wordsFor('pdf', props.language)
  const { pdfUrl, byteRange, signingTime = 'omitted' } = props
  const config: SignPdfConfig = { ...signingConfig(props, words, 'sign'), pdfUrl, byteRange, signingTime }
  return (
    <Panel island="sign-pdf" islands={props.islands} config={config}>
      <h2>{words['document']}</h2>
      <p class="signing__title">{props.documentTitle}</p>
      <p>
        <a href={pdfUrl} target="_blank" rel="noopener" type="application/pdf" data-part="open-pdf">
          {words['openPdf']}
        </a>
      </p>
      {/* The script shows the pages here, from the very bytes that it signs. */}
      {props.preview === 'embedded' && <div data-part="preview" data-title={props.documentTitle}></div>}
      <SigningWork {...props} words={words} button={words['sign']} />
    </Panel>
  )
}
