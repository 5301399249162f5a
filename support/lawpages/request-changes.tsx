import { readChanges, type SignedRequest } from '@ruqsat/documents'
import type { LocalText } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'
import { Table, useLanguage } from '@ruqsat/web'
import texts from './texts.yaml'

const T = texts.requestChanges

export type RequestChangesProps = {
  /** Parsed canonical JSON of two requests, as they were signed or will be. */
  readonly before: unknown
  readonly after: unknown
  /** Names what is asked, in the language of whoever reads. */
  readonly variant: Pick<Variant, 'form' | 'documents'>
  /** Over the table, where it is more than what one correction changed. */
  readonly title?: LocalText
}

/** Side by side, what the later request says otherwise than the earlier one. */
export function RequestChanges({ before, after, variant, title = T.title }: RequestChangesProps) {
  const language = useLanguage()
  const changes = readChanges(before as SignedRequest, after as SignedRequest, variant)
  const note = (after as SignedRequest).corrects?.note.trim() ?? ''
  return (
    <>
      <Table
        caption={title}
        columns={[{ text: T.what }, { text: T.before }, { text: T.after }]}
        rows={changes.map((change) => [
          change.label,
          change.before[language] || T.empty,
          <strong>{change.after[language] || T.empty}</strong>,
        ])}
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
