import { fillText, formatDate, inAll } from '@ruqsat/foundation'
import { todayOf } from '../cases/authority.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { absentOn } from '../store/changes.ts'
import { staffOfRole } from '../store/staff.ts'
import texts from '../texts.yaml'

/** The officers whom a head may give work to, as a head reads them: next to the post, until when somebody is away. */
export async function officersToChoose({ deps }: WorkstationParts, authority: string): Promise<readonly Staff[]> {
  const { sql } = deps.database
  const [officers, away] = await Promise.all([
    staffOfRole(sql, authority, 'officer'),
    absentOn(sql, authority, await todayOf(deps, { authority })),
  ])
  return officers.map((officer) => {
    const until = away.get(officer.id)
    if (until === undefined) return officer
    const note = fillText(texts.assign.away, { until: inAll((language) => formatDate(until, language)) })
    return { ...officer, position: inAll((language) => `${officer.position[language]}, ${note[language]}`) }
  })
}
