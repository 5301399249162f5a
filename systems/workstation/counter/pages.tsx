// The pages of an entry: which one is shown, the step of the act's table says.
import { fillText, languageData, LANGUAGES, ownJson, type LocalText, type Refusal } from '@ruqsat/foundation'
import { sectionsFor } from '@ruqsat/documents'
import { stepWithAction, systemName, zoneOf, type ClockTables } from '@ruqsat/law'
import { ACCEPTED_FILES, Cited, FieldInput, InstantAt, RequestView } from '@ruqsat/lawpages'
import { SigningPanel } from '@ruqsat/signing'
import {
  Button,
  ButtonGroup,
  Caption,
  Checkboxes,
  CSRF_FIELD,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Fieldset,
  FileList,
  FileUpload,
  Form,
  localHref,
  Notification,
  ONCE_FIELD,
  Panel,
  Radios,
  SummaryList,
  TextInput,
  useLanguage,
  viewOf,
  type FieldError,
} from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { PATHS } from '../http/paths.ts'
import { hrefOf, type Visit } from '../http/visit.ts'
import { sendWork, RefusalNotice } from '../pages/frame.tsx'
import { panelOf } from '../pages/keys.tsx'
import { textToSign } from './open.ts'
import { askedFor, type OpenEntry } from './model.ts'
import { answersOfEntry, factOf, slotsOf, takesRepresentatives } from './rules.ts'
import T from './texts.yaml'

type Shown = { readonly open: OpenEntry; readonly refusals: readonly Refusal[]; readonly errors: readonly FieldError[] }

export async function sendEntry(visit: Visit, open: OpenEntry, refusals: readonly Refusal[], status?: number): Promise<unknown> {
  const { entry, variant } = open
  const errors = fieldErrorsOf(refusals.filter(({ field }) => field !== undefined))
  const shown = { open, refusals: refusals.filter(({ field }) => field === undefined), errors }
  const body = await bodyOf(visit, shown)
  const isWrong = refusals.length > 0 && entry.status === 'open'
  return sendWork(
    visit,
    {
      title: variant.name,
      hasErrors: errors.length > 0,
      status: status ?? (isWrong ? 422 : 200),
      back: { href: hrefOf(visit, PATHS.counter), text: T.title },
    },
    <>
      <ErrorSummary errors={errors} />
      {shown.refusals.map((refusal) => (
        <RefusalNotice refusal={refusal} regulation={open.edition.regulation} />
      ))}
      <Caption texts={[open.edition.regulation.service, variant.name]} />
      {body}
    </>,
  )
}

async function bodyOf(visit: Visit, shown: Shown): Promise<Child> {
  const { open } = shown
  if (open.entry.status === 'registered')
    return <ReceiptPage open={open} tables={visit.work.deps.regulations.tables} by={`${visit.staff.name}, ${visit.staff.position.kk}`} />
  if (open.entry.status === 'noData') return <NoDataPage open={open} />
  switch (open.step.action) {
    case 'fill':
      return <FormPage {...shown} />
    case 'askRegisters':
      return <RegistersPage open={open} />
    case 'attachScans':
      return <PapersPage {...shown} />
    default:
      return signPage(visit, open)
  }
}

function Title({ open, text }: { readonly open: OpenEntry; readonly text: LocalText }) {
  return (
    <>
      <h1>{text}</h1>
      <p>
        {open.step.name} <Cited regulation={open.edition.regulation} source={open.step.source} />
      </p>
    </>
  )
}

/** One button that asks for a step, with nothing to fill in. */
function Ask({
  open,
  what,
  text,
  kind,
}: {
  readonly open: OpenEntry
  readonly what: string
  readonly text: LocalText
  readonly kind?: 'secondary' | 'quiet'
}) {
  return (
    <Form action={localHref(useLanguage(), PATHS.counterEntry(open.entry.id))} part={what}>
      <input type="hidden" name="do" value={what} />
      <Button text={text} {...(kind && { kind })} />
    </Form>
  )
}

function FormPage({ open, errors }: Shown) {
  const language = useLanguage()
  const { entry, variant, edition } = open
  const { content } = entry
  return (
    <>
      <Title open={open} text={T.fillTitle} />
      <p class="lead">{T.fillLead}</p>
      <Form action={localHref(language, PATHS.counterEntry(entry.id))} part="fill">
        <input type="hidden" name="do" value="fill" />
        {sectionsFor(variant.form, entry.applicant).map((section) => (
          <Fieldset legend={section.title} size="section">
            {section.fields.map((field) => (
              <FieldInput
                field={field}
                name={field.id}
                value={content.values[field.id] ?? ''}
                error={errorAt(errors, field.id) ?? null}
                regulation={edition.regulation}
                hasOwnSource={false}
              />
            ))}
          </Fieldset>
        ))}
        {takesRepresentatives(open) && <Representative open={open} errors={errors} />}
        <Radios
          name="language"
          legend={T.language}
          value={content.language}
          inline
          options={LANGUAGES.map((value) => ({ value, text: languageData(value).name }))}
        />
        <Button text={T.goOn} />
      </Form>
      <Ask open={open} what="giveUp" text={T.giveUp} kind="quiet" />
    </>
  )
}

/** Where the act's table asks nobody about powers of attorney, nobody can come for another. */
function Representative({ open, errors }: Pick<Shown, 'open' | 'errors'>) {
  const { representative } = open.entry.content
  return (
    <Fieldset legend={T.who} size="section">
      <Radios
        name="comes"
        legend={T.comes}
        value={representative.comes ? 'representative' : 'self'}
        options={[
          { value: 'self', text: T.self },
          { value: 'representative', text: T.representative },
        ]}
      />
      <p class="muted">{T.representativeHint}</p>
      <TextInput
        name="representative-iin"
        label={T.representativeIin}
        value={representative.iin}
        inputmode="numeric"
        width={12}
        optional
        error={errorAt(errors, 'representative-iin') ?? null}
      />
      <TextInput
        name="representative-name"
        label={T.representativeName}
        value={representative.name}
        optional
        error={errorAt(errors, 'representative-name') ?? null}
      />
      <TextInput
        name="representative-power"
        label={T.powerNumber}
        value={representative.power}
        optional
        error={errorAt(errors, 'representative-power') ?? null}
      />
    </Fieldset>
  )
}

function RegistersPage({ open }: Pick<Shown, 'open'>) {
  const { regulation } = open.edition
  const { known, powers } = askedFor(open)
  const asked = [...known.map(({ system }) => system), ...(open.entry.content.representative.comes ? powers : [])]
  return (
    <>
      <Title open={open} text={T.registersTitle} />
      {asked.length === 0 ? (
        <p class="lead">{T.nobodyAsked}</p>
      ) : (
        <ul>
          {asked.map((system) => (
            <li>{systemName(system, regulation)}</li>
          ))}
        </ul>
      )}
      <Ask open={open} what="ask" text={asked.length === 0 ? T.goOn : T.ask} />
      <Ask open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

/** The table's own notice: what the register does not have, and that nothing was registered. */
function NoDataPage({ open }: Pick<Shown, 'open'>) {
  const notice = stepWithAction(open.view.steps, 'noticeNoData')
  return (
    <>
      <h1>{notice?.name ?? T.noDataShort}</h1>
      <p class="lead">{T.noDataLead}</p>
      {notice !== null && (
        <p>
          <Cited regulation={open.edition.regulation} source={notice.source} />
        </p>
      )}
      <Said open={open} />
      <Ask open={open} what="change" text={T.correct} />
      <Ask open={open} what="giveUp" text={T.giveUp} kind="quiet" />
    </>
  )
}

function Said({ open }: Pick<Shown, 'open'>) {
  const { said, power } = open.entry.content
  return (
    <>
      {said.map(({ system, about, kind, facts }) => (
        <>
          <h2>{systemName(system, open.edition.regulation)}</h2>
          <SummaryList
            compact
            rows={[
              { key: T.identifier, value: <span class="number">{about}</span> },
              ...(kind === 'absent'
                ? [{ key: T.registerSays, value: T.absent }]
                : Object.entries(facts).map(([fact, value]) => ({ key: T.facts[fact as keyof typeof T.facts], value }))),
            ]}
          />
        </>
      ))}
      {power !== null && (
        <>
          <h2>{T.power}</h2>
          <SummaryList
            compact
            rows={[
              { key: T.powerNumber, value: power.number },
              { key: T.scope, value: power.scope },
            ]}
          />
        </>
      )}
    </>
  )
}

function PapersPage({ open, errors }: Shown) {
  const language = useLanguage()
  const { entry, variant } = open
  const { files, papers } = entry.content
  const slots = slotsOf(open)
  return (
    <>
      <Title open={open} text={T.papersTitle} />
      <Said open={open} />
      <Form action={localHref(language, PATHS.counterEntry(entry.id))} files part="papers">
        <input type="hidden" name="do" value="papers" />
        <button class="visually-hidden" type="submit" name="keep" value="yes" tabindex={-1} aria-hidden="true">
          {T.keep}
        </button>
        <Checkboxes
          name="papers"
          legend={T.shownOnPaper}
          hint={T.shownHint}
          values={[...papers]}
          options={slots.map(({ id, name }) => ({ value: id, text: name }))}
        />
        {slots.map(({ id, name, required }) => {
          const own = files.filter(({ slot }) => slot === id)
          return (
            <Fieldset legend={name}>
              {own.length > 0 && (
                <FileList
                  files={own.map((file) => ({
                    ...file,
                    action: (
                      <Button text={T.remove} kind="quiet" hiddenText={file.name} name="remove" value={`${file.slot} ${file.sha256}`} />
                    ),
                  }))}
                />
              )}
              <FileUpload
                name={`file-${id}`}
                label={own.length === 0 ? T.scan : T.moreScans}
                about={name}
                accept={ACCEPTED_FILES}
                multiple
                optional={!required}
                error={errorAt(errors, `file-${id}`) ?? null}
              />
            </Fieldset>
          )
        })}
        {variant.form.statements.length > 0 && (
          <>
            <ul>
              {variant.form.statements.map(({ text }) => (
                <li>{text}</li>
              ))}
            </ul>
            <Checkboxes
              name="statements"
              legend={T.statements}
              values={[]}
              error={errorAt(errors, 'statements') ?? null}
              options={[{ value: 'yes', text: T.statementsSigned }]}
            />
          </>
        )}
        <ButtonGroup>
          <Button text={T.toSign} />
          <Button text={T.keep} kind="secondary" name="keep" value="yes" />
        </ButtonGroup>
      </Form>
      <Ask open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

async function signPage(visit: Visit, open: OpenEntry): Promise<Child> {
  const text = await textToSign(visit, open)
  if (text === null) return <Ask open={open} what="change" text={T.change} />
  const panel = await panelOf(visit)
  const { staff } = visit
  const id = open.entry.id
  return (
    <>
      <Title open={open} text={T.signTitle} />
      <p class="lead">{T.signLead}</p>
      <RequestView request={ownJson(text)} headings="h2" zone={zoneOf(open.edition.regulation, visit.work.deps.regulations.tables)} />
      <SigningPanel
        {...panel}
        csrf={{ name: CSRF_FIELD, value: viewOf(visit.request, visit.reply).csrfToken() }}
        hiddenFields={{ [ONCE_FIELD]: crypto.randomUUID() }}
        purpose="sign"
        bytesUrl={hrefOf(visit, PATHS.counterContent(id))}
        submitUrl={hrefOf(visit, PATHS.counterSign(id))}
        keyImportUrl={hrefOf(visit, PATHS.keys)}
        expectedHolder={{ iin: staff.iin, ...(staff.bin && { bin: staff.bin }), name: staff.name }}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
      <Ask open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

/** For the applicant to take home: the number, what was handed in, who took it. */
function ReceiptPage({ open, by, tables }: { readonly open: OpenEntry; readonly by: string; readonly tables: ClockTables }) {
  const language = useLanguage()
  const { entry, edition, variant } = open
  const answers = answersOfEntry(open)
  return (
    <>
      <Panel title={T.receiptTitle}>
        <span class="number">{entry.requestNumber}</span>
      </Panel>
      <SummaryList
        rows={[
          { key: T.requestNumber, value: <span class="number">{entry.requestNumber ?? ''}</span> },
          { key: T.registeredAt, value: <InstantAt at={entry.changedAt} zone={zoneOf(edition.regulation, tables)} /> },
          { key: T.service, value: fillText(T.serviceAndVariant, { service: edition.regulation.service, variant: variant.name }) },
          { key: T.provider, value: edition.regulation.authority.name },
          { key: T.applicant, value: factOf(open, 'applicant.name') || Object.values(answers)[0] || '' },
          { key: T.takenBy, value: by },
        ]}
      />
      <h2>{T.handedIn}</h2>
      <ol>
        {slotsOf(open)
          .filter(({ id }) => entry.content.files.some(({ slot }) => slot === id))
          .map(({ id, name }) => (
            <li>
              {name}
              {entry.content.papers.includes(id) && <> ({T.onPaper})</>}
            </li>
          ))}
      </ol>
      <p>
        <a href={localHref(language, PATHS.case(entry.requestNumber ?? ''))}>{T.openCase}</a>
      </p>
      <p>
        <a href={localHref(language, PATHS.counter)}>{T.next}</a>
      </p>
    </>
  )
}

/** The signature goes along in the form, so that the employee need not sign again. */
export function sendWaiting(visit: Visit, open: OpenEntry, signature: string): Promise<unknown> {
  return sendWork(
    visit,
    { title: T.waiting, status: 503, back: { href: hrefOf(visit, PATHS.counterEntry(open.entry.id)), text: T.title } },
    <>
      <h1>{T.waiting}</h1>
      <Notification kind="important" text={T.waitingText} />
      <Form action={hrefOf(visit, PATHS.counterSign(open.entry.id))} once>
        <input type="hidden" name="signature" value={signature} />
        <Button text={T.again} />
      </Form>
    </>,
  )
}
