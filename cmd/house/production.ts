import { Fault } from '@ruqsat/foundation'
import { SUBSCRIBERS } from '@ruqsat/portal'
import { readConfig, type Settings } from '@ruqsat/installation'
import type { Installation } from './installation.ts'

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

/** What production runs without, a line each for whoever installs: it is refused by name where it is needed. */
export function unboundNeighbours({
  settings: { mode, config, seal },
  bound,
}: Pick<Installation, 'settings' | 'bound'>): readonly string[] {
  if (mode !== 'production') return []
  const sections = config === null ? {} : readConfig(config).sections
  return [
    ...(sections.mail === undefined
      ? ['nothing carries e-mail: the section mail of ruqsat.yaml names a server; messages wait under /work/messages']
      : []),
    ...(sections.sms === undefined
      ? ['nothing carries SMS: the section sms of ruqsat.yaml names an operator; codes and notices by SMS wait under /work/messages']
      : []),
    ...(seal === null
      ? ['this house has no seal: seal; no request is confirmed by a one-time password, and no receipt of a payment is sealed']
      : []),
    ...(Object.hasOwn(bound, SUBSCRIBERS.system)
      ? []
      : [
          `nothing says whose a telephone is: the file of registers binds no ${SUBSCRIBERS.system}; people register with a certificate alone, and no request is confirmed by a one-time password`,
        ]),
  ]
}
