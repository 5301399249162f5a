import { formatTenge, type Tiyn } from '@ruqsat/foundation'
import texts from '../texts.yaml'

/** An amount in tenge, with figures that line up. */
export function Money({ amountTiyn }: { readonly amountTiyn: Tiyn }) {
  return (
    <span class="money">
      {formatTenge(amountTiyn)}
      {'\u00a0'}
      {texts.money.tenge}
    </span>
  )
}
