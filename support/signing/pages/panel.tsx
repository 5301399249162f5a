import { fillString } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import type { IslandManifest, IslandName, PanelProps, SubmitProps } from '../props.ts'
import type { AnyConfig, Common, Signing } from '../islands/config.ts'
import { showInstant } from '../islands/page.ts'
import type { Words } from '../texts.ts'

/** The settings of every island. */
export function commonConfig(props: PanelProps & Pick<SubmitProps, 'expectedHolder'>, words: Words): Common {
  const { language, legalTime, utcOffsetMinutes, expectedHolder = null } = props
  return { language, words, legalTime, utcOffsetMinutes, expectedHolder }
}

/** The settings of islands that sign. */
export function signingConfig(props: PanelProps & SubmitProps, words: Words, purpose: Signing['purpose']): Signing {
  const { keyImportUrl, unsuitableKeys = 'disabled', islands } = props
  return { ...commonConfig(props, words), keyImportUrl, unsuitableKeys, purpose, ncalayerUrl: islands.ncalayerUrl ?? null }
}

/** The frame of each panel: its script and style, the live regions, the words for a browser without script. */
export function Panel({
  island,
  islands,
  config,
  sandbox,
  meanwhile,
  children,
}: {
  readonly island: IslandName
  readonly islands: IslandManifest
  readonly config: AnyConfig
  readonly sandbox?: boolean
  readonly meanwhile?: Child
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
      {meanwhile && <div data-part="meanwhile">{meanwhile}</div>}
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

/** What is shown of the content, who is to sign, which time the signature will state, the keys; then the form. Hidden until the island can work. */
export function SigningWork({
  heading,
  button,
  words,
  ...props
}: PanelProps & SubmitProps & { readonly heading?: string | undefined; readonly button: string | undefined; readonly words: Words }) {
  return (
    <>
      <div class="signing__work" data-part="work" hidden>
        {heading !== undefined && <h2>{heading}</h2>}
        <div class="signing__content" data-part="content"></div>
        <div data-part="keys"></div>
        <button class="button button--primary" type="button" data-part="sign" hidden>
          {button}
        </button>
        {props.islands.ncalayerUrl && (
          <div class="signing__other-way">
            <p>{words['ncalayer']}</p>
            <button class="button button--secondary" type="button" data-part="ncalayer">
              {words['byNcalayer']}
            </button>
            {props.islands.ncalayerWindowUrl && (
              <p>
                <a href={props.islands.ncalayerWindowUrl} target="_blank" rel="noopener">
                  {words['ncalayerWindow']}
                </a>
              </p>
            )}
          </div>
        )}
      </div>
      <LiveRegions />
      <SubmitForm {...props} />
      <div data-part="work" hidden>
        <Technical {...props} words={words} />
      </div>
    </>
  )
}

/** What proves that the page shows what is signed: nothing that a person has to know before signing. */
function Technical({ legalTime, utcOffsetMinutes, words }: PanelProps & { readonly words: Words }) {
  return (
    <details class="details">
      <summary class="details__summary">{words['technical']}</summary>
      <div class="details__body">
        <p>{words['fromBytes']}</p>
        <p>{fillString(words['legalTime'] ?? '', { time: showInstant(legalTime, utcOffsetMinutes) })}</p>
        <div data-part="proof"></div>
      </div>
    </details>
  )
}

/** The ordinary form that carries the signature. Empty until the person has signed. */
function SubmitForm({ submitUrl, csrf, hiddenFields = {} }: Pick<SubmitProps, 'submitUrl' | 'csrf' | 'hiddenFields'>) {
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
