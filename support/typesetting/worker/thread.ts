// The thread that runs Typst. What it compiles may never end: only the end of its process stops it.
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { fontBlobs } from '../fonts.ts'
import type { WorkerAnswer, TypesettingJob, TypesettingProblem } from './protocol.ts'

/** Typst keeps what it computed. No document is like the one before: letting all of it go is as fast, and half as heavy (bench `typesetting`). */
const KEPT_DOCUMENTS = 0

const PDF_STANDARD = 'a-2a'
const MOST_PROBLEMS = 20

const workspace = fileURLToPath(new URL('../workspace', import.meta.url))
/** The template lies in the workspace by this name; it is never written to the disk. */
const mainFilePath = fileURLToPath(new URL('../workspace/template.typ', import.meta.url))
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fontBlobs() }] })

parentPort!.on('message', (job: TypesettingJob) => parentPort!.postMessage(answerTo(job)))
parentPort!.postMessage({ kind: 'ready' } satisfies WorkerAnswer)

function answerTo(job: TypesettingJob): WorkerAnswer {
  try {
    compiler.addSource(mainFilePath, job.source)
    const result = compiler.compile({ mainFilePath, inputs: { data: job.data } })
    const document = result.result
    if (document === null || result.hasError()) {
      const diagnostics = result.takeDiagnostics()
      return problems(job.id, diagnostics === null ? [] : problemsIn(compiler.fetchDiagnostics(diagnostics)))
    }
    const pdf = compiler.pdf(document, { pdfStandard: PDF_STANDARD, creationTimestamp: job.createdAtSeconds })
    return { kind: 'pdf', id: job.id, pdf: new Uint8Array(pdf) }
  } catch (error) {
    return problems(job.id, exportProblems(error instanceof Error ? error.message : String(error)))
  } finally {
    compiler.evictCache(KEPT_DOCUMENTS)
  }
}

function problems(id: number, found: readonly TypesettingProblem[]): WorkerAnswer {
  const known = found.length > 0 ? found : [{ message: 'Typst refuses the template without saying why', line: null, sign: null }]
  return { kind: 'problems', id, problems: known.slice(0, MOST_PROBLEMS) }
}

type Diagnostic = {
  readonly message: string
  readonly path: string
  readonly range: { readonly start: { readonly line: number } } | null
  readonly severity: number
}

/** Typst's word for "while calling …", which follows the fault that it belongs to, the innermost call first. */
const CALL = 4

/** What is wrong in a file that the template imports is said at the line of the template that led there. */
function problemsIn(diagnostics: readonly Diagnostic[]): readonly TypesettingProblem[] {
  return diagnostics.flatMap((each, place) => {
    if (each.severity === CALL) return []
    const after = diagnostics.slice(place + 1)
    const next = after.findIndex(({ severity }) => severity !== CALL)
    const calls = next === -1 ? after : after.slice(0, next)
    const line = [each, ...calls].map(lineOf).find((found) => found !== null) ?? null
    return [{ message: each.message.replaceAll(workspace, ''), line, sign: null }]
  })
}

/** In the template; null elsewhere. */
function lineOf({ path, range }: Diagnostic): number | null {
  return path === mainFilePath && range !== null ? range.start.line + 1 : null
}

/** What the export to PDF/A refuses comes as a debug print: `… message: "PDF/A-2a error: the text `\"≥\"` could not be displayed with …`. */
function exportProblems(text: string): readonly TypesettingProblem[] {
  const found = [...text.matchAll(/message: "((?:[^"\\]|\\.)*)"/g)].map(([, quoted]) => {
    const message = quoted!.replace(/\\(["'\\])/g, '$1')
    const shown = /the text `"(.+)"` could not be displayed/su.exec(message)?.[1]
    return { message, line: null, sign: shown === undefined ? null : written(shown) }
  })
  return found.length > 0 ? found : [{ message: text.slice(0, 500), line: null, sign: null }]
}

/** Rust prints a sign that has no face of its own as `\u{301}`. */
function written(shown: string): string {
  return shown.replace(/\\u\{([0-9a-f]{1,6})\}/g, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
}
