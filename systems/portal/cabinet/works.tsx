// What officials wrote at a step that the act shows to the applicant: the facts, the files, the letter or the minutes.
import { valueText, workPage } from '@ruqsat/documents'
import { InstantAt } from '@ruqsat/lawpages'
import { stepById } from '@ruqsat/law'
import { LinkButton, localHref, SummaryList, useLanguage } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import type { OwnRequest } from './requests.ts'
import texts from './texts.yaml'

export function WorksShown({ own: { view, variant, zone } }: { readonly own: OwnRequest }) {
  const language = useLanguage()
  const here = localHref(language, PATHS.request(view.summary.requestNumber))
  if (view.works.length === 0) return null
  return (
    <>
      <h2>{texts.works.title}</h2>
      {view.works.map((work) => {
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
        return (
          <section>
            <h3>{step.name}</h3>
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
                <LinkButton kind="secondary" href={`${here}/papers/${work.documentId}`} text={paper.title} download />
              </p>
            )}
          </section>
        )
      })}
    </>
  )
}
