import { expectThat } from '@ruqsat/asn1'

/** Objects, numbers, names and strings that are read. Structure needs some thousands, a large table of cross-references some hundred thousand. */
const MAX_VALUES = 1_000_000
/** Characters that are walked over, those of unpacked streams included; the same place counts each time. */
const MAX_CHARACTERS = 64 * 1024 * 1024
/** All streams of a file together. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024
/** Entries of all cross-reference sections together, the older revisions' included. */
const MAX_ENTRIES = 600_000

/**
 * What reading one untrusted file may cost. A small file can ask for a lot: its streams unpack a thousand times over, a thousand references
 * lead to one large object, every revision names every object again. Each limit alone would let the others be multiplied; so whoever reads
 * pays here, and a file that has spent it is refused after a second or two, whatever it says.
 */
export class PdfEffort {
  #values = MAX_VALUES
  #characters = MAX_CHARACTERS
  #inflatedBytes = MAX_INFLATED_BYTES
  #entries = MAX_ENTRIES

  value(): void {
    expectThat(--this.#values >= 0, 'a PDF of fewer values')
  }

  characters(count: number): void {
    this.#characters -= count
    expectThat(this.#characters >= 0, 'a PDF whose objects are smaller, or less often the same')
  }

  entry(): void {
    expectThat(--this.#entries >= 0, 'fewer objects in the PDF')
  }

  /** Gives what may still be unpacked to `unpack` and takes off what it made. */
  inflate(unpack: (maxBytes: number) => Uint8Array): Uint8Array {
    expectThat(this.#inflatedBytes > 0, 'streams of less volume in the PDF')
    const data = unpack(this.#inflatedBytes)
    this.#inflatedBytes -= data.length
    return data
  }
}
