import { Cited } from '@ruqsat/lawpages'
import { citation } from '@ruqsat/documents'
import { isRefusal, type LocalText, type Refusal, wordsOf } from '@ruqsat/foundation'
import { CanSign, type PanelProps } from '@ruqsat/signing'
import {
  Button,
  ButtonGroup,
  Checkboxes,
  ErrorSummary,
  fieldErrorOf,
  FileList,
  Form,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  SummaryList,
  useLanguage,
  useSay,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sectionsFor, valueText } from '../core/form.ts'
import type { DraftDeps } from '../drafts/deps.ts'
import { openDraft } from '../drafts/drafts.ts'
import { confirmForm, fillFaults, type PlacedFault } from '../drafts/filling.ts'
import { slotsFor } from '../drafts/frozen.ts'
import { draftHref, DraftFrame, formPlaces, type DraftPage } from './frame.tsx'
import { named } from './named.ts'
import { T } from './texts.ts'

/** Everything typed and attached on one page, what is missing first, and the statements that the signature will carry. */
export async function showCheck(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  if (page.open.step.action !== 'fill') return redirectTo(reply, draftHref(page))
  const faults = await fillFaults(deps, page.open, page.person)
  return sendCheck(
    request,
    reply,
    page,
    faults.filter((each) => each.place !== 'check'),
    false,
  )
}

export async function postCheck(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const ticked = readForm(request).texts('statements')
  const faults = await confirmForm(deps, page.open, page.person, ticked, page.language)
  if (isRefusal(faults)) return sendRefusal(request, reply, faults, { status: 409 })
  const open = await openDraft(deps, page.open.draft.id, page.person)
  if (isRefusal(open)) return sendRefusal(request, reply, open)
  return faults.length === 0 ? redirectTo(reply, draftHref(page)) : sendCheck(request, reply, { ...page, open }, faults, true)
}

async function sendCheck(
  request: FastifyRequest,
  reply: FastifyReply,
  page: DraftPage,
  faults: readonly PlacedFault[],
  isAnswer: boolean,
): Promise<unknown> {
  const errors = faults.map(({ place, refusal }) => ({
    ...fieldErrorOf(refusal),
    place,
    named: named(labelOf(page, refusal.field), refusal),
    certain: refusal.code === 'portal.answer-means-refusal' ? refusal : null,
  }))
  const before = formPlaces(page.open, page.person).at(-2)
  const back = before && { back: { href: draftHref(page, before.place) } }
  const hasErrors = isAnswer && errors.length > 0
  const panel = await page.portal.panel(page.language, page.open.edition.regulation)
  return sendPage(
    request,
    reply,
    { title: T.check, ...back, hasErrors },
    <CheckPage page={page} errors={errors} isAnswer={isAnswer} panel={panel} />,
  )
}

type Fault = FieldError & { readonly place: string; readonly named: LocalText; readonly certain: Refusal | null }

function labelOf(page: DraftPage, field: string | undefined): LocalText | null {
  const { form, documents } = page.open.variant
  const fields = sectionsFor(form, page.person.kind).flatMap((section) => section.fields)
  return fields.find((each) => each.id === field)?.label ?? documents.find((each) => each.id === field)?.name ?? null
}

type CheckProps = {
  readonly page: DraftPage
  readonly errors: readonly Fault[]
  readonly isAnswer: boolean
  readonly panel: PanelProps
}

function CheckPage({ page, errors, isAnswer, panel }: CheckProps) {
  const say = useSay()
  const language = useLanguage()
  const { variant, draft, edition } = page.open
  const elsewhere = errors.filter((error) => error.place !== 'check')
  const here = errors.filter((error) => error.place === 'check')
  return (
    <>
      <ErrorSummary errors={here.length > 0 ? [{ field: 'statements', text: here[0]!.text }] : []} />
      <DraftFrame page={page} title={say(T.check)} at="check">
        {elsewhere.length > 0 && <MissingList page={page} faults={elsewhere} hasFocus={isAnswer && here.length === 0} />}
        {sectionsFor(variant.form, page.person.kind).map((section) => (
          <section>
            <h2>{say(section.title)}</h2>
            <SummaryList
              rows={section.fields.map((field) => ({
                key: field.label,
                value: valueText(field, draft.values[field.id] ?? '', language),
                ...(field.known === undefined && {
                  actions: [{ href: draftHref(page, `form/${section.id}`), text: T.change, hidden: field.label }],
                }),
              }))}
            />
          </section>
        ))}
        {variant.documents.length > 0 && <Documents page={page} />}
        <CanSign {...panel} />
        <Form action={draftHref(page, 'check')}>
          {variant.form.statements.length > 0 && (
            <Checkboxes
              name="statements"
              legend={T.statements}
              hint={T.statementsHint}
              values={draft.statements}
              error={here[0]?.text ?? null}
              options={variant.form.statements.map((statement) => ({
                value: statement.id,
                text: statement.text,
                hint: citation(edition.regulation, statement.source),
              }))}
            />
          )}
          <p class="muted">{say(T.frozenLanguage)}</p>
          <ButtonGroup>
            <Button text={T.finish} />
          </ButtonGroup>
        </Form>
      </DraftFrame>
    </>
  )
}

function Documents({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  return (
    <section>
      <h2>{say(T.documents)}</h2>
      <SummaryList
        rows={slotsFor(page.open, page.person).map((slot) => {
          const files = page.open.attachments.filter((file) => file.slot === slot.id)
          return {
            key: slot.name,
            value: files.length === 0 ? T.noFile : <FileList files={files} />,
            actions: [{ href: draftHref(page, 'documents'), text: T.change, hidden: slot.name }],
          }
        })}
      />
    </section>
  )
}

type MissingProps = { readonly page: DraftPage; readonly faults: readonly Fault[]; readonly hasFocus: boolean }

/** Faults of other pages, each a link to the page where it is corrected. */
function MissingList({ page, faults, hasFocus }: MissingProps) {
  const say = useSay()
  return (
    <div class="error-summary" role="region" aria-labelledby="missing-title" {...(hasFocus && { tabindex: -1, autofocus: true })}>
      <h2 class="error-summary__title" id="missing-title">
        {say(T.missing)}
      </h2>
      <ul class="error-summary__list">
        {faults.map((fault) => (
          <li>
            <a href={`${draftHref(page, fault.place)}?errors=1`}>{say(fault.named)}</a>
            {fault.certain?.source && (
              <>
                <p>
                  <Cited regulation={page.open.edition.regulation} source={fault.certain.source} />
                </p>
                <p>{say(wordsOf(fault.certain).remedy)}</p>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
