import { formatTenge, type Tiyn } from '@ruqsat/foundation'
import { local, useSay } from '../../language/view.ts'

const TENGE = local('теңге', 'тенге', 'tenge')

/** An amount in tenge, with figures that line up. */
export function Money({ amountTiyn }: { readonly amountTiyn: Tiyn }) {
  const say = useSay()
  return (
    <span class="money">
      {formatTenge(amountTiyn)}
      {'\u00a0'}
      {say(TENGE)}
    </span>
  )
}
