import type { Example } from '../example.ts'
import { SourceNote } from './source-note.tsx'
import texts from '../texts.yaml'
export const examples: readonly Example[] = [
  {
    title: 'stated',
    render: () => (
      <p>
        <SourceNote source={{ act: 'act', item: '5', certainty: 'stated' }} label={texts.sourceNoteExamples.label} href="#act" />
      </p>
    ),
  },
  {
    title: 'found elsewhere',
    render: () => (
      <p>
        <SourceNote source={{ act: 'law', item: '35', certainty: 'found' }} label={texts.sourceNoteExamples.label} />
      </p>
    ),
  },
  {
    title: 'assumed',
    render: () => (
      <p>
        <SourceNote source={{ act: 'standard', item: '10', certainty: 'assumed' }} label={texts.sourceNoteExamples.label} />
      </p>
    ),
  },
]
