// The proof report of an edition: what it claims of each variant, with counter-examples that can be run.
import type { LocalDate } from '@ruqsat/foundation'
import type { ClockTables, DatedEdition, Finding, Regulation } from '@ruqsat/law'
import { exploreCases } from '../walk-cases.ts'
import { channels } from './channels.ts'
import { CLAIMS, type ProofClaim, type ClaimId, type Proving } from './claims.ts'
import { documents } from './documents.ts'
import { roles } from './roles.ts'
import { conditions, soundness } from './soundness.ts'
import { time } from './time.ts'

export type Proof = { readonly regulation: string; readonly hash: string; readonly claims: readonly ProofClaim[] }

const PROVING: Readonly<Record<ClaimId, Proving>> = { soundness, conditions, time, roles, documents, channels }

/** Of every variant: by its tables, and by walking each channel and kind of applicant in the time of the edition, which of an offered one must succeed. */
export function proveEdition(
  { edition, from }: Pick<DatedEdition, 'edition' | 'from'>,
  findings: readonly Finding[],
  tables: ClockTables,
): Proof {
  const { regulation, hash } = edition
  const claims = regulation.variants.flatMap((variant) => {
    const offered = variant.views.filter((view) => variant.offered && view.offered)
    const all = (offered.length > 0 ? offered : variant.views).flatMap((view) =>
      regulation.applicants.map(({ kind }) => {
        const cell = { variant, view, applicant: kind }
        return { cell, explored: exploreCases(cell, { edition, tables, notBefore: from ?? firstDayOf(regulation) }, 'any') }
      }),
    )
    // What is not offered may be unfinished: it is walked where it can be.
    const cells = offered.length > 0 ? all : all.filter(({ explored }) => explored.fault === null)
    const subject = { edition, tables, findings, variant, cells }
    return CLAIMS.map((id): ProofClaim => ({ id, variant: variant.id, ...PROVING[id](subject) }))
  })
  return { regulation: regulation.id, hash, claims }
}

/** The first day on which the act may have been in force, else that of its adoption: before it there were no cases. Null where neither is known. */
function firstDayOf({ act: { force, adoptedOn } }: Regulation): LocalDate | null {
  return [force.notBefore, adoptedOn].find((day) => day !== 'unknown') ?? null
}
