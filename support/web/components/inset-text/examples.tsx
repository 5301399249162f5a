import type { Example } from '../example.ts'
import { InsetText } from './inset-text.tsx'

export const examples: readonly Example[] = [
  {
    title: 'a note',
    render: () => (
      <InsetText
        text={{
          kk: 'Бүгін сұрау салсаңыз, жауап 2014 жылғы 15 қазанға дейін болады.',
          ru: 'Если подать сегодня, ответ будет до 15 октября 2014 года.',
          en: 'If you apply today, the answer comes by 15 October 2014.',
        }}
      />
    ),
  },
]
