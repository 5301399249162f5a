// Shapes that several answers share.
import { LANGUAGES, type LocalText } from '@ruqsat/foundation'
import { z } from 'zod'

const inEachLanguage = Object.fromEntries(LANGUAGES.map((language) => [language, z.string()])) as { [L in keyof LocalText]: z.ZodString }

export const localText = z.object(inEachLanguage).meta({ id: 'LocalText', description: 'One text in each language.' })
export const instant = z.iso.datetime().meta({ description: 'An instant, UTC.' })
export const day = z.iso.date().meta({ description: 'A day on the calendar of the authority.' })
export const tiyn = z.number().int().meta({ description: 'Money in tiyn: a hundredth of a tenge.' })

/** A fact of an act, with the place that it rests on. */
export const cited = z
  .object({ text: localText, paragraph: localText.meta({ description: 'Where it is written.' }) })
  .meta({ id: 'CitedText' })
