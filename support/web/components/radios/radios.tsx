import type { Child } from 'hono/jsx'
import { useTyped } from '../../language/form-state.ts'
import type { Text } from '../../language/language.ts'
import { fieldId } from '../field/field.tsx'
import { Fieldset } from '../fieldset/fieldset.tsx'

export type Choice = {
  readonly value: string
  readonly text: Text
  readonly hint?: Text
  readonly disabled?: boolean
  /** Fields that belong to this choice; always in the page (no script), shown beneath it. */
  readonly more?: Child
}

export type RadiosProps = {
  readonly name: string
  readonly legend: Text
  readonly options: readonly Choice[]
  readonly value?: string
  readonly hint?: Text
  readonly error?: Text | null
  readonly heading?: boolean
  readonly inline?: boolean
}

/** One of a few. The first option carries the id that an error summary points to. */
export function Radios({ name, legend, options, value, hint, error, heading, inline }: RadiosProps) {
  const chosen = useTyped(name) ?? value
  return (
    <Fieldset name={name} legend={legend} hint={hint} error={error} heading={heading}>
      <div class={inline ? 'choices choices--inline' : 'choices'}>
        {options.map((option, place) => (
          <ChoiceRow type="radio" name={name} option={option} place={place} checked={option.value === chosen} />
        ))}
      </div>
    </Fieldset>
  )
}

/** One radio or checkbox with its label; `Checkboxes` uses it too. */
export function ChoiceRow({
  type,
  name,
  option,
  place,
  checked,
}: {
  readonly type: 'radio' | 'checkbox'
  readonly name: string
  readonly option: Choice
  readonly place: number
  readonly checked: boolean
}) {
  const id = place === 0 ? fieldId(name) : `${fieldId(name)}-${place + 1}`
  return (
    <div class="choice">
      <input
        class={`choice__input choice__input--${type}`}
        type={type}
        name={name}
        id={id}
        value={option.value}
        checked={checked}
        disabled={option.disabled === true}
        {...(option.hint && { 'aria-describedby': `${id}-hint-of-choice` })}
      />
      <label class="choice__label" for={id}>
        {option.text}
      </label>
      {option.hint && (
        <p class="choice__hint" id={`${id}-hint-of-choice`}>
          {option.hint}
        </p>
      )}
      {option.more && <div class="choice__more">{option.more}</div>}
    </div>
  )
}
