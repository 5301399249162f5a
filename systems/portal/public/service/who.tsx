import type { Regulation } from '@ruqsat/law'
import { local, useSay } from '@ruqsat/web'
import { APPLICANTS } from '../../common/parts/applicants.ts'
import { Cited } from '../../common/parts/cited.tsx'

const WHO = local('Кім сұрау сала алады', 'Кто может обратиться', 'Who may apply')

export function WhoMayApply({ regulation }: { readonly regulation: Regulation }) {
  const say = useSay()
  return (
    <>
      <h2>{say(WHO)}</h2>
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
