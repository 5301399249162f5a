import { fillText, type Name } from '@ruqsat/foundation'
import { Button, Form, localHref, Radios, useLanguage } from '@ruqsat/web'
import type { Hall } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import texts from '../texts.yaml'

export type WindowChoice = { readonly hall: Hall; readonly window: number; readonly by: Name | null }

export function ChooseWindow({ choices }: { readonly choices: readonly WindowChoice[] }) {
  return (
    <>
      <h1>{texts.operator.chooseTitle}</h1>
      <p class="lead">{texts.operator.chooseLead}</p>
      <Form action={localHref(useLanguage(), PATHS.window)} part="open">
        <input type="hidden" name="do" value="open" />
        <Radios
          name="window"
          legend={texts.operator.windows}
          options={choices.map(({ hall, window, by }) => ({
            value: `${hall.id} ${window}`,
            text: fillText(texts.operator.windowOf, { hall: hall.name, window }),
            ...(by !== null && { hint: fillText(texts.operator.isThere, { name: by }) }),
          }))}
        />
        <Button text={texts.operator.open} />
      </Form>
    </>
  )
}
