import type { Regulation } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { SummaryList } from '@ruqsat/web'
import texts from '../texts.yaml'

/** To whom a complaint goes and until when, as the act or the general law says. */
export function WhereToComplain({ regulation }: { readonly regulation: Regulation }) {
  const { place, term, source } = regulation.complaint
  return (
    <SummaryList
      compact
      rows={[
        { key: texts.whereToComplain.place, value: place },
        {
          key: texts.whereToComplain.term,
          value: (
            <>
              {term} <Cited regulation={regulation} source={source} />
            </>
          ),
        },
      ]}
    />
  )
}
