import type { Refusal, SaidRefusal } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { sourceLabel } from '@ruqsat/lawpages'
import { languageOf, localHref, SourceNote, SummaryList, useLanguage, type FormValues } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { zoneOfStaff } from '../cases/authority.ts'
import { inWordsOfPeople } from '../cases/names.ts'
import type { CaseFile } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import type { TaskAction } from '../actions/action.ts'
import type { WorkstationParts } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { sendWork } from './frame.tsx'
import { T as WORDS } from './texts.ts'
import texts from '../texts.yaml'
export type Lost = { readonly action: TaskAction; readonly form: FormValues; readonly scene: CaseFile | null }

/** Somebody was first, or the task is closed to this person: it is said by whom, and nothing that was typed is lost. */
export async function sendLost(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  staff: Staff,
  refusal: Refusal,
  lost: Lost | null,
  scene: CaseFile | null = lost?.scene ?? null,
): Promise<unknown> {
  const worded = await inWordsOfPeople(work, refusal, scene?.zone ?? zoneOfStaff(work.deps, staff))
  const rows = lost?.action.typed(lost.form, lost.scene) ?? []
  const number = scene?.view.summary.requestNumber ?? null
  const page = <LostPage refusal={worded} rows={rows} number={number} regulation={scene?.regulation ?? null} />
  return sendWork(
    work,
    request,
    reply,
    {
      title: worded.text,
      status: lost === null ? 403 : 409,
      back: { href: localHref(languageOf(request), PATHS.work), text: WORDS.backToWork },
    },
    page,
  )
}

function LostPage({
  refusal,
  rows,
  number,
  regulation,
}: {
  readonly refusal: SaidRefusal
  readonly rows: ReturnType<TaskAction['typed']>
  readonly number: string | null
  readonly regulation: Regulation | null
}) {
  const language = useLanguage()
  return (
    <>
      <h1>{refusal.text}</h1>
      <p class="lead">{refusal.remedy}</p>
      {refusal.source && (
        <p>
          <SourceNote source={refusal.source} label={sourceLabel(regulation, refusal.source)} />
        </p>
      )}
      {rows.length > 0 && (
        <section class="typed">
          <h2>{texts.lost.typed}</h2>
          <p>{texts.lost.typedHint}</p>
          <SummaryList rows={rows} />
        </section>
      )}
      {number !== null && (
        <p>
          <a href={localHref(language, PATHS.case(number))}>{texts.lost.toCase}</a>
        </p>
      )}
    </>
  )
}
