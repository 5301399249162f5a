import type { PanelProps } from '../props.ts'
import { wordsFor } from '../texts.ts'
import { commonConfig, LiveRegions, Panel } from './panel.tsx'

/** Says, before anything is paid for, whether this browser will be able to sign. Where no script comes, the question itself stays. */
export function CanSign(props: PanelProps) {
  const config = commonConfig(props, wordsFor('canSign', props.language))
  return (
    <Panel island="can-sign" islands={props.islands} config={config} sandbox={false}>
      <LiveRegions />
    </Panel>
  )
}
