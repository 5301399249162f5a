import type { PanelProps } from '../props.ts'
import type { CanSignConfig } from '../islands/config.ts'
import { wordsFor } from '../texts.ts'
import { LiveRegions, Panel } from './panel.tsx'

/** Says, before anything is paid for, whether this browser will be able to sign. Where no script comes, the question itself stays. */
export function CanSign(props: PanelProps) {
  const words = wordsFor('canSign', props.language)
  const config: CanSignConfig = {
    language: props.language,
    words,
    legalTime: props.legalTime,
    utcOffsetMinutes: props.utcOffsetMinutes,
    expectedHolder: null,
  }
  return (
    <Panel island="can-sign" islands={props.islands} config={config} sandbox={false}>
      <LiveRegions />
    </Panel>
  )
}
