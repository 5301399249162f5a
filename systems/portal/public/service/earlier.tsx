// Which earlier paper the service is about: whose number is taken, when, and how often.
import { Proof, type CitedItem } from '@ruqsat/lawpages'
import { valueText } from '@ruqsat/documents'
import { fillText, inAll, quotedIn, type LocalText } from '@ruqsat/foundation'
import { resultActionOf, type Earlier, type Regulation, type Variant } from '@ruqsat/law'
import type { AboutService, Giver } from './facts.ts'
import { fieldLabel, spanText } from './words.ts'
import texts from '../texts.yaml'

/** Nothing where the service gives what is new. */
export function EarlierOfService({ regulation, variant, givers }: AboutService) {
  const { grant } = variant.results
  const action = resultActionOf(grant)
  // Where nobody applies, the authority names the number.
  if (action === 'issues' || grant.earlier === undefined || variant.proceedings !== undefined) return null
  const rules = [
    ...whose(grant.earlier, regulation, givers),
    ...state(grant.earlier, action),
    ...when(grant.earlier),
    ...of(grant.earlier, variant),
  ]
  return (
    <>
      <h2>{texts.earlier.titles[action]}</h2>
      <ul>
        {rules.map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
      <Proof regulation={regulation} about={texts.earlier.titles[action]} items={rules} />
    </>
  )
}

/** Whose numbers are taken: the act's own, those of acts that it names, and what was given outside the register. */
function whose({ elsewhere, source }: Earlier, { authority }: Regulation, givers: readonly Giver[]): readonly CitedItem[] {
  return [
    { text: texts.earlier.own, source },
    ...givers.map((giver) => {
      const service = quotedIn(giver.service)
      const isOurs = giver.authority.kk === authority.name.kk
      const text = isOurs
        ? fillText(texts.earlier.givenHere, { service })
        : fillText(texts.earlier.givenBy, { service, authority: giver.authority })
      return { text, source: giver.source }
    }),
    ...(elsewhere === true ? [{ text: texts.earlier.elsewhere, source }] : []),
  ]
}

function state({ expired, source }: Earlier, action: Exclude<ReturnType<typeof resultActionOf>, 'issues'>): readonly CitedItem[] {
  if (action === 'resumes') return [{ text: texts.earlier.suspended, source }]
  if (action === 'corrects' || action === 'ends') return []
  return [{ text: expired === true ? texts.earlier.orExpired : texts.earlier.inForce, source }]
}

function when({ notEarlier, most, source }: Earlier): readonly CitedItem[] {
  return [
    ...(notEarlier === undefined
      ? []
      : [{ text: fillText(texts.earlier.notEarlier, { span: spanText(notEarlier) }), source: notEarlier.source ?? source }]),
    ...(most === undefined
      ? []
      : [
          {
            text: most.times === 1 ? texts.earlier.once : fillText(texts.earlier.most, { times: most.times }),
            source: most.source ?? source,
          },
        ]),
  ]
}

/** Whose it is: who applies, unless the act knows a way in which a right passes to another. */
function of({ successor, source }: Earlier, { form }: Variant): readonly CitedItem[] {
  const field = successor && form.sections.flatMap(({ fields }) => fields).find(({ id }) => id === successor.field)
  if (successor === undefined || field === undefined) return [{ text: texts.earlier.holder, source }]
  const answers: LocalText = inAll((language) => successor.answers.map((each) => valueText(field, each, language)).join(', '))
  const text = fillText(texts.earlier.successor, { field: fieldLabel(form, successor.field), answers })
  return [{ text, source: successor.source ?? source }]
}
