import type { SigningPanelProps } from '../props.ts'
import type { SignConfig } from '../islands/config.ts'
import { wordsFor } from '../texts.ts'
import { Panel, signingConfig, SigningWork } from './panel.tsx'

/** Shows the bytes that `bytesUrl` gives and signs them with a key of this browser. The page author gives the h1. */
export function SigningPanel(props: SigningPanelProps) {
  const words = wordsFor('sign', props.language)
  const config: SignConfig = { ...signingConfig(props, words, props.purpose), bytesUrl: props.bytesUrl }
  return (
    <Panel island="sign" islands={props.islands} config={config} sandbox={props.sandbox === true}>
      <SigningWork {...props} words={words} heading={words['content']} button={words[props.purpose === 'sign' ? 'sign' : 'signIn']} />
    </Panel>
  )
}
