import { type ZoneRules, formatInstant } from '@ruqsat/clock'
import { stepById, type View } from '@ruqsat/law'
import { useLanguage, say } from '@ruqsat/web'
import type { Draft, DraftMark } from '../drafts/model.ts'
import texts from '../texts.yaml'

// Who did what with a draft. A firm's people share their drafts, so that the trace names the person.

type Line = { readonly text: string; readonly at: string }

type Props = {
  readonly draft: Pick<Draft, 'accountId' | 'changedBy' | 'createdAt' | 'changedAt'>
  readonly marks: readonly DraftMark[]
  readonly names: ReadonlyMap<string, string>
  readonly view: View
  readonly zone: ZoneRules
}

/** The accounts whose names a trace needs. */
export function accountsIn({ draft, marks }: Pick<Props, 'draft' | 'marks'>): readonly string[] {
  return [draft.accountId, draft.changedBy, ...marks.map((mark) => mark.accountId)].filter((id) => id !== null)
}

export function Trace(props: Props) {
  const { draft, marks, names, view, zone } = props
  const language = useLanguage()
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? say(texts.trace.formerly)))
  const line = (text: keyof typeof texts.trace, by: string | null, at: string, step = ''): Line => ({
    text: say(texts.trace[text])
      .replace('{step}', () => step)
      .replace('{name}', () => nameOf(by) ?? ''),
    at: formatInstant(at, zone, language),
  })
  const ofPeople = marks.filter((mark) => mark.accountId !== null)
  const lines = [
    line('began', firstOf(props), draft.createdAt),
    ...ofPeople.map((mark) => {
      const why = mark.facts['why'] ?? ''
      return why in texts.trace
        ? line(why as keyof typeof texts.trace, mark.accountId, mark.at)
        : line('done', mark.accountId, mark.at, say(stepById(view.steps, mark.stepId).name))
    }),
    line('changed', draft.changedBy, draft.changedAt),
  ]
  return (
    <ol>
      {lines.map((each) => (
        <li>
          {each.text} <span class="muted">{each.at}</span>
        </li>
      ))}
    </ol>
  )
}

/** Who began: who answers for it, unless somebody took it over; the first change of hands is the first to say otherwise. */
function firstOf({ draft, marks }: Props): string {
  const first = marks.find((mark) => mark.accountId !== null && mark.facts['why'] !== 'takenOver')
  return marks.some((mark) => mark.facts['why'] === 'takenOver') ? (first?.accountId ?? draft.accountId) : draft.accountId
}
