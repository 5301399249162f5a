import type { Example } from '../example.ts'
import { Timeline } from './timeline.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a service history',
    render: () => (
      <>
        <h2>Service history</h2>
        <Timeline
          items={[
            {
              title: texts.timelineExamples.requestRegistered,
              at: { date: '2014-10-01', time: '10:02' },
              by: texts.timelineExamples.registry,
            },
            {
              title: texts.timelineExamples.officerAssigned,
              at: { date: '2014-10-02', time: '09:40' },
              by: texts.timelineExamples.head,
            },
            {
              title: texts.timelineExamples.documentsInReview,
              state: 'current',
              by: texts.timelineExamples.officer,
              status: { kind: 'warning', text: texts.timelineExamples.dueSoon },
            },
            { title: texts.timelineExamples.signingTheResult, state: 'ahead' },
          ]}
        />
      </>
    ),
  },
]
