// What the events about the applicant make of a case. Released appliers are frozen, as those of `../apply.ts`.
import { countedNow } from '../counted.ts'
import { besides } from '../texts.ts'
import type { CaseState, EventOf } from '../model.ts'
import { listOf, type ApplicantEvent, type AskedOfApplicant, type ClockResumed } from './model.ts'

type Change = Partial<CaseState>

export const APPLICANT_APPLIERS: { readonly [K in ApplicantEvent['kind']]: (state: CaseState, event: EventOf<K>) => Change } = {
  correctionAsked: (state, { askedId, stepId, missing, due, stops, way, at, ...written }) => ({
    asked: [
      ...(state.asked ?? []),
      {
        id: askedId,
        kind: 'correction',
        stepId,
        since: at,
        due: due.due,
        ...(stops && { stops: true }),
        explanation: listOf(missing),
        ...besides(written),
        ...(way && { way }),
      },
    ],
    corrections: (state.corrections ?? 0) + 1,
    ...(state.missedGround && { missedGround: null }),
  }),
  correctionGiven: (state, { askedId, requestSha256, clock }) => ({ ...answered(state, askedId, clock), correctedSha256: requestSha256 }),
  correctionMissed: (state, { askedId, clock, ground, explanation, ...written }) => ({
    ...answered(state, askedId, clock),
    missedGround: ground,
    draft: { decision: 'refuse', groundIds: [ground], explanation, ...besides(written) },
    conclusion: null,
    prepared: null,
  }),
  askingEnded: (state, { askedId, clock }) => answered(state, askedId, clock),
  hearingOpened: (state, { askedId, stepId, outcome, draft, due, way, at }) => ({
    asked: [
      ...(state.asked ?? []),
      { id: askedId, kind: 'hearing', stepId, since: at, due: due.due, explanation: '', outcome, ...(way && { way }) },
    ],
    heard: [...new Set([...(state.heard ?? []), ...draft.groundIds])],
  }),
  objectionGiven: (state, { askedId }) => answered(state, askedId, null),
  hearingEnded: (state, { askedId }) => answered(state, askedId, null),
  oralHearingAsked: (state, { askedId }) => answered(state, askedId, null),
  answerPresented: (state, { askedId, signatureSha256, at }) => ({
    asked: eachAsked(state, askedId, (asked) => ({ ...asked, presented: { signatureSha256, at } })),
  }),
  answerDropped: (state, { askedId, isOver, at }) => ({
    asked: eachAsked(state, askedId, ({ presented: _dropped, ...asked }) => ({ ...asked, ...(isOver && { waitedUntil: at }) })),
  }),
  askedRecounted: (state, event) => ({
    asked: (state.asked ?? []).map((each) => ({
      ...each,
      due: event.asked.find(({ askedId }) => askedId === each.id)?.due.due ?? each.due,
    })),
  }),
  withdrawn: () => ({}),
  nonAcceptanceWritten: (_state, { taskId, groundIds, explanation, inStateLanguage, alsoIn }) => ({
    nonAcceptance: {
      taskId,
      groundIds,
      explanation,
      ...(inStateLanguage !== undefined && { inStateLanguage }),
      ...(alsoIn !== undefined && { alsoIn }),
    },
  }),
  nonAcceptancePrepared: ({ nonAcceptance }, { paper }) => (nonAcceptance ? { nonAcceptance: { ...nonAcceptance, paper } } : {}),
  nonAcceptanceSigned: ({ nonAcceptance }, { document: signed }) => (nonAcceptance ? { nonAcceptance: { ...nonAcceptance, signed } } : {}),
  acceptanceRefused: () => ({}),
  caseEnded: (_state, { how, at }) => ({ status: how, closedAt: at }),
}

function eachAsked({ asked = [] }: CaseState, id: string, change: (asked: AskedOfApplicant) => AskedOfApplicant): CaseState['asked'] {
  return asked.map((each) => (each.id === id ? change(each) : each))
}

function answered(state: CaseState, askedId: string, clock: ClockResumed | null): Change {
  return {
    asked: (state.asked ?? []).filter(({ id }) => id !== askedId),
    ...(clock && { stops: [...(state.stops ?? []), clock.stop], total: countedNow(state, clock.total) }),
  }
}
