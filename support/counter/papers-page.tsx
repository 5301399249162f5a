// The papers that were shown, their scans, the bank's receipt, the statements.
import { isDemanded } from '@ruqsat/documents'
import { ACCEPTED_FILES } from '@ruqsat/lawpages'
import { Button, ButtonGroup, Checkboxes, errorAt, Fieldset, FileList, FileUpload, Form, localHref, useLanguage } from '@ruqsat/web'
import { Ask, Said, Title, type Shown } from './page-parts.tsx'
import { PaymentPart } from './payment-part.tsx'
import { slotsOf, takesReceipt } from './rules.ts'
import T from './texts.yaml'

export function PapersPage({ desk, open, errors }: Shown) {
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
