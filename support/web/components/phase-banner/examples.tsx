import type { Example } from '../example.ts'
import { PhaseBanner } from './phase-banner.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'a banner',
    render: () => <PhaseBanner tag={texts.phaseBannerExamples.trial} text={texts.phaseBannerExamples.documentsHereHaveNoLegal} />,
  },
]
