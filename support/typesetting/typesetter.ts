import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { encode } from 'uqr'
import { Fault, msFromInstant, type Instant } from '@ruqsat/foundation'

/** Sets documents in type: a package's template and plain data in, a tagged PDF/A-2a out. Deterministic: the same input gives the same bytes. */
export type Typesetter = {
  /** Throws a Fault where the template does not compile or the PDF would break its standard; `template` is Typst source text. */
  render(template: string, data: object, options: { readonly creationTimestamp: Instant }): Uint8Array
}

/** Pinned files: an installed font must never slip into an official document. */
const FONT_FILES = ['NotoSerif-Regular.ttf', 'NotoSerif-Bold.ttf', 'NotoSans-Regular.ttf', 'NotoSans-Bold.ttf']

/**
 * Typst keeps what it computed, about 2 MiB a document; results older than this many documents are let go. What they share (fonts, the
 * house template) stays because it is used again: 30 kept documents were no faster than 1, and 60 MiB heavier.
 */
const KEPT_DOCUMENTS = 4

const PDF_STANDARD = 'a-2a'

export function openTypesetter(): Typesetter {
  const workspace = fileURLToPath(new URL('./workspace', import.meta.url))
  const fontBlobs = FONT_FILES.map((file) => readFileSync(new URL(`./fonts/${file}`, import.meta.url)))
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs }] })
  return {
    render(template, data, options) {
      const result = compiler.compile({ mainFileContent: template, inputs: { data: JSON.stringify(data) } })
      const document = result.result
      if (document === null || result.hasError()) {
        const problem = result.takeDiagnostics()?.shortDiagnostics ?? []
        throw new Fault(`Expected the template to compile but Typst says: ${JSON.stringify(problem).slice(0, 2000)}`)
      }
      const pdf = compiler.pdf(document, {
        pdfStandard: PDF_STANDARD,
        creationTimestamp: Math.floor(msFromInstant(options.creationTimestamp) / 1000),
      })
      compiler.evictCache(KEPT_DOCUMENTS)
      return new Uint8Array(pdf)
    },
  }
}

/** The rows of a QR code as strings of `0` and `1`, quiet zone included, medium error correction. */
export function qrRows(text: string): readonly string[] {
  return encode(text, { ecc: 'M', border: 2 }).data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''))
}
