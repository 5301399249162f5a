// What a regulation and a case look like on a page, the same for everybody who may see them: sources, due dates, the signed request, the history.
export { sourceLabel } from './source-label.ts'
export { DueOf, dueDateProps, Former, type DueOfProps } from './due-of.tsx'
export { RequestView, type RequestViewProps } from './request-view.tsx'
export { CaseTimeline, type CaseTimelineProps } from './case-timeline.tsx'
export { InstantAt } from './instant-at.tsx'
