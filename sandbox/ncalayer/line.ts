import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'

// As much of a WebSocket (RFC 6455) as the twin needs: text both ways, one line a page. A dependency for this would serve a twin alone.

const ACCEPT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const OPCODE = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const
const FINAL = 0x80

export type PageLine = { send(text: string): void; end(): void }

/** Answers the handshake (4.2.2) and reads messages of at most so many bytes; a frame that a browser would not send ends the line. */
export function openLine(socket: Duplex, key: string, maxBytes: number, onText: (text: string) => void): PageLine {
  const accept = createHash('sha1').update(`${key}${ACCEPT}`).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  let waiting = Buffer.alloc(0)
  let message = Buffer.alloc(0)
  const end = (): void => void socket.destroy()
  socket.on('error', end)
  socket.on('data', (part: Buffer) => {
    waiting = Buffer.concat([waiting, part])
    for (let frame = readFrame(waiting, maxBytes); frame !== null; frame = readFrame(waiting, maxBytes)) {
      if (frame === 'wrong') return end()
      waiting = waiting.subarray(frame.bytes)
      if (frame.opcode === OPCODE.close) return end()
      if (frame.opcode === OPCODE.ping) socket.write(frameOf(OPCODE.pong, frame.payload))
      if (frame.opcode !== OPCODE.text && frame.opcode !== OPCODE.continuation) continue
      message = Buffer.concat([message, frame.payload])
      if (message.length > maxBytes) return end()
      if (!frame.isFinal) continue
      const text = message.toString('utf8')
      message = Buffer.alloc(0)
      onText(text)
    }
  })
  return { send: (text) => void socket.write(frameOf(OPCODE.text, Buffer.from(text))), end }
}

type Frame = { readonly opcode: number; readonly isFinal: boolean; readonly payload: Buffer; readonly bytes: number }

/** Null while the frame has not come whole. A client masks each (5.3). */
function readFrame(bytes: Buffer, maxBytes: number): Frame | 'wrong' | null {
  if (bytes.length < 2) return null
  const [first, second] = [bytes[0]!, bytes[1]!]
  if ((second & 0x80) === 0 || (first & 0x70) !== 0) return 'wrong'
  const short = second & 0x7f
  const more = short === 126 ? 2 : short === 127 ? 8 : 0
  if (bytes.length < 2 + more + 4) return null
  const length = more === 0 ? short : more === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (length > maxBytes) return 'wrong'
  const start = 2 + more + 4
  if (bytes.length < start + length) return null
  const mask = bytes.subarray(start - 4, start)
  const payload = Buffer.from(bytes.subarray(start, start + length).map((byte, at) => byte ^ mask[at % 4]!))
  return { opcode: first & 0x0f, isFinal: (first & FINAL) !== 0, payload, bytes: start + length }
}

function frameOf(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = FINAL | opcode
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}
