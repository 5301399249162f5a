// The form, filled in for who came.
import { languageData, LANGUAGES } from '@ruqsat/foundation'
import { sectionsFor } from '@ruqsat/documents'
import { FieldInput } from '@ruqsat/lawpages'
import { Button, errorAt, Fieldset, Form, localHref, Radios, TextInput, useLanguage } from '@ruqsat/web'
import { Ask, Title, type Shown } from './page-parts.tsx'
import { takesRepresentatives } from './rules.ts'
import T from './texts.yaml'

export function FormPage({ desk, open, errors }: Shown) {
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
