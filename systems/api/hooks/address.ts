// Where a web hook may lead. A program names the address, and this house would call it from inside its own network: so neither the address nor
// what its name resolves to may be one of this network (server-side request forgery).
import { lookup as resolveName, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Refusal } from '@ruqsat/foundation'
import { refuseApi } from '../refusals.ts'

/** What the installation allows: http for programs that are being written, and addresses of its own network. */
export type HookTargets = { readonly mayBePlain: boolean; readonly mayBePrivate: boolean }

const MOST_ADDRESS = 500

/** IANA's special-purpose addresses (RFC 6890 and what followed), multicast and what is reserved. */
const CLOSED_4 = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  CLOSED_4.addSubnet(network, bits, 'ipv4')
/** Only global unicast is open, without what maps or tunnels to IPv4. */
const OPEN_6 = new BlockList()
OPEN_6.addSubnet('2000::', 3, 'ipv6')
const CLOSED_6 = new BlockList()
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  CLOSED_6.addSubnet(network, bits, 'ipv6')

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !CLOSED_4.check(address, 'ipv4')
  return isIP(address) === 6 && OPEN_6.check(address, 'ipv6') && !CLOSED_6.check(address, 'ipv6')
}

/** What can be seen without asking for the name's addresses; those are looked at with each call (`lookupWithin`). */
export function addressFault(typed: string, { mayBePlain, mayBePrivate }: HookTargets): Refusal | null {
  const url = typed.length > MOST_ADDRESS ? null : URL.parse(typed)
  if (url === null || url.hash !== '' || url.username !== '' || url.password !== '') return refuseApi('hook-address', { field: 'url' })
  if (url.protocol !== 'https:' && !(mayBePlain && url.protocol === 'http:')) return refuseApi('hook-address', { field: 'url' })
  return mayBePrivate || !isClosedHost(hostOf(url)) ? null : refuseApi('hook-address-private', { field: 'url' })
}

export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

function isClosedHost(host: string): boolean {
  return isIP(host) === 0 ? /(^|\.)(localhost|local|internal)\.?$/.test(host) : !isPublicAddress(host)
}

/** Thrown by a connection to an address of this network. */
export class ClosedAddress extends Error {
  readonly code = 'closed-address'
}

/**
 * The resolver of the connection itself: what it answers is what is connected to, so a name that changes its address in between leads nowhere
 * else. One closed address among several is enough to refuse.
 */
export function lookupWithin({ mayBePrivate }: HookTargets, resolve: typeof resolveName = resolveName): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const addresses = found as LookupAddress[]
      if (error) return done(error, '', 0)
      if (!mayBePrivate && (addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address))))
        return done(new ClosedAddress(`Expected a public address for ${hostname}`), '', 0)
      return options.all === true ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}
