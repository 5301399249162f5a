import type { KeyImportProps } from '../props.ts'
import type { KeyImportConfig } from '../islands/config.ts'
import { wordsFor } from '../texts.ts'
import { commonConfig, LiveRegions, Panel } from './panel.tsx'

/** Bring a key into this browser, see those that are here, remove them. The page author gives the h1. */
export function KeyImport(props: KeyImportProps) {
  const words = wordsFor('import', props.language)
  const config: KeyImportConfig = {
    ...commonConfig(props, words),
    returnTo: props.returnTo ?? null,
    workerUrl: props.islands.scripts['key-worker'].url,
  }
  return (
    <Panel island="key-import" {...props} config={config}>
      <p class="inset-text">{words['promise']}</p>
      <div data-part="work" hidden>
        <h2>{words['bring']}</h2>
        {/* Neither in a form nor named: there is no way in which the browser could send them. */}
        <div class="field">
          <label class="field__label" for="signing-file">
            {words['file']}
          </label>
          <p class="field__hint" id="signing-file-hint">
            {words['fileHint']}
          </p>
          <input
            class="file-upload"
            type="file"
            id="signing-file"
            data-part="file"
            accept=".p12,.pfx,application/x-pkcs12"
            aria-describedby="signing-file-hint"
          />
        </div>
        <div class="field">
          <label class="field__label" for="signing-password">
            {words['password']}
          </label>
          <input
            class="input input--width-full"
            type="password"
            id="signing-password"
            data-part="password"
            autocomplete="off"
            spellcheck={false}
            autocapitalize="off"
          />
        </div>
        <button class="button button--primary" type="button" data-part="open">
          {words['open']}
        </button>
      </div>
      <LiveRegions />
      <div data-part="work" hidden>
        <div data-part="found"></div>
        <h2 data-part="keys-heading" tabindex={-1}>
          {words['here']}
        </h2>
        <div data-part="keys"></div>
      </div>
    </Panel>
  )
}
