import type { ReadStatementFile } from '../core/statement.ts'
import { readCamtStatement } from './statement-camt.ts'
import { MAX_MOVEMENTS, MAX_STATEMENT_BYTES } from './statement-cells.ts'
import { readCsvStatement } from './statement-csv.ts'

/** A statement of either form, known by its first character. Never throws at bytes; half a statement is none. */
export function readStatementFile(bytes: Uint8Array): ReadStatementFile {
  if (bytes.length > MAX_STATEMENT_BYTES) return { kind: 'unread', faults: [{ line: null, code: 'too-large' }] }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { kind: 'unread', faults: [{ line: null, code: 'not-text' }] }
  }
  const read = text.trimStart().startsWith('<') ? readCamtStatement(text) : readCsvStatement(text)
  if (read.kind === 'read' && read.statement.movements.length > MAX_MOVEMENTS)
    return { kind: 'unread', faults: [{ line: null, code: 'too-large' }] }
  return read
}
