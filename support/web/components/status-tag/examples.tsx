import type { Example } from '../example.ts'
import { StatusTag } from './status-tag.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'all kinds',
    render: () => (
      <p>
        <StatusTag text={texts.statusTagExamples.draft} /> <StatusTag kind="information" text={texts.statusTagExamples.registered} />{' '}
        <StatusTag kind="success" text={texts.statusTagExamples.issued} />{' '}
        <StatusTag kind="warning" text={texts.statusTagExamples.dueSoon} />{' '}
        <StatusTag kind="danger" text={texts.statusTagExamples.refused} />
      </p>
    ),
  },
]
