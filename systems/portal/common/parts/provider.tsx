import { telephoneHref } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { local, useSay } from '@ruqsat/web'
import { Cited } from './cited.tsx'

const TEXTS = {
  phone: local('телефон', 'телефон', 'telephone'),
  noPhone: local('телефоны көрсетілмеген', 'телефон не указан', 'no telephone is given'),
}

/** Who gives the service, where, and by what number they are reached. A package without a number writes a dash. */
export function Provider({ regulation }: { readonly regulation: Regulation }) {
  const say = useSay()
  const { name, address, phone, source } = regulation.authority
  return (
    <>
      {say(name)}, {say(address)},{' '}
      {/\d/.test(phone) ? (
        <>
          {say(TEXTS.phone)} <a href={telephoneHref(phone)}>{phone}</a>
        </>
      ) : (
        say(TEXTS.noPhone)
      )}
      . <Cited regulation={regulation} source={source} />
    </>
  )
}
