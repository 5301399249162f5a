import { fileSizeText } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import { useLanguage } from '../../language/view.ts'

export type ListedFile = {
  readonly name: string
  readonly sizeBytes: number
  /** A form that removes it, a link that opens it. */
  readonly action?: Child
}

/** Files that were attached, each with its size. Digests are where the bytes are signed. */
export function FileList({ files }: { readonly files: readonly ListedFile[] }) {
  const language = useLanguage()
  return (
    <ul class="file-list">
      {files.map((file) => (
        <li class="file-list__file">
          <p class="file-list__name">{file.name}</p>
          <p class="file-list__facts">{fileSizeText(file.sizeBytes, language)}</p>
          {file.action}
        </li>
      ))}
    </ul>
  )
}
