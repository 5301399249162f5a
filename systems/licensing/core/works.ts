// What was written at steps that decide nothing, as a reader may see it: read from the events, with the words from their rows.
import type { Reader, WorkView } from '@ruqsat/caseflow/host'
import type { WrittenWork } from '@ruqsat/documents'
import type { CaseEvent, Work } from '@ruqsat/engine'
import { canonicalJson, Fault } from '@ruqsat/foundation'
import { sha256Hex, stepById, type Step } from '@ruqsat/law'
import { isForReader } from './access.ts'
import type { EditionPlace } from './place.ts'

/** What was written, with the salt that makes its digest say nothing to who does not have the words. */
export type KeptWriting = { readonly writingId: string; readonly salt: string; readonly content: WrittenWork }

export function digestOf({ salt, content }: Pick<KeptWriting, 'salt' | 'content'>): string {
  return sha256Hex(canonicalJson({ salt, content }))
}

/** Signed: the digest of the file that was assembled; null: nobody signs it. */
export type KeptPaper = { readonly documentId: string; readonly signed: string | null }

type Seen = Omit<WorkView, 'documentId'> & { readonly paper: KeptPaper | null }

/** Every letter, visit, entry and question that this reader may see; of one that is written again before it is finished, the last. */
export function worksSeen(
  events: readonly CaseEvent[],
  rows: readonly KeptWriting[],
  place: EditionPlace,
  reader: Reader,
): readonly Seen[] {
  const works: Seen[] = []
  const change = (stepId: string, more: Partial<Seen>) => {
    const at = works.findLastIndex((work) => work.stepId === stepId && !work.isDone)
    if (at >= 0) works[at] = { ...works[at]!, ...more }
  }
  for (const event of events) {
    switch (event.kind) {
      case 'workWritten': {
        const last = works.findLastIndex((work) => work.stepId === event.stepId && !work.isDone)
        if (last >= 0) works.splice(last, 1)
        works.push({
          stepId: event.stepId,
          taskId: event.taskId,
          at: event.at,
          by: event.actor.id,
          writing: wordsOf(event.work, rows),
          answer: null,
          paper: event.paper === undefined ? null : { documentId: event.paper.documentId, signed: null },
          isDone: false,
        })
        break
      }
      case 'workSigned':
        change(event.stepId, { paper: { documentId: event.document.documentId, signed: event.document.sha256 } })
        break
      case 'workAnswered':
        change(event.stepId, { taskId: event.taskId, answer: wordsOf(event.work, rows) })
        break
      case 'taskCompleted':
        change(event.stepId, { isDone: true })
        break
      default:
    }
  }
  const { steps } = place.variant.procedure
  if (reader.kind === 'applicant') return works.filter(({ stepId, isDone }) => isDone && isShown(steps, stepId))
  const isFor = isForReader(reader, place)
  return works.filter(({ stepId, by }) => isFor(stepById(steps, stepId).writing) || (reader.kind === 'staff' && by === reader.id))
}

/** To its applicant: what the package shows, without who wrote it. */
export function workView({ paper, ...work }: Seen, reader: Reader): WorkView {
  return { ...work, by: reader.kind === 'applicant' ? null : work.by, documentId: paper?.documentId ?? null }
}

function isShown(steps: readonly Step[], stepId: string): boolean {
  return stepById(steps, stepId).writing?.shownToApplicant === true
}

/** Words that were erased are no more; those that are there are the ones that the event names. */
function wordsOf({ writingId, sha256 }: Work, rows: readonly KeptWriting[]): WrittenWork {
  const row = rows.find((each) => each.writingId === writingId)
  if (row === undefined) return { values: {}, files: [] }
  if (digestOf(row) !== sha256) throw new Fault(`Expected what was written as ${writingId} to be as its event says but it differs`)
  return row.content
}
