import { Cited } from '@ruqsat/lawpages'
import type { Regulation } from '@ruqsat/law'
import { APPLICANTS } from '../../common/parts/applicants.ts'
import texts from '../texts.yaml'

export function WhoMayApply({ regulation }: { readonly regulation: Regulation }) {
  return (
    <>
      <h2>{texts.who.whoMayApply}</h2>
      <ul>
        {regulation.applicants.map((applicant) => (
          <li>
            {APPLICANTS[applicant.kind]}. <Cited regulation={regulation} source={applicant.source} />
          </li>
        ))}
      </ul>
    </>
  )
}
