// What officials wrote at steps that decide nothing: for whoever works on the case afterwards.
import type { WorkView } from '@ruqsat/caseflow'
import { valueText, workPage, type WorkPart } from '@ruqsat/documents'
import { InstantAt } from '@ruqsat/lawpages'
import { stepById, type StepWriting } from '@ruqsat/law'
import { localHref, StatusTag, SummaryList, useLanguage, type SummaryRow } from '@ruqsat/web'
import type { CaseFile } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import texts from '../texts.yaml'

/** Names of officials by their ids, where the page has looked them up. */
export type NamesById = ReadonlyMap<string, string>

export function WorksPart({ scene, names }: { readonly scene: CaseFile; readonly names: NamesById }) {
  const { works } = scene.view
  if (works.length === 0) return null
  return (
    <>
      <h2>{texts.work.title}</h2>
      {works.map((work) => (
        <WorkOfStep work={work} scene={scene} names={names} />
      ))}
    </>
  )
}

type WorkProps = { readonly work: WorkView; readonly scene: CaseFile; readonly names: NamesById }

function WorkOfStep({ work, scene, names }: WorkProps) {
  const language = useLanguage()
  const step = stepById(scene.variant.procedure.steps, work.stepId)
  const by = work.by === null ? null : (names.get(work.by) ?? work.by)
  return (
    <section>
      <h3>
        {step.name} {!work.isDone && <StatusTag kind="warning" text={texts.work.awaited} />}
      </h3>
      <SummaryList
        compact
        rows={[
          ...rowsOf(work, step.writing!, 'writing', scene),
          ...rowsOf(work, step.writing!, 'answer', scene),
          { key: texts.work.writtenAt, value: <InstantAt at={work.at} zone={scene.zone} /> },
          ...(by === null ? [] : [{ key: texts.work.writtenBy, value: by }]),
          ...(work.documentId === null
            ? []
            : [
                {
                  key: step.writing!.paper?.title ?? texts.work.paper,
                  value: <a href={localHref(language, PATHS.document(work.documentId))}>{texts.work.openPaper}</a>,
                },
              ]),
        ]}
      />
    </section>
  )
}

function rowsOf(work: WorkView, writing: StepWriting, part: WorkPart, scene: CaseFile): readonly SummaryRow[] {
  const written = work[part]
  if (written === null) return []
  const language = useLanguage()
  const { fields, files } = workPage(writing, part)
  return [
    ...fields.map((field) => ({ key: field.label, value: valueText(field, written.values[field.id] ?? '', language) })),
    ...files
      .map((slot) => ({ slot, own: written.files.filter((file) => file.slot === slot.id) }))
      .filter(({ own }) => own.length > 0)
      .map(({ slot, own }) => ({
        key: slot.name,
        value: (
          <ul class="plain-list">
            {own.map((file) => (
              <li>
                <a href={localHref(language, PATHS.attachment(scene.view.summary.caseId, file.sha256, 0))}>{file.name}</a>
              </li>
            ))}
          </ul>
        ),
      })),
  ]
}
