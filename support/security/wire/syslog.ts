// Entries as messages of syslog (RFC 5424), over UDP (RFC 5426) or TCP with counted octets (RFC 6587, 3.4.1).
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { hostname } from 'node:os'
import { Fault } from '@ruqsat/foundation'
import type { KeptEntry } from '../core/entry.ts'

/** "Security and authorization messages", RFC 5424 table 1. */
const FACILITY = 10
const SEVERITY = { alert: 1, refused: 4, done: 6 } as const
/** Of RFC 5612: a name of structured data needs a number, and this house has none of its own. */
const DATA_ID = 'ruqsat@32473'
const TCP_WITHIN_MS = 10_000

/** One entry as one message. Every value is in the structured data; the text is for who reads along. */
export function syslogMessage(entry: KeptEntry, host = hostname()): string {
  const severity = entry.kind === 'alert' ? SEVERITY.alert : SEVERITY[entry.outcome]
  const { number, kind, outcome, realm, actor, role, authority, subjectKind, subject, caseId, why, visitor, facts } = entry
  const values = { number, kind, outcome, realm, actor, role, authority, subjectKind, subject, caseId, why, visitor }
  const data = Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
  const more = Object.keys(facts).length === 0 ? '' : ` facts="${escaped(JSON.stringify(facts))}"`
  const name = host.replace(/[^\x21-\x7e]/g, '').slice(0, 255) || '-'
  return `<${FACILITY * 8 + severity}>1 ${entry.at} ${name} ruqsat ${process.pid} ${kind} [${DATA_ID} ${data.join(' ')}${more}] ${kind} ${outcome}`
}

/** RFC 5424, 6.3.3. */
const escaped = (value: string): string => value.replace(/["\\\]]/g, '\\$&').replace(/\p{Cc}/gu, ' ')

export type SyslogTarget = { readonly protocol: 'udp' | 'tcp'; readonly host: string; readonly port: number }

/** Sends all or throws a Fault that may be tried again. UDP is only handed to the network. */
export async function sendToSyslog(target: SyslogTarget, messages: readonly string[]): Promise<void> {
  if (messages.length === 0) return
  try {
    await (target.protocol === 'udp' ? byUdp(target, messages) : byTcp(target, messages))
  } catch (error) {
    throw new Fault(`Expected syslog at ${target.protocol}://${target.host}:${target.port} to take the security log but it did not`, {
      retry: 'later',
      cause: error,
    })
  }
}

async function byUdp({ host, port }: SyslogTarget, messages: readonly string[]): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  try {
    for (const message of messages)
      await new Promise<void>((resolve, reject) => socket.send(message, port, host, (error) => (error ? reject(error) : resolve())))
  } finally {
    socket.close()
  }
}

async function byTcp({ host, port }: SyslogTarget, messages: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port })
    socket.setTimeout(TCP_WITHIN_MS, () => socket.destroy(new Error('it was silent')))
    socket.once('error', reject)
    socket.once('close', (hadError) => hadError || resolve())
    socket.once('connect', () => {
      for (const message of messages) socket.write(`${Buffer.byteLength(message)} ${message}`)
      socket.end()
    })
    socket.resume()
  })
}
