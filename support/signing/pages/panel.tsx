import type { Child } from 'hono/jsx'
import type { IslandManifest, IslandName, SubmitProps } from '../props.ts'
import type { AnyConfig } from '../islands/config.ts'

/** The frame of each panel: its script and style, the live regions, the words for a browser without script. */
export function Panel({
  island,
  islands,
  config,
  sandbox,
  children,
}: {
  readonly island: IslandName
  readonly islands: IslandManifest
  readonly config: AnyConfig
  readonly sandbox: boolean
  readonly children?: Child
}) {
  const script = islands.scripts[island]
  return (
    <div class="signing" data-island={island} data-config={JSON.stringify(config)}>
      <link rel="stylesheet" href={islands.stylesheet.url} integrity={islands.stylesheet.integrity} />
      <noscript>
        <p class="inset-text">{config.words['noScript']}</p>
      </noscript>
      <p class="inset-text signing__getting-ready" role="status" data-part="getting-ready">
        {config.words['gettingReady']}
      </p>
      {sandbox && <p class="inset-text">{config.words['sandbox']}</p>}
      {children}
      <script type="module" src={script.url} integrity={script.integrity}></script>
    </div>
  )
}

/** Where problems and good news appear. Outside of what is hidden at first: "this page cannot sign" is a problem too. */
export function LiveRegions() {
  return (
    <>
      <div role="alert" data-part="alert"></div>
      <p role="status" class="signing__status" data-part="status"></p>
    </>
  )
}

/** The ordinary form that carries the signature. Empty until the person has signed. */
export function SubmitForm({ submitUrl, csrf, hiddenFields = {} }: Pick<SubmitProps, 'submitUrl' | 'csrf' | 'hiddenFields'>) {
  return (
    <form method="post" action={submitUrl} data-part="form" hidden>
      <input type="hidden" name={csrf.name} value={csrf.value} />
      {Object.entries(hiddenFields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="signature" value="" />
      <input type="hidden" name="signedSha256" value="" />
    </form>
  )
}
