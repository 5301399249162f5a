import { firstRow, type AnySql, type Sql } from '@ruqsat/database'
import type { CorrectionSubmission, HearingAnswer, Reader } from '@ruqsat/caseflow/host'
import type { Instant } from '@ruqsat/foundation'

/** Of a correction or of a hearing, as it was sent. */
export type SentAnswer =
  | (CorrectionSubmission & { readonly of: 'correction' })
  | (HearingAnswer & { readonly of: 'hearing'; readonly objection: NonNullable<HearingAnswer['objection']> })

export type PresentedRow = { readonly answer: SentAnswer; readonly reader: Reader; readonly presentedAt: Instant }

export async function readPresented(sql: Sql, authority: string, caseId: string, signatureSha256: string): Promise<PresentedRow | null> {
  return firstRow(
    sql<PresentedRow[]>`select answer, reader, presented_at as "presentedAt" from licensing.presented_answer
      where authority = ${authority} and case_id = ${caseId} and signature_sha256 = ${signatureSha256}`,
  )
}

export async function forgetPresented(sql: AnySql, authority: string, caseId: string, signatureSha256: string): Promise<void> {
  await sql`delete from licensing.presented_answer where authority = ${authority} and case_id = ${caseId} and signature_sha256 = ${signatureSha256}`
}
