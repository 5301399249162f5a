// What the house and its typesetting process say to each other.

export type TypesettingJob = {
  readonly kind: 'job'
  readonly id: number
  readonly source: string
  /** JSON text: the template reads it as it is. */
  readonly data: string
  readonly createdAtSeconds: number
}

export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | WorkerDone
  /** The process has taken more memory than it may and ends itself. */
  | { readonly kind: 'outgrown' }

export type WorkerDone = (
  | { readonly kind: 'pdf'; readonly id: number; readonly pdf: Uint8Array }
  | { readonly kind: 'problems'; readonly id: number; readonly problems: readonly TypesettingProblem[] }
) & { readonly residentMiB?: number }

/**
 * `line` counts from 1, in the template: where the fault is in another file, the line that led there; null where Typst says none. `sign` is
 * what no pinned font can print.
 */
export type TypesettingProblem = { readonly message: string; readonly line: number | null; readonly sign: string | null }

/**
 * Resident memory at which a process is replaced once it is idle: it begins with about 115 MiB, and Typst lets a third of a MiB of each
 * document stand for good.
 */
export const REPLACE_FROM_MIB = 200
/** And at which it ends itself in the middle of a document. */
export const MOST_MEMORY_MIB = 400
