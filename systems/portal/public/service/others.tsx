import { localHref, useLanguage } from '@ruqsat/web'
import { PATHS } from '../../deps.ts'
import { openVariants, type ShownService } from './shown.ts'
import texts from '../texts.yaml'

/** The pages of the act's other variants, each with whether it can be had here. */
export function OtherVariants({ service }: { readonly service: ShownService }) {
  const language = useLanguage()
  const { regulation, variant } = service
  const others = regulation.variants.filter((each) => each.id !== variant.id)
  const open = openVariants(service)
  if (others.length === 0) return null
  return (
    <>
      <h2>{texts.others.others}</h2>
      <ul>
        {others.map((each) => (
          <li>
            <a href={localHref(language, PATHS.service(regulation.id, each.id))}>{each.name}</a>. {each.summary}{' '}
            <span class="muted">{open.includes(each) ? texts.others.open : texts.others.notHere}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
