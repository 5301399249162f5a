import { Cited } from '@ruqsat/lawpages'
import { fillString, formatDate } from '@ruqsat/foundation'
import { standingText } from '@ruqsat/law'
import { InsetText, localHref, useLanguage, useSay } from '@ruqsat/web'
import { PATHS } from '../../deps.ts'
import { Provider } from '../../common/parts/provider.tsx'
import { StandingTag } from '../../common/parts/standing-tag.tsx'
import type { ServiceFacts } from './facts.ts'
import { openVariants, type ShownService } from './shown.ts'
import texts from '../texts.yaml'
type Props = { readonly service: ShownService; readonly facts: ServiceFacts }

/** In the place of the start buttons: that nobody can apply here, the state of the act, and whom to turn to. */
export function NotOfferedHere({ service, facts }: Props) {
  const say = useSay()
  const language = useLanguage()
  const { standing, offeredLater } = facts
  return (
    <InsetText>
      <p>
        <strong>{texts.notOffered.notHere}</strong> {texts.notOffered.onlyTold}
      </p>
      {offeredLater !== null && <p>{fillString(say(texts.notOffered.later), { day: formatDate(offeredLater, language) })}</p>}
      <p>
        <StandingTag kind={standing.kind} /> {standingText(standing)}{' '}
        <Cited regulation={service.regulation} source={standing.effect.force.source} />
        {standing.kind !== 'inForce' && ` ${say(texts.notOffered.rules)}`}
      </p>
    </InsetText>
  )
}

export function Instead({ service }: { readonly service: ShownService }) {
  const { regulation, variant } = service
  const otherChannels = variant.views.filter((view) => view.id !== 'portal')
  return (
    <>
      <h2>{texts.notOffered.instead}</h2>
      <ul>
        <li>
          {texts.notOffered.ask} <Provider regulation={regulation} />
        </li>
        {otherChannels.map((view) => (
          <li>
            {texts.notOffered.channel} {view.name}. {texts.notOffered.first} <Cited regulation={regulation} source={view.source} />
          </li>
        ))}
        <OpenInstead service={service} />
      </ul>
    </>
  )
}

function OpenInstead({ service }: { readonly service: ShownService }) {
  const language = useLanguage()
  const { regulation } = service
  const open = openVariants(service)
  if (open.length === 0) return null
  return (
    <li>
      {texts.notOffered.open}{' '}
      {open.map((variant, place) => (
        <>
          {place > 0 && ', '}
          <a href={localHref(language, PATHS.service(regulation.id, variant.id))}>{variant.name}</a>
        </>
      ))}
      .
    </li>
  )
}
