// What a regulation and a case look like on a page, the same for everybody who may see them: sources, due dates, the signed request, the history.
export { Cited, InstantAt, sourceLabel } from './cited.tsx'
export { DueOf } from './due-of.tsx'
export { RequestView } from './request-view.tsx'
export { CaseTimeline } from './case-timeline.tsx'
