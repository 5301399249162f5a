// What officials wrote at a step that the act shows to the applicant: the facts, the files, the letter or the minutes.
import type { WorkView } from '@ruqsat/caseflow'
import { valueText, workPage } from '@ruqsat/documents'
import { fillText, inAll } from '@ruqsat/foundation'
import { InstantAt } from '@ruqsat/lawpages'
import { stepById } from '@ruqsat/law'
import { LinkButton, localHref, Notification, SummaryList, useLanguage } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import type { OwnRequest } from './requests.ts'
import texts from './texts.yaml'

type Props = { readonly own: OwnRequest }

/** A letter to the applicant after which nothing was written yet: an invitation, say. It comes first, because somebody waits for them. */
function letterOf({ view, variant }: OwnRequest): WorkView | null {
  const last = view.works.at(-1)
  const isLetter = last !== undefined && stepById(variant.procedure.steps, last.stepId).action === 'send'
  return isLetter && view.state.closedAt === null && view.asked === undefined && view.hearing === undefined ? last : null
}

export function LetterToAnswer({ own }: Props) {
  const letter = letterOf(own)
  if (letter === null) return null
  return (
    <Notification kind="important" heading={stepById(own.variant.procedure.steps, letter.stepId).name}>
      <Written own={own} work={letter} />
    </Notification>
  )
}

export function WorksShown({ own }: Props) {
  const letter = letterOf(own)
  const works = own.view.works.filter((work) => work !== letter)
  if (works.length === 0) return null
  return (
    <>
      <h2>{texts.works.title}</h2>
      {works.map((work) => (
        <section>
          <h3>{stepById(own.variant.procedure.steps, work.stepId).name}</h3>
          <Written own={own} work={work} />
        </section>
      ))}
    </>
  )
}

function Written({ own: { view, variant, zone }, work }: Props & { readonly work: WorkView }) {
  const language = useLanguage()
  const here = localHref(language, PATHS.request(view.summary.requestNumber))
  const step = stepById(variant.procedure.steps, work.stepId)
  const { paper } = step.writing!
  const parts = (['writing', 'answer'] as const).flatMap((part) => (work[part] === null ? [] : [{ part, written: work[part] }]))
  const facts = parts.flatMap(({ part, written }) =>
    workPage(step.writing!, part).fields.map((field) => ({
      key: field.label,
      value: valueText(field, written.values[field.id] ?? '', language),
    })),
  )
  const files = parts.flatMap(({ written }) => written.files)
  const paperName = fillText(texts.works.paper, { step: inAll((each) => step.name[each]) })
  return (
    <>
      <SummaryList compact rows={[...facts, { key: texts.works.writtenAt, value: <InstantAt at={work.at} zone={zone} /> }]} />
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <li>
              <a href={`${here}/work-files/${file.sha256}`} download="">
                {file.name}
              </a>
            </li>
          ))}
        </ul>
      )}
      {paper && work.documentId !== null && (
        <p>
          <LinkButton kind="secondary" href={`${here}/papers/${work.documentId}`} text={paperName} download />
        </p>
      )}
    </>
  )
}
