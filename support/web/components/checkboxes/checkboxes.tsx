import { useTicked } from '../../language/form-state.ts'
import type { Text } from '../../language/language.ts'
import { Fieldset } from '../fieldset/fieldset.tsx'
import { ChoiceRow, type Choice } from '../radios/radios.tsx'

export type CheckboxesProps = {
  readonly name: string
  readonly legend: Text
  readonly options: readonly Choice[]
  readonly values?: readonly string[]
  readonly hint?: Text
  readonly error?: Text | null
  readonly heading?: boolean
}

/** Any of a few. */
export function Checkboxes({ name, legend, options, values = [], hint, error, heading }: CheckboxesProps) {
  const ticked = useTicked(name) ?? values
  return (
    <Fieldset name={name} legend={legend} hint={hint} error={error} heading={heading}>
      <div class="choices">
        {options.map((option, place) => (
          <ChoiceRow type="checkbox" name={name} option={option} place={place} checked={ticked.includes(option.value)} />
        ))}
      </div>
    </Fieldset>
  )
}
