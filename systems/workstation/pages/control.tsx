// What a head looks after besides cases, each with what it is for: the menu stays short.
import { localHref, useLanguage } from '@ruqsat/web'
import type { LocalText } from '@ruqsat/foundation'
import exchangeTexts from '../exchange/texts.yaml'
import { PATHS } from '../http/paths.ts'
import type { Visit } from '../http/visit.ts'
import paymentsTexts from '../payments/texts.yaml'
import type { WorkstationDeps } from '../deps.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

type Page = { readonly path: string; readonly title: LocalText; readonly what: LocalText }

const words = texts.control

/** The pages behind the one item of the menu; what this installation has not is left out. */
export function controlPages({ gatewayJournal, paymentDifferences }: WorkstationDeps): readonly Page[] {
  return [
    { path: PATHS.load, title: texts.load.title, what: words.load },
    { path: PATHS.messages, title: texts.pages.messages, what: words.messages },
    ...(gatewayJournal === undefined ? [] : [{ path: PATHS.exchange, title: exchangeTexts.title, what: words.exchange }]),
    ...(paymentDifferences === undefined ? [] : [{ path: PATHS.payments, title: paymentsTexts.title, what: words.payments }]),
    { path: PATHS.keys, title: texts.pages.keys, what: words.keys },
  ]
}

export function showControl(visit: Visit): Promise<unknown> {
  return sendWork(visit, { title: words.title }, <ControlPage pages={controlPages(visit.work.deps)} />)
}

function ControlPage({ pages }: { readonly pages: readonly Page[] }) {
  const language = useLanguage()
  return (
    <>
      <h1>{words.title}</h1>
      <ul class="attachments">
        {pages.map(({ path, title, what }) => (
          <li>
            <p>
              <a href={localHref(language, path)}>{title}</a>
            </p>
            <p class="muted">{what}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
