import { Cited } from '@ruqsat/lawpages'
import { telephoneHref } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import texts from '../texts.yaml'

/** Who gives the service, where, and by what number they are reached. A package without a number writes a dash. */
export function Provider({ regulation }: { readonly regulation: Regulation }) {
  const { name, address, phone, source } = regulation.authority
  return (
    <>
      {name}, {address},{' '}
      {/\d/.test(phone) ? (
        <>
          {texts.provider.phone} <a href={telephoneHref(phone)}>{phone}</a>
        </>
      ) : (
        texts.provider.noPhone
      )}
      . <Cited regulation={regulation} source={source} />
    </>
  )
}
