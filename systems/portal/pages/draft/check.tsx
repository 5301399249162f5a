import { formatDate } from '@ruqsat/clock'
import { isRefusal } from '@ruqsat/foundation'
import { Button, ButtonGroup, Checkboxes, ErrorSummary, errorAt, fieldErrorOf, Form, readForm, redirectTo, sendPage, sendRefusal, SummaryList, useLanguage, useSay, type FieldError } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sectionsFor, valueText } from '../../core/form.ts'
import { fillFaults, finishFilling, openDraft, saveStatements } from '../../drafts/drafts.ts'
import type { DraftDeps } from '../../drafts/deps.ts'
import { slotsFor } from '../../drafts/frozen.ts'
import { FileFacts } from './documents.tsx'
import { draftHref, DraftFrame, placeOf, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** Everything typed and attached on one page, what is missing first, and the statements that the signature will carry. */
export async function showCheck(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps, withFaults = false): Promise<unknown> {
  if (page.open.step.action !== 'fill') return redirectTo(reply, draftHref(page))
  const faults = await fillFaults(deps, page.open, page.person)
  const shown = withFaults ? faults : faults.filter((each) => each.place !== 'check')
  const errors = shown.map(({ place, refusal }) => ({ ...fieldErrorOf(refusal), place, label: labelOf(page, refusal.field) }))
  return sendPage(request, reply, { title: T.check, back: { href: draftHref(page, 'documents') }, hasErrors: withFaults && errors.length > 0, status: withFaults && errors.length > 0 ? 422 : 200 }, <CheckPage page={page} errors={errors} withFaults={withFaults} />)
}

export async function postCheck(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  if (page.open.step.action !== 'fill') return redirectTo(reply, draftHref(page))
  const refusal = await saveStatements(deps, page.open, readForm(request).texts('statements'))
  if (refusal !== null) return sendRefusal(request, reply, refusal)
  const open = await openDraft(deps, page.open.draft.id, page.person)
  if (isRefusal(open)) return sendRefusal(request, reply, open)
  const finished = await finishFilling(deps, open, page.person)
  if (finished !== null) return showCheck(request, reply, { ...page, open }, deps, true)
  const after = await openDraft(deps, open.draft.id, page.person)
  return isRefusal(after) ? sendRefusal(request, reply, after) : redirectTo(reply, draftHref(page, placeOf(after, page.person)))
}

type Fault = FieldError & { readonly place: string; readonly label: { readonly kk: string; readonly ru: string; readonly en: string } | null }

function labelOf(page: DraftPage, field: string | undefined): Fault['label'] {
  const fields = sectionsFor(page.open.variant.form, page.person.kind).flatMap((section) => section.fields)
  return fields.find((each) => each.id === field)?.label ?? page.open.variant.documents.find((each) => each.id === field)?.name ?? page.open.variant.form.statements.find((each) => each.id === field)?.text ?? null
}

function CheckPage({ page, errors, withFaults }: { readonly page: DraftPage; readonly errors: readonly Fault[]; readonly withFaults: boolean }) {
  const say = useSay()
  const language = useLanguage()
  const { variant, draft } = page.open
  const elsewhere = errors.filter((error) => error.place !== 'check')
  const here = errors.filter((error) => error.place === 'check')
  return (
    <>
      {withFaults && <ErrorSummary errors={here.length > 0 ? [{ field: 'statements', text: here[0]!.text }] : []} />}
      <DraftFrame page={page} title={say(T.check)} at="check">
        {elsewhere.length > 0 && <MissingList page={page} faults={elsewhere} />}
        {sectionsFor(variant.form, page.person.kind).map((section) => (
          <section>
            <h2>{say(section.title)}</h2>
            <SummaryList
              rows={section.fields.map((field) => ({
                key: field.label,
                value: valueText(field, draft.values[field.id] ?? '', language, formatDate),
                ...(field.known === undefined && { actions: [{ href: draftHref(page, `form/${section.id}`), text: T.change, hidden: field.label }] }),
              }))}
            />
          </section>
        ))}
        <section>
          <h2>{say(T.documents)}</h2>
          <SummaryList
            rows={slotsFor(page.open, page.person).map((slot) => {
              const files = page.open.attachments.filter((file) => file.slot === slot.id)
              return {
                key: slot.name,
                value: files.length === 0 ? T.noFile : <>{files.map((file) => <FileFacts file={file} />)}</>,
                actions: [{ href: draftHref(page, 'documents'), text: T.change, hidden: slot.name }],
              }
            })}
          />
        </section>
        <Form action={draftHref(page, 'check')}>
          {variant.form.statements.length > 0 && (
            <Checkboxes
              name="statements"
              legend={T.statements}
              hint={T.statementsHint}
              values={draft.statements}
              error={withFaults ? (errorAt(here.map((each) => ({ ...each, field: 'statements' })), 'statements') ?? null) : null}
              options={variant.form.statements.map((statement) => ({ value: statement.id, text: statement.text, hint: page.portal.sourceLabel(page.open.edition.regulation, statement.source) }))}
            />
          )}
          <ButtonGroup>
            <Button text={T.finish} />
          </ButtonGroup>
        </Form>
      </DraftFrame>
    </>
  )
}

const MISSING = { kk: 'Түзететін жерлер', ru: 'Нужно исправить', en: 'To be corrected' }

/** Faults of other pages, each a link to the page where it is corrected. */
function MissingList({ page, faults }: { readonly page: DraftPage; readonly faults: readonly Fault[] }) {
  const say = useSay()
  return (
    <div class="error-summary" role="region" aria-labelledby="missing-title">
      <h2 class="error-summary__title" id="missing-title">
        {say(MISSING)}
      </h2>
      <ul class="error-summary__list">
        {faults.map((fault) => (
          <li>
            <a href={`${draftHref(page, fault.place)}?errors=1`}>
              {fault.label && `${say(fault.label)}: `}
              {say(fault.text)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
