// An SMS centre for tests, by the octets of SMPP 3.4 and by no library: what our carrier sends and believes is judged by other eyes.
import { createServer, type Server, type Socket } from 'node:net'

export type TakenPart = {
  readonly to: string
  readonly from: string
  readonly esmClass: number
  readonly coding: number
  readonly message: Buffer
  readonly reference: string
}

export type SmsCentre = {
  readonly port: number
  readonly taken: readonly TakenPart[]
  /** How many times somebody was let in. */
  readonly binds: number
  /** The status of the next answers to parts; 0: taken. `silent`: no answer. */
  status: number | 'silent'
  /** Reports of the delivery of a part: in the text and, where asked for, in the optional parameters alone. Answers with the status that came back. */
  report(reference: string, stat: string, how?: 'text' | 'parameters'): Promise<number>
  /** Any octets on the newest line, as an operator that is broken sends them. */
  send(octets: Buffer): void
  /** A PDU around a body that may be none; answers with the status that came back. */
  deliver(body: Buffer): Promise<number>
  /** Cuts every line. */
  cut(): void
  close(): Promise<void>
}

const COMMANDS = { bind: 0x09, submit: 0x04, deliver: 0x05, enquire: 0x15, unbind: 0x06, answer: 0x80000000 } as const

/** `nameOf`: how this operator names the part of this serial. */
export async function openSmsCentre({
  password = 'secret',
  nameOf = (serial) => `MSG${serial.toString(16).padStart(6, '0')}`,
}: { readonly password?: string; readonly nameOf?: (serial: number) => string } = {}): Promise<SmsCentre> {
  const taken: TakenPart[] = []
  const sockets = new Set<Socket>()
  const waiting = new Map<number, (status: number) => void>()
  const state = { status: 0 as number | 'silent', binds: 0, serial: 0 }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let read = Buffer.alloc(0)
    socket.on('data', (data) => {
      read = Buffer.concat([read, data])
      while (read.length >= 16 && read.length >= read.readUInt32BE(0)) {
        const length = read.readUInt32BE(0)
        handle(socket, read.subarray(0, length))
        read = read.subarray(length)
      }
    })
  })

  function handle(socket: Socket, pdu: Buffer): void {
    const [command, status, sequence, body] = [pdu.readUInt32BE(4), pdu.readUInt32BE(8), pdu.readUInt32BE(12), pdu.subarray(16)]
    if (command >= COMMANDS.answer) return waiting.get(sequence)?.(status)
    const answer = (given: number, content = Buffer.alloc(0)) =>
      socket.write(pduOf((command | COMMANDS.answer) >>> 0, given, sequence, content))
    if (command === COMMANDS.bind) {
      const isKnown = strings(body, 2)[1] === password
      if (isKnown) state.binds += 1
      answer(isKnown ? 0 : 0x0e, Buffer.from('CENTRE\0'))
    } else if (command === COMMANDS.submit) {
      if (state.status === 'silent') return
      if (state.status !== 0) return void answer(state.status)
      const reference = nameOf((state.serial += 1))
      taken.push({ ...partIn(body), reference })
      answer(0, Buffer.from(`${reference}\0`))
    } else answer(0)
  }

  const deliver = (body: Buffer): Promise<number> =>
    new Promise((resolve) => {
      const sequence = 0x1000 + (state.serial += 1)
      waiting.set(sequence, resolve)
      for (const socket of [...sockets].slice(-1)) socket.write(pduOf(COMMANDS.deliver, 0, sequence, body))
    })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    taken,
    get binds() {
      return state.binds
    },
    get status() {
      return state.status
    },
    set status(status) {
      state.status = status
    },
    report: (reference, stat, how = 'text') => deliver(reportOf(reference, stat, how)),
    deliver,
    send: (octets) => void [...sockets].at(-1)?.write(octets),
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function pduOf(command: number, status: number, sequence: number, body: Buffer): Buffer {
  const head = Buffer.alloc(16)
  for (const [place, value] of [16 + body.length, command, status, sequence].entries()) head.writeUInt32BE(value, place * 4)
  return Buffer.concat([head, body])
}

/** So many texts that end with a zero, from the beginning. */
function strings(body: Buffer, count: number): readonly string[] {
  const found: string[] = []
  for (let from = 0; found.length < count;) {
    const end = body.indexOf(0, from)
    found.push(body.toString('latin1', from, end))
    from = end + 1
  }
  return found
}

/** 4.4.1: service_type, source (ton, npi, text), destination (ton, npi, text), esm_class, protocol, priority, two times, registered, replace, coding, default, length, message. */
function partIn(body: Buffer): Omit<TakenPart, 'reference'> {
  let at = body.indexOf(0) + 1
  const text = () => {
    const end = body.indexOf(0, at)
    const found = body.toString('latin1', at, end)
    at = end + 1
    return found
  }
  at += 2
  const from = text()
  at += 2
  const to = text()
  const esmClass = body[at]!
  at += 3
  text()
  text()
  at += 2
  const coding = body[at]!
  const length = body[at + 2]!
  return { from, to, esmClass, coding, message: Buffer.from(body.subarray(at + 3, at + 3 + length)) }
}

/** The report as in appendix B, or by the parameters receipted_message_id (0x001E) and message_state (0x0427). */
export function reportOf(reference: string, stat: string, how: 'text' | 'parameters'): Buffer {
  const isText = how === 'text'
  const message = isText
    ? Buffer.from(`id:${reference} sub:001 dlvrd:001 submit date:2611291000 done date:2611291001 stat:${stat} err:00B text:`)
    : Buffer.alloc(0)
  const states: Readonly<Record<string, number>> = { DELIVRD: 2, EXPIRED: 3, UNDELIV: 5 }
  const parameters = isText
    ? []
    : [
        Buffer.from([0x00, 0x1e, 0x00, reference.length + 1]),
        Buffer.from(`${reference}\0`),
        Buffer.from([0x04, 0x27, 0x00, 0x01, states[stat]!]),
      ]
  return Buffer.concat([
    Buffer.from('\0\x01\x0177010000001\0\x05\0RUQSAT\0', 'latin1'),
    Buffer.from([0x04, 0, 0, 0, 0, 0, 0, 0, 0, message.length]),
    message,
    ...parameters,
  ])
}
