import type { IslandManifest } from '../props.ts'

type Props = {
  readonly islands: IslandManifest
  /** GET of `{ state }`, same origin. */
  readonly stateUrl: string
  /** What this page was drawn from. */
  readonly state: string
}

/** Watches the exchange of a signature on a telephone: the page is drawn again where something happened, and its form goes once by itself. */
export function PhoneWatch({ islands, stateUrl, state }: Props) {
  const script = islands.scripts['phone']
  return (
    <div data-island="phone" data-state-url={stateUrl} data-state={state}>
      <script type="module" src={script.url} integrity={script.integrity}></script>
    </div>
  )
}
