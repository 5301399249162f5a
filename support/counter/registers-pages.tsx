// Whom the registers are asked about, and what is shown where one has no such person.
import { stepWithAction, systemName } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { askedFor } from './model.ts'
import { Ask, Said, Title, type Shown } from './page-parts.tsx'
import T from './texts.yaml'

export function RegistersPage({ desk, open }: Pick<Shown, 'desk' | 'open'>) {
  const { regulation } = open.edition
  const { known, powers } = askedFor(open)
  const asked = [...known.map(({ system }) => system), ...(open.entry.content.representative.comes ? powers : [])]
  return (
    <>
      <Title open={open} text={T.registersTitle} />
      {asked.length === 0 ? (
        <p class="lead">{T.nobodyAsked}</p>
      ) : (
        <ul>
          {asked.map((system) => (
            <li>{systemName(system, regulation)}</li>
          ))}
        </ul>
      )}
      <Ask desk={desk} open={open} what="ask" text={asked.length === 0 ? T.goOn : T.ask} />
      <Ask desk={desk} open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

/** The table's own notice: what the register does not have, and that nothing was registered. */
export function NoDataPage({ desk, open }: Pick<Shown, 'desk' | 'open'>) {
  const notice = stepWithAction(open.view.steps, 'noticeNoData')
  return (
    <>
      <h1>{notice?.name ?? T.noDataShort}</h1>
      <p class="lead">{T.noDataLead}</p>
      {notice !== null && (
        <p>
          <Cited regulation={open.edition.regulation} source={notice.source} />
        </p>
      )}
      <Said open={open} />
      <Ask desk={desk} open={open} what="change" text={T.correct} />
      <Ask desk={desk} open={open} what="giveUp" text={T.giveUp} kind="quiet" />
    </>
  )
}
