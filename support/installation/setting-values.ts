// Settings that are more than a word or a number: how each is written, and what it means.
import { isIP } from 'node:net'

/** An act that the installation offers by its own decision; `from` is the first day, at the authority's midnight. */
export type OfferSetting = { readonly regulation: string; readonly from: string | null }

/** A reminder of the installation: `holder-4h` before, `superior+2d` after. */
export type ReminderSetting = {
  readonly id: string
  readonly to: 'holder' | 'head' | 'superior'
  readonly before?: { readonly amount: number; readonly unit: 'hours' | 'workingDays' }
  readonly after?: { readonly amount: number; readonly unit: 'hours' | 'workingDays' }
}

/** Undefined where the text is none. */
export function readReminders(text: string): readonly ReminderSetting[] | undefined {
  if (text === 'none') return []
  const reminders = text.split(',').map((part): ReminderSetting | null => {
    const [id, to, when, amount, unit] = /^(holder|head|superior)([-+])([1-9]\d{0,2})([hd])$/.exec(part.trim()) ?? []
    if (id === undefined) return null
    const duration = { amount: Number(amount), unit: unit === 'h' ? ('hours' as const) : ('workingDays' as const) }
    return { id, to: to as ReminderSetting['to'], ...(when === '-' ? { before: duration } : { after: duration }) }
  })
  const found = reminders.filter((each) => each !== null)
  return found.length === reminders.length && new Set(found.map(({ id }) => id)).size === found.length ? found : undefined
}

/** Undefined where the text is none. */
export function readOffers(text: string): readonly OfferSetting[] | undefined {
  const offers = text.split(',').map((part) => {
    const [, regulation, from] = /^([A-Za-z][A-Za-z0-9-]*)(?:@(\d{4}-\d\d-\d\d))?$/.exec(part.trim()) ?? []
    return { regulation: regulation ?? '', from: from ?? null }
  })
  const isSound = ({ regulation, from }: OfferSetting) => regulation !== '' && (from === null || dayExists(from))
  const isOnce = new Set(offers.map(({ regulation }) => regulation)).size === offers.length
  return offers.every(isSound) && isOnce ? offers : undefined
}

export type SyslogSetting = { readonly protocol: 'udp' | 'tcp'; readonly host: string; readonly port: number }

/** Undefined where the text is none. */
export function readSyslog(text: string): SyslogSetting | undefined {
  const url = /^(?:udp|tcp):\/\/[^/?#@]+$/.test(text) ? URL.parse(text) : null
  if (url === null || url.port === '') return undefined
  return { protocol: url.protocol === 'udp:' ? 'udp' : 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) }
}

/** A channel of the packages that is open here, and what serves it. */
export type ChannelSetting = { readonly channel: string; readonly door: Door }
/** The doors that are in the box. */
const DOORS = ['web'] as const
type Door = (typeof DOORS)[number]

/** Undefined where the text is none. */
export function readChannels(text: string): readonly ChannelSetting[] | undefined {
  const channels = text.split(',').flatMap((part) => {
    const [, channel, named = 'web'] = /^([A-Za-z][A-Za-z0-9-]*)(?:=([a-z]+))?$/.exec(part.trim()) ?? []
    const door = DOORS.find((each) => each === named)
    return channel === undefined || door === undefined ? [] : [{ channel, door }]
  })
  const isOnce = new Set(channels.map(({ channel }) => channel)).size === channels.length
  return channels.length === text.split(',').length && isOnce ? channels : undefined
}

function dayExists(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(day)
}

/** Undefined where the text is none. */
export function readOrigin(text: string): string | undefined {
  const url = URL.parse(text)
  return url !== null && ['http:', 'https:'].includes(url.protocol) && `${url.origin}/` === url.href ? url.origin : undefined
}

/** Addresses and CIDR networks. A network of length 0 is everybody, who are no proxy of ours; an IPv4 address is written as one, not mapped into IPv6. */
export function readNetworks(text: string): readonly string[] | undefined {
  const networks = text.split(',').map((each) => each.trim())
  return networks.every(isNetwork) ? networks : undefined
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || /%|^::ffff:/i.test(address) || more.length > 0) return false
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}
