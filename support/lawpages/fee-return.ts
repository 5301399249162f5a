import { inAll, withFullStop, type LocalText, type Source } from '@ruqsat/foundation'
import { feeFate, type Variant } from '@ruqsat/law'
import texts from './texts.yaml'

/** What becomes of a paid fee: the rule, then the ends of which the act says something else, each as a sentence with its place. */
export function feeReturns(variant: Variant): readonly { readonly text: LocalText; readonly source: Source }[] {
  const { fee } = variant
  if (fee === null) return []
  const ends = (['nonAcceptance', 'withdrawal'] as const).filter((end) => variant[end]?.fee !== undefined)
  return [
    { text: fee.returnRule, source: fee.returnSource ?? fee.source },
    ...ends.map((end) => {
      const { text, source } = feeFate(variant, end)!
      return { text: inAll((language) => `${texts.feeReturn[end][language]}: ${withFullStop(text[language])}`), source }
    }),
  ]
}

/** The same in one text, for who pays somewhere else: a rule alone would deny what the act gives back. */
export function feeReturnText(variant: Variant): LocalText {
  return inAll((language) =>
    feeReturns(variant)
      .map(({ text }) => withFullStop(text[language]))
      .join(' '),
  )
}
