import type { Child } from 'hono/jsx'

export type ListedFile = {
  readonly name: string
  readonly sizeBytes: number
  /** SHA-256, hexadecimal: what a signed document says of the file. */
  readonly sha256: string
  /** A form that removes it, a link that opens it. */
  readonly action?: Child
}

const KIB = 1024
const MIB = 1024 * 1024

/** Files that were attached, each with its size and its digest. */
export function FileList({ files }: { readonly files: readonly ListedFile[] }) {
  return (
    <ul class="file-list">
      {files.map((file) => (
        <li class="file-list__file">
          <p class="file-list__name">{file.name}</p>
          <p class="file-list__facts">
            {sizeText(file.sizeBytes)}, SHA-256: <code>{file.sha256}</code>
          </p>
          {file.action}
        </li>
      ))}
    </ul>
  )
}

function sizeText(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`
  return bytes < MIB ? `${Math.round(bytes / KIB)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`
}
