// The load of the head's authority: how much is open and how much of it is late, by officer, by what is to be done and by service. Each row
// is a number that is read and a bar that is seen.
import type { TaskLoad, LoadCount } from '@ruqsat/caseflow'
import { fillText, inAll, type LocalText } from '@ruqsat/foundation'
import { localHref, Table, useLanguage } from '@ruqsat/web'
import { namesOf } from '../cases/names.ts'
import { PATHS } from '../http/paths.ts'
import { actorAs, hrefOf, type Visit } from '../http/visit.ts'
import { choicesOf } from '../lists/choices.ts'
import { actionsByStep, searchOf, wantedIn } from '../lists/wanted.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

/** One bar: what it is about, and the list that holds its tasks; null where no filter shows them alone. */
type LoadBar = LoadCount & { readonly text: LocalText; readonly search: string | null }

export async function showLoad(visit: Visit): Promise<unknown> {
  const { work } = visit
  const head = actorAs(visit, 'head')
  const loads = await Promise.all(work.deps.hosts.map((host) => host.loadOfAuthority(head)))
  const names = await namesOf(
    work,
    loads.flatMap(({ byOfficer }) => byOfficer.map(({ officerId }) => officerId)),
  )
  return sendWork(
    visit,
    { title: texts.load.title, width: 'wide', back: { href: hrefOf(visit, PATHS.overview), text: texts.pages.overview } },
    <LoadPage visit={visit} loads={loads} names={names} />,
  )
}

type LoadProps = { readonly visit: Visit; readonly loads: readonly TaskLoad[]; readonly names: ReadonlyMap<string, string> }

function LoadPage({ visit, loads, names }: LoadProps) {
  const { services, actions } = choicesOf(visit, true)
  const total = sumOf(loads)
  const officers = loads
    .flatMap(({ byOfficer }) => byOfficer)
    .map(({ officerId, ...count }) => {
      const name = officerId === null ? texts.load.nobody : inAll(() => names.get(officerId) ?? officerId)
      return { ...count, text: name, search: officerId === null ? null : searchOf(wantedIn({ officer: officerId })) }
    })
  const ofService = services.map(({ value, text }) => {
    const count = sumOf(loads.flatMap(({ byService }) => byService).filter(({ service }) => service === value))
    return { ...count, text, search: searchOf(wantedIn({ service: value })) }
  })
  const actionOf = actionsByStep(visit.work.deps)
  const ofAction = actions.map(({ value, text }) => {
    const count = sumOf(loads.flatMap(({ byStep }) => byStep).filter(({ step }) => actionOf.get(step) === value))
    return { ...count, text, search: searchOf(wantedIn({ action: value })) }
  })
  return (
    <div class="desk">
      <h1>{texts.load.title}</h1>
      <p class="desk__counts">{fillText(texts.load.counts, { open: total.open, late: total.late })}</p>
      {loads.some(({ isCut }) => isCut) && <p>{texts.load.cut}</p>}
      <Bars title={texts.load.byOfficer} bars={officers} />
      <Bars title={texts.load.byAction} bars={ofAction} />
      <Bars title={texts.load.byService} bars={ofService} />
    </div>
  )
}

function sumOf(counts: readonly LoadCount[]): LoadCount {
  return counts.reduce((sum, { open, late }) => ({ open: sum.open + open, late: sum.late + late }), { open: 0, late: 0 })
}

/** The most late first; what has nothing open is left out. */
function Bars({ title, bars }: { readonly title: LocalText; readonly bars: readonly LoadBar[] }) {
  const language = useLanguage()
  const shown = bars.filter(({ open }) => open > 0).toSorted((one, other) => other.late - one.late || other.open - one.open)
  const most = Math.max(1, ...shown.map(({ open }) => open))
  return (
    <>
      <h2>{title}</h2>
      <Table
        caption={title}
        captionHidden
        empty={texts.overview.empty}
        columns={[
          { text: title },
          { text: texts.load.open, numeric: true },
          { text: texts.load.late, numeric: true },
          { text: texts.load.bar },
        ]}
        rows={shown.map(({ text, search, open, late }) => [
          search === null ? text : <a href={`${localHref(language, PATHS.overview)}${search}`}>{text}</a>,
          String(open),
          late > 0 && search !== null ? (
            <a href={`${localHref(language, PATHS.overview)}${search}&due=late`}>{String(late)}</a>
          ) : (
            String(late)
          ),
          <Bar open={open} late={late} most={most} />,
        ])}
      />
    </>
  )
}

const BAR_WIDTH = 400
const BAR_HEIGHT = 24

/** What is late is dark and at the left, the rest is light; compared with the longest of the chart. */
function Bar({ open, late, most }: LoadCount & { readonly most: number }) {
  const language = useLanguage()
  const width = (count: number) => Math.round((count / most) * (BAR_WIDTH - 2))
  return (
    <svg
      class="load-bar"
      viewBox={`0 0 ${BAR_WIDTH} ${BAR_HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={fillText(texts.load.counts, { open, late })[language]}
    >
      <rect class="load-bar__open" x="1" y="1" width={width(open)} height={BAR_HEIGHT - 2} />
      {late > 0 && <rect class="load-bar__late" x="1" y="1" width={Math.max(2, width(late))} height={BAR_HEIGHT - 2} />}
    </svg>
  )
}
