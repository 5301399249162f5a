import { requestChanges, type SignedRequest } from '@ruqsat/documents'
import { Table } from '@ruqsat/web'
import texts from './texts.yaml'

const T = texts.requestChanges

export type RequestChangesProps = {
  /** Parsed canonical JSON of two requests, as they were signed or will be. */
  readonly before: unknown
  readonly after: unknown
}

/** Side by side, what the later request says otherwise than the earlier one. */
export function RequestChanges({ before, after }: RequestChangesProps) {
  const changes = requestChanges(before as SignedRequest, after as SignedRequest)
  const note = (after as SignedRequest).corrects?.note.trim() ?? ''
  return (
    <>
      <Table
        caption={T.title}
        columns={[{ text: T.what }, { text: T.before }, { text: T.after }]}
        rows={changes.map((change) => [change.label, change.before || T.empty, <strong>{change.after || T.empty}</strong>])}
        empty={T.nothing}
      />
      {note !== '' && (
        <p>
          {T.note}: {note}
        </p>
      )}
    </>
  )
}
