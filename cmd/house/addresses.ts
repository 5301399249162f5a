import { isIP } from 'node:net'
import { ownHosts, type Settings } from '@ruqsat/installation'

export type Ports = { readonly portal: number; readonly bank: number; readonly authority: number }

/** The addresses by which people and neighbours reach the sites of this process. */
export type Origins = { readonly portal: string; readonly bank: string; readonly authority: string }

export function originsOf(settings: Settings, ports: Ports): Origins {
  const host = publicHost(settings)
  return {
    portal: `${settings.tls ? 'https' : 'http'}://${inAddress(host)}:${ports.portal}`,
    bank: `http://${inAddress(bankHost(settings))}:${ports.bank}`,
    authority: `http://127.0.0.1:${ports.authority}`,
  }
}

/** What people type. Open to the network with TLS: the address by which a phone reaches us; without TLS only this machine's browser can sign. */
function publicHost({ host, tls }: Settings): string {
  if (!EVERY_ADDRESS.has(host)) return host
  return (tls && ownHosts().find((each) => isIP(each) && !each.startsWith('127.'))) || 'localhost'
}

/** Another site than the portal's `localhost`; where phones are let in, the payer has to reach it too, on another port. */
export function bankHost(settings: Settings): string {
  const host = publicHost(settings)
  return host === 'localhost' ? '127.0.0.1' : host
}

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

function inAddress(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}
