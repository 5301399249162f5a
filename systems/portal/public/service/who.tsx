import type { Regulation } from '@ruqsat/law'
import { useSay } from '@ruqsat/web'
import { APPLICANTS } from '../../common/parts/applicants.ts'
import { Cited } from '../../common/parts/cited.tsx'
import texts from '../texts.yaml'

export function WhoMayApply({ regulation }: { readonly regulation: Regulation }) {
  const say = useSay()
  return (
    <>
      <h2>{say(texts.who.whoMayApply)}</h2>
      <ul>
        {regulation.applicants.map((applicant) => (
          <li>
            {say(APPLICANTS[applicant.kind])}. <Cited regulation={regulation} source={applicant.source} />
          </li>
        ))}
      </ul>
    </>
  )
}
