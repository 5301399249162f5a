import { decimalText, type Language } from './texts.ts'
import texts from './texts.yaml'

/** One kilobyte everywhere: file managers count so, and the limits of files do. */
const BYTES_OF_KB = 1024
const BYTES_OF_MB = BYTES_OF_KB * BYTES_OF_KB

/** The size of a file as people read it: bytes under one KB, whole KB under one MB, MB with one decimal: `592 байт`, `280 КБ`, `1,4 МБ`. */
export function fileSizeText(bytes: number, language: Language): string {
  const [byte, kilo, mega] = texts.fileSizes[language]
  if (bytes < BYTES_OF_KB) return `${bytes}\u00a0${byte}`
  if (bytes < BYTES_OF_MB) return `${Math.round(bytes / BYTES_OF_KB)}\u00a0${kilo}`
  return `${decimalText((bytes / BYTES_OF_MB).toFixed(1), language)}\u00a0${mega}`
}
