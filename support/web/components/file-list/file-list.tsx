import { decimalText, type Language } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import { useLanguage } from '../../language/view.ts'
import texts from '../texts.yaml'

export type ListedFile = {
  readonly name: string
  readonly sizeBytes: number
  /** A form that removes it, a link that opens it. */
  readonly action?: Child
}

const KIB = 1024
const MIB = 1024 * 1024

/** Files that were attached, each with its size. Digests are where the bytes are signed. */
export function FileList({ files }: { readonly files: readonly ListedFile[] }) {
  const language = useLanguage()
  return (
    <ul class="file-list">
      {files.map((file) => (
        <li class="file-list__file">
          <p class="file-list__name">{file.name}</p>
          <p class="file-list__facts">{sizeText(file.sizeBytes, language)}</p>
          {file.action}
        </li>
      ))}
    </ul>
  )
}

/** As file managers write it: 1 KB is 1,024 bytes. */
function sizeText(bytes: number, language: Language): string {
  const [byte, kilo, mega] = texts.fileList.units[language]
  if (bytes < KIB) return `${bytes}\u00a0${byte}`
  if (bytes < MIB) return `${Math.round(bytes / KIB)}\u00a0${kilo}`
  const size = (bytes / MIB).toFixed(1)
  return `${decimalText(size, language)}\u00a0${mega}`
}
