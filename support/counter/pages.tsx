// The pages of an entry: which one is shown, the step of the act's table says.
import { fillText, languageData, LANGUAGES, ownJson, wordsOf, type LocalText, type Refusal } from '@ruqsat/foundation'
import { isDemanded, sectionsFor } from '@ruqsat/documents'
import { papersStep, stepWithAction, systemName, zoneOf } from '@ruqsat/law'
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
import { hrefOf, type CounterDesk } from './desk.ts'
import { textToSign } from './open.ts'
import { askedFor, type OpenEntry } from './model.ts'
import { answersOfEntry, factOf, slotsOf, takesReceipt, takesRepresentatives } from './rules.ts'
import { PaymentPart } from './payment-part.tsx'
import T from './texts.yaml'

type Shown = {
  readonly desk: CounterDesk
  readonly open: OpenEntry
  readonly refusals: readonly Refusal[]
  readonly errors: readonly FieldError[]
}

export async function sendEntry(desk: CounterDesk, open: OpenEntry, refusals: readonly Refusal[], status?: number): Promise<unknown> {
  const { entry, variant } = open
  const errors = fieldErrorsOf(refusals.filter(({ field }) => field !== undefined))
  const shown = { desk, open, refusals: refusals.filter(({ field }) => field === undefined), errors }
  const body = await bodyOf(desk, shown)
  const isWrong = refusals.length > 0 && entry.status === 'open'
  return desk.send(
    {
      title: variant.name,
      hasErrors: errors.length > 0,
      status: status ?? (isWrong ? 422 : 200),
      back: { href: hrefOf(desk, desk.paths.list), text: desk.words.list },
    },
    <>
      <ErrorSummary errors={errors} />
      {shown.refusals.map((refusal) => (
        <RefusalNotice refusal={refusal} open={open} />
      ))}
      <Caption texts={[open.edition.regulation.service, variant.name]} />
      {body}
    </>,
  )
}

async function bodyOf(desk: CounterDesk, shown: Shown): Promise<Child> {
  const { open } = shown
  if (open.entry.status === 'registered') return <ReceiptPage desk={desk} open={open} />
  if (open.entry.status === 'noData') return <NoDataPage desk={desk} open={open} />
  if (open.step === papersStep(open.view)) return <PapersPage {...shown} />
  if (open.step.action === 'fill') return <FormPage {...shown} />
  return open.step.action === 'askRegisters' ? <RegistersPage desk={desk} open={open} /> : signPage(desk, open)
}

/** What was refused, why, and what to do; with the paragraph where there is one. */
function RefusalNotice({ refusal, open }: { readonly refusal: Refusal; readonly open: OpenEntry }) {
  const { text, remedy } = wordsOf(refusal)
  const { source } = refusal
  return (
    <Notification kind="important" heading={text}>
      <p>{remedy}</p>
      {source !== undefined && (
        <p>
          <Cited regulation={open.edition.regulation} source={source} />
        </p>
      )}
    </Notification>
  )
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
  desk,
  open,
  what,
  text,
  kind,
}: {
  readonly desk: CounterDesk
  readonly open: OpenEntry
  readonly what: string
  readonly text: LocalText
  readonly kind?: 'secondary' | 'quiet'
}) {
  return (
    <Form action={localHref(useLanguage(), desk.paths.entry(open.entry.id))} part={what}>
      <input type="hidden" name="do" value={what} />
      <Button text={text} {...(kind && { kind })} />
    </Form>
  )
}

function FormPage({ desk, open, errors }: Shown) {
  const language = useLanguage()
  const { entry, variant, edition } = open
  const { content } = entry
  return (
    <>
      <Title open={open} text={T.fillTitle} />
      <p class="lead">{T.fillLead}</p>
      <Form action={localHref(language, desk.paths.entry(entry.id))} part="fill">
        <input type="hidden" name="do" value="fill" />
        {sectionsFor(variant.form, entry.applicant).map((section) => (
          <Fieldset legend={section.title} size="section">
            {section.fields.map((field) => (
              <FieldInput
                field={field}
                name={field.id}
                value={content.values[field.id] ?? ''}
                error={errorAt(errors, field.id) ?? null}
                errors={errors}
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
      <Ask desk={desk} open={open} what="giveUp" text={T.giveUp} kind="quiet" />
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

function RegistersPage({ desk, open }: Pick<Shown, 'desk' | 'open'>) {
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
      <Ask desk={desk} open={open} what="ask" text={asked.length === 0 ? T.goOn : T.ask} />
      <Ask desk={desk} open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

/** The table's own notice: what the register does not have, and that nothing was registered. */
function NoDataPage({ desk, open }: Pick<Shown, 'desk' | 'open'>) {
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
      <Ask desk={desk} open={open} what="change" text={T.correct} />
      <Ask desk={desk} open={open} what="giveUp" text={T.giveUp} kind="quiet" />
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

function PapersPage({ desk, open, errors }: Shown) {
  const language = useLanguage()
  const { entry, variant } = open
  const { files, papers } = entry.content
  const slots = slotsOf(open)
  return (
    <>
      <Title open={open} text={T.papersTitle} />
      <Said open={open} />
      {takesReceipt(desk, open) && <PaymentPart desk={desk} open={open} errors={errors} />}
      <Form action={localHref(language, desk.paths.entry(entry.id))} files part="papers">
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
        {slots.map((slot) => {
          const { id, name } = slot
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
                optional={!isDemanded(slot, entry.content.values)}
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
      <Ask desk={desk} open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

async function signPage(desk: CounterDesk, open: OpenEntry): Promise<Child> {
  const text = await textToSign(desk, open)
  if (text === null) return <Ask desk={desk} open={open} what="change" text={T.change} />
  const panel = await desk.panel()
  const { employee } = desk
  const signing = stepWithAction(open.view.steps, 'sendPackage') ?? open.step
  const id = open.entry.id
  return (
    <>
      <Title open={{ ...open, step: signing }} text={T.signTitle} />
      <p class="lead">{T.signLead}</p>
      <RequestView request={ownJson(text)} headings="h2" zone={zoneOf(open.edition.regulation, desk.regulations.tables)} />
      <SigningPanel
        {...panel}
        csrf={{ name: CSRF_FIELD, value: viewOf(desk.request, desk.reply).csrfToken() }}
        hiddenFields={{ [ONCE_FIELD]: crypto.randomUUID() }}
        purpose="sign"
        bytesUrl={hrefOf(desk, desk.paths.content(id))}
        submitUrl={hrefOf(desk, desk.paths.sign(id))}
        keyImportUrl={hrefOf(desk, desk.paths.keys)}
        expectedHolder={{ iin: employee.iin, ...(employee.bin && { bin: employee.bin }), name: employee.name }}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
      <Ask desk={desk} open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

/** For the applicant to take home: the number, what was handed in, who took it. */
function ReceiptPage({ desk, open }: { readonly desk: CounterDesk; readonly open: OpenEntry }) {
  const language = useLanguage()
  const { entry, edition, variant } = open
  const answers = answersOfEntry(open)
  const { tables } = desk.regulations
  const by = `${desk.employee.name}, ${desk.employee.position.kk}`
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
      {desk.paths.case !== undefined && (
        <p>
          <a href={localHref(language, desk.paths.case(entry.requestNumber ?? ''))}>{T.openCase}</a>
        </p>
      )}
      <p>
        <a href={localHref(language, desk.paths.list)}>{desk.words.next}</a>
      </p>
    </>
  )
}

/** The signature goes along in the form, so that the employee need not sign again. */
export function sendWaiting(desk: CounterDesk, open: OpenEntry, signature: string): Promise<unknown> {
  return desk.send(
    { title: T.waiting, status: 503, back: { href: hrefOf(desk, desk.paths.entry(open.entry.id)), text: desk.words.list } },
    <>
      <h1>{T.waiting}</h1>
      <Notification kind="important" text={T.waitingText} />
      <Form action={hrefOf(desk, desk.paths.sign(open.entry.id))} once>
        <input type="hidden" name="signature" value={signature} />
        <Button text={T.again} />
      </Form>
    </>,
  )
}
