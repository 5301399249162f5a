import { useTyped } from '../../language/form-state.ts'
import type { Text } from '../../language/language.ts'
import { fieldId } from '../field/field.tsx'
import { Fieldset } from '../fieldset/fieldset.tsx'
import texts from '../texts.yaml'

/** What was typed, not yet a date. */
export type TypedDate = { readonly day: string; readonly month: string; readonly year: string }

export type DateInputProps = {
  /** The parts are posted as `<name>-day`, `<name>-month`, `<name>-year`; `readDay(form, name)` reads them. */
  readonly name: string
  readonly legend: Text
  readonly hint?: Text
  readonly error?: Text | null
  readonly value?: TypedDate
  readonly heading?: boolean
  /** `bday`: the parts get the autocomplete words of a birthday. */
  readonly autocomplete?: 'bday'
}

const PARTS = [
  { part: 'day', width: 4, text: texts.dateInput.parts.day },
  { part: 'month', width: 4, text: texts.dateInput.parts.month },
  { part: 'year', width: 8, text: texts.dateInput.parts.year },
] as const

/** Room for a whole date that is pasted into one box: a browser would cut it without a word. */
const MAX_LENGTH = 20

/** A date that the person knows by heart: three boxes, no calendar to fight with. */
export function DateInput({ name, legend, hint, error, value, heading, autocomplete }: DateInputProps) {
  const typed = PARTS.map(({ part }) => useTyped(`${name}-${part}`) ?? value?.[part] ?? '')
  return (
    <Fieldset name={name} legend={legend} hint={hint} error={error} heading={heading}>
      <div class="date-input">
        {PARTS.map(({ part, width, text }, place) => {
          const id = place === 0 ? fieldId(name) : fieldId(`${name}-${part}`)
          return (
            <div class="date-input__part">
              <label class="date-input__label" for={id}>
                {text}
              </label>
              <input
                class={`input input--width-${width}`}
                id={id}
                name={`${name}-${part}`}
                type="text"
                inputmode="numeric"
                maxlength={MAX_LENGTH}
                value={typed[place] ?? ''}
                {...(autocomplete && { autocomplete: `${autocomplete}-${part}` })}
                {...(error && { 'aria-invalid': 'true' })}
              />
            </div>
          )
        })}
      </div>
    </Fieldset>
  )
}
