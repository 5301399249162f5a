// The screen of the hall: who is called to which window. It renews itself without script; with script it sounds too.
import { fillText } from '@ruqsat/foundation'
import { Button, localHref, Notification, Table, useLanguage } from '@ruqsat/web'
import type { Ticket } from '../contract.ts'
import type { Hall } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { hallDay, hallOf, type HallAsked } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import texts from '../texts.yaml'
import { sendCentre, sendNo } from './frame.tsx'

/** Nobody must wait long to see that they are called. */
const RENEWED_EVERY_S = 5
/** Numbers that have room on the screen. */
const NEXT_SHOWN = 12

export async function showScreen(asked: HallAsked): Promise<unknown> {
  const { centre, request, reply } = asked
  const hall = hallOf(asked)
  if (hall === null) return sendNo(asked, refuseCentre('centre.no-hall'), 404)
  const day = hallDay(centre, hall.id, await centre.deps.legalClock.now())
  const [called, waiting] = await Promise.all([centre.queue.called(day), centre.queue.waiting(day)])
  // A page that is loaded again is silent until somebody presses its button again: with sound the script renews the numbers instead.
  const sounds = 'sound' in (request.query as object)
  if (!sounds) reply.header('refresh', String(RENEWED_EVERY_S))
  return sendCentre(
    asked,
    { title: texts.halls.screen, width: 'wide', ...(sounds && { scripts: [centre.screenScript] }) },
    <ScreenPage hall={hall} called={called} waiting={waiting} sounds={sounds} />,
  )
}

type Shown = { readonly hall: Hall; readonly called: readonly Ticket[]; readonly waiting: readonly Ticket[]; readonly sounds: boolean }

function ScreenPage({ hall, called, waiting, sounds }: Shown) {
  return (
    <div class="hall-screen">
      <h1>{texts.screen.title}</h1>
      <p>{hall.name}</p>
      {sounds && <Sound />}
      <div aria-live="polite">
        <div id="board">
          <Table
            caption={texts.screen.title}
            captionHidden
            empty={texts.screen.nobody}
            columns={[{ text: texts.screen.number }, { text: texts.screen.window }]}
            rows={called.map((ticket) => [
              <span class="hall-screen__number number" data-call={`${ticket.id} ${ticket.calls}`}>
                {ticket.number}
              </span>,
              <span class="hall-screen__number number">{ticket.window}</span>,
            ])}
          />
          <h2>{texts.screen.waiting}</h2>
          <Next waiting={waiting} />
        </div>
      </div>
      <OtherScreen hall={hall} sounds={sounds} />
    </div>
  )
}

function Next({ waiting }: Pick<Shown, 'waiting'>) {
  if (waiting.length === 0) return <p>{texts.screen.empty}</p>
  const more = waiting.length - NEXT_SHOWN
  return (
    <p class="hall-screen__next">
      {waiting.slice(0, NEXT_SHOWN).map(({ number }) => (
        <>
          <span class="number">{number}</span>{' '}
        </>
      ))}
      {more > 0 && fillText(texts.screen.more, { count: more })}
    </p>
  )
}

/** A browser sounds only after somebody has pressed something on the page. */
function Sound() {
  return (
    <>
      <p id="needs-script">{texts.screen.needsScript}</p>
      <Button id="sound" type="button" kind="secondary" text={texts.screen.turnOn} hidden />
      <p id="sound-is-on" role="status" hidden>
        {texts.screen.isOn}
      </p>
      <div id="lost" hidden>
        <Notification kind="important" text={texts.screen.lost} />
      </div>
    </>
  )
}

function OtherScreen({ hall, sounds }: Pick<Shown, 'hall' | 'sounds'>) {
  const href = localHref(useLanguage(), PATHS.screen(hall.id))
  return (
    <p>
      <a href={sounds ? href : `${href}?sound`}>{sounds ? texts.screen.plain : texts.screen.withSound}</a>
    </p>
  )
}
