import { Fault, fillText, type LocalText } from '@ruqsat/foundation'
import { SUBSCRIBERS } from '@ruqsat/portal'
import { readConfig, type Settings } from '@ruqsat/installation'
import type { Regulation } from '@ruqsat/law'
import { unpayableLines } from './banks.ts'
import { unservedLines } from './front-office.ts'
import type { Installation } from './installation.ts'
import { unboundLines } from './registers.ts'
import texts from '../texts.yaml'

/** A Fault with everything that production cannot begin without, before anything is touched; nothing in the sandbox. */
export function requireReadyForMode(settings: Settings): void {
  if (settings.mode !== 'production') return
  const { databaseUrl, tls, roots, origin } = settings
  const missing = [
    ...(databaseUrl === null
      ? ['a PostgreSQL server of its own, with a database that no sandbox has used: databaseUrl or databaseUrlFile']
      : []),
    ...(roots.length === 0 ? ['the certificates of the real certification authority: roots'] : []),
    ...(origin === null ? ['the public address of the portal: origin'] : []),
    ...(origin !== null && !isSecure(origin) ? [`https in the public address ${origin}: browsers sign on secure pages only`] : []),
    ...(tls ? ['a certificate for the public address: the self-signed one of --tls is for trials'] : []),
  ]
  if (missing.length === 0) return
  throw new Fault(
    `Expected everything that production needs but this is missing:\n${missing.map((each) => `  - ${each}`).join('\n')}\n` +
      'docs/operating.md has a ruqsat.yaml with each. Nothing was started or changed; without RUQSAT_MODE the sandbox starts',
  )
}

/** This machine's own address is secure to a browser on it. */
function isSecure(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

/** What offered services need and nothing answers for, a line each for whoever installs: it is refused by name where it is needed. */
export function unboundHere(
  installation: Pick<Installation, 'settings' | 'bound' | 'banks'>,
  offered: readonly Regulation[],
): readonly LocalText[] {
  const { settings, bound, banks } = installation
  const isProduction = settings.mode === 'production'
  return [
    ...unboundLines(offered, bound),
    ...(isProduction || banks !== null ? unpayableLines(offered, banks?.banks ?? []) : []),
    ...(isProduction && settings.frontOffice === null ? unservedLines(offered) : []),
    ...(isProduction ? unboundNeighbours(installation) : []),
  ]
}

/** What production runs without. */
function unboundNeighbours({
  settings: { config, seal, phoneSigning },
  bound,
}: Pick<Installation, 'settings' | 'bound'>): readonly LocalText[] {
  const sections = config === null ? {} : readConfig(config).sections
  const words = texts.unbound
  return [
    ...(sections.mail === undefined ? [words.mail] : []),
    ...(sections.sms === undefined ? [words.sms] : []),
    ...(seal === null ? [words.seal] : []),
    ...(phoneSigning === null ? [words.phone] : []),
    ...(Object.hasOwn(bound, SUBSCRIBERS.system) ? [] : [fillText(words.subscribers, { system: SUBSCRIBERS.system })]),
  ]
}
