/**
 * What reading one stranger's file may cost. Honest objects lie side by side, so that reading all of them is reading the file about once;
 * a file that leads to the same place again and again is given up, not read for minutes.
 */
export class FileEffort {
  #characters: number
  #inflatedBytes: number

  constructor(fileBytes: number) {
    this.#characters = 4 * fileBytes + 4 * MIB
    this.#inflatedBytes = MOST_INFLATED
  }

  characters(count: number): void {
    this.#characters -= count
    if (this.#characters < 0) throw new Unreadable('more to read than the file has')
  }

  /** Gives what may still be unpacked to `unpack` and takes off what it made, which has to be read as well. */
  inflate(unpack: (mostBytes: number) => Buffer): Buffer {
    if (this.#inflatedBytes <= 0) throw new Unreadable('too much to unpack')
    const data = unpack(this.#inflatedBytes)
    this.#inflatedBytes -= data.length
    this.#characters += 2 * data.length
    return data
  }
}

const MIB = 1024 * 1024
/** Object streams hold structure only: a scan of 10 MiB has some kilobytes of it, a large text document some megabytes. */
const MOST_INFLATED = 24 * MIB

/** A file that nobody can look into. The message is for the log and the tests. */
export class Unreadable extends Error {}
