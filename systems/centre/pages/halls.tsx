// The halls of the office: where a ticket is taken, and the screen.
import { LinkButton, localHref, useLanguage, ButtonGroup } from '@ruqsat/web'
import type { Hall } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import type { HallAsked } from '../http/visit.ts'
import texts from '../texts.yaml'
import { sendCentre } from './frame.tsx'

export function showHalls(asked: HallAsked): unknown {
  const { name, halls } = asked.centre.deps.office
  return sendCentre(
    asked,
    { title: name },
    <>
      <h1>{name}</h1>
      <p class="lead">{texts.halls.lead}</p>
      {halls.map((hall) => (
        <HallLinks hall={hall} />
      ))}
      <StaffLink />
    </>,
  )
}

function HallLinks({ hall }: { readonly hall: Hall }) {
  const language = useLanguage()
  return (
    <section>
      <h2>{hall.name}</h2>
      <p>{hall.address}</p>
      <ButtonGroup>
        <LinkButton href={localHref(language, PATHS.kiosk(hall.id))} text={texts.halls.kiosk} hiddenText={hall.name} />
        <LinkButton href={localHref(language, PATHS.screen(hall.id))} text={texts.halls.screen} kind="secondary" hiddenText={hall.name} />
      </ButtonGroup>
    </section>
  )
}

function StaffLink() {
  return (
    <p>
      <a href={localHref(useLanguage(), PATHS.window)}>{texts.halls.staff}</a>
    </p>
  )
}
