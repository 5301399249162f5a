// An SMS as its network carries it: 140 octets at most; a longer text is several, each with a header that says which of how many (3GPP TS
// 23.040, 9.2.3.24.1).

/** `plain`: letters that are the same in GSM 03.38 and ASCII, an octet each on this wire. `ucs2`: everything else, Kazakh and Russian too. */
export type SmsPart = { readonly coding: 'plain' | 'ucs2'; readonly hasHeader: boolean; readonly bytes: Uint8Array }

/** Characters of one part, alone and in company: the header takes six octets, of seven bits in plain text. */
const PLAIN = { alone: 160, each: 153 } as const
const UCS2 = { alone: 70, each: 67 } as const
/** What fits into the one octet of the header. */
const MOST_PARTS = 255

export function isPlain(text: string): boolean {
  return /^[A-Za-z0-9 \r\n!"#%&'()*+,\-./:;<=>?]*$/.test(text)
}

/** The parts of a text under the number of the whole, 0 to 255: the same number at every try, so that a telephone joins what came twice. */
export function smsParts(text: string, whole: number): readonly SmsPart[] {
  const coding = isPlain(text) ? 'plain' : 'ucs2'
  const { alone, each } = coding === 'plain' ? PLAIN : UCS2
  const bytesOf = (part: string): Buffer => (coding === 'plain' ? Buffer.from(part, 'latin1') : Buffer.from(part, 'utf16le').swap16())
  if (text.length <= alone) return [{ coding, hasHeader: false, bytes: bytesOf(text) }]
  const parts = pieces(text, each).slice(0, MOST_PARTS)
  return parts.map((part, place) => {
    const header = Uint8Array.of(0x05, 0x00, 0x03, whole, parts.length, place + 1)
    return { coding, hasHeader: true, bytes: Buffer.concat([header, bytesOf(part)]) }
  })
}

/** Of so many units each at most; a character of two units stays whole. */
function pieces(text: string, size: number): readonly string[] {
  const found: string[] = []
  for (let from = 0; from < text.length;) {
    const isSplit = isHigh(text.charCodeAt(from + size - 1)) && from + size < text.length
    const until = from + size - (isSplit ? 1 : 0)
    found.push(text.slice(from, until))
    from = until
  }
  return found
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
