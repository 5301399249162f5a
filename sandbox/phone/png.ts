import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

const PIXELS_PER_SQUARE = 4

/** A QR code as PNG (RFC 2083), black on white, one byte a pixel. */
export function qrPng(text: string): Uint8Array {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  const side = size * PIXELS_PER_SQUARE
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Buffer.alloc(1 + side, 255)
    row[0] = 0
    for (let x = 0; x < side; x += 1) if (data[Math.floor(y / PIXELS_PER_SQUARE)]![Math.floor(x / PIXELS_PER_SQUARE)]!) row[1 + x] = 0
    return row
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head[8] = 8
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(content.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
