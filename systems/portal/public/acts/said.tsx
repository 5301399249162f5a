import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { Cited, CitedList } from '@ruqsat/lawpages'
import { Details, Table } from '@ruqsat/web'
import texts from '../texts.yaml'

const T = texts.said

/** What the act says of its service as a whole: of what kind it is, what it needs technically, who protects what, who takes part, its words. */
export function Said({ regulation }: { readonly regulation: Regulation }) {
  const { act, abbreviations, units } = regulation
  const { nature, conditions, duties, unitList } = act
  const protections = duties.filter(({ kind }) => kind === 'protection')
  const listed = units.filter(({ id }) => unitList?.units.includes(id))
  return (
    <>
      {nature !== null && (
        <>
          <h2>{T.nature}</h2>
          <p>
            {natureOf(nature)} <Cited regulation={regulation} source={nature.source} />
          </p>
        </>
      )}
      {conditions.length > 0 && (
        <>
          <h2>{T.conditions}</h2>
          <CitedList regulation={regulation} items={conditions} />
        </>
      )}
      {protections.length > 0 && (
        <>
          <h2>{T.protection}</h2>
          <CitedList regulation={regulation} items={protections} />
        </>
      )}
      {unitList !== null && (
        <>
          <h2>{T.units}</h2>
          <ul>
            {listed.map(({ name }) => (
              <li>{name}</li>
            ))}
          </ul>
          <p>
            <Cited regulation={regulation} source={unitList.source} />
          </p>
        </>
      )}
      {abbreviations.length > 0 && (
        <Details summary={T.abbreviations}>
          <Table
            caption={T.abbreviations}
            columns={[{ text: T.short }, { text: T.meaning }]}
            rows={abbreviations.map(({ short, text, source }) => [
              short,
              <>
                {text} <Cited regulation={regulation} source={source} />
              </>,
            ])}
          />
        </Details>
      )}
    </>
  )
}

/** `Partly automated, transactional.` */
function natureOf({ automation, type }: NonNullable<Regulation['act']['nature']>): LocalText {
  const words = [T.automation[automation], ...(type === null ? [] : [T.types[type]])]
  return inAll((language) => `${words.map((word) => word[language]).join(', ')}.`)
}
