import { crc32 } from 'node:zlib'

export type ImageFault = 'cutOff' | 'damaged'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda

/** A JPEG from its start to its end with a frame between (ITU-T T.81 B.1): what a camera writes behind the end is its own matter. */
export function jpegFault(bytes: Uint8Array): ImageFault | null {
  let hasFrame = false
  let hasScan = false
  for (let at = 2; ;) {
    const marker = markerAt(bytes, at, hasScan)
    if (marker === null) return 'cutOff'
    at = marker.after
    if (marker.code === EOI) return hasFrame && hasScan ? null : 'damaged'
    if (marker.code === SOI || marker.code === 0x01) continue
    const length = at + 1 < bytes.length ? (bytes[at]! << 8) | bytes[at + 1]! : null
    if (length === null || at + length > bytes.length) return 'cutOff'
    if (length < 2) return 'damaged'
    if (isFrame(marker.code)) {
      if (length < 11 || ((bytes[at + 5]! << 8) | bytes[at + 6]!) === 0) return 'damaged'
      hasFrame = true
    }
    if (marker.code === SOS) {
      if (!hasFrame) return 'damaged'
      hasScan = true
    }
    at += length
  }
}

/** The next marker: at once between segments, after the coded picture in a scan, where `FF 00` and restarts are part of it. */
function markerAt(bytes: Uint8Array, start: number, isInScan: boolean): { readonly code: number; readonly after: number } | null {
  for (let at = bytes.indexOf(0xff, start); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1]!
    if (code === 0xff || code === 0x00 || (isInScan && code >= 0xd0 && code <= 0xd7)) continue
    return { code, after: at + 2 }
  }
  return null
}

/** Start of frame, of any kind: C4, C8 and CC are tables and reserved. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc
}

/** A PNG with its header, picture data and end, and each part's own check sum (ISO/IEC 15948 5.3). */
export function pngFault(bytes: Uint8Array): ImageFault | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let hasData = false
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) return 'cutOff'
    const length = view.getUint32(at)
    if (at + 12 + length > bytes.length) return length > 0x7f_ff_ff_ff ? 'damaged' : 'cutOff'
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) return 'damaged'
    if (at === 8 && (type !== 'IHDR' || length !== 13 || view.getUint32(16) === 0 || view.getUint32(20) === 0)) return 'damaged'
    if (type === 'IDAT') hasData = true
    if (type === 'IEND') return hasData ? null : 'damaged'
    at += 12 + length
  }
}
