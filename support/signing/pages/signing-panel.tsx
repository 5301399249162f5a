import { fillString } from '@ruqsat/foundation'
import type { SigningPanelProps } from '../props.ts'
import type { SignConfig } from '../islands/config.ts'
import { showInstant } from '../islands/page.ts'
import { wordsFor } from '../texts.ts'
import { LiveRegions, Panel, SubmitForm } from './panel.tsx'

/** Shows the bytes that `bytesUrl` gives and signs them with a key of this browser. The page author gives the h1. */
export function SigningPanel(props: SigningPanelProps) {
  const words = wordsFor('sign', props.language)
  const config: SignConfig = {
    language: props.language,
    words,
    legalTime: props.legalTime,
    utcOffsetMinutes: props.utcOffsetMinutes,
    expectedHolder: props.expectedHolder ?? null,
    keyImportUrl: props.keyImportUrl,
    unsuitableKeys: props.unsuitableKeys ?? 'disabled',
    purpose: props.purpose,
    bytesUrl: props.bytesUrl,
  }
  return (
    <Panel island="sign" islands={props.islands} config={config} sandbox={props.sandbox === true}>
      <div data-part="work" hidden>
        <h2>{words['content']}</h2>
        <div class="signing__content" data-part="content"></div>
        <SignerAndTime {...props} words={words} />
        <div data-part="keys"></div>
        <button class="button button--primary" type="button" data-part="sign" hidden>
          {words[props.purpose === 'sign' ? 'sign' : 'signIn']}
        </button>
      </div>
      <LiveRegions />
      <SubmitForm {...props} />
    </Panel>
  )
}

/** Who is to sign, and which time the signature will state. */
export function SignerAndTime({
  expectedHolder,
  legalTime,
  utcOffsetMinutes,
  words,
}: Pick<SigningPanelProps, 'expectedHolder' | 'legalTime' | 'utcOffsetMinutes'> & {
  readonly words: Readonly<Record<string, string>>
}) {
  return (
    <>
      {expectedHolder?.name && <p>{fillString(words['expected'] ?? '', { name: expectedHolder.name })}</p>}
      <p>{fillString(words['legalTime'] ?? '', { time: showInstant(legalTime, utcOffsetMinutes) })}</p>
    </>
  )
}
