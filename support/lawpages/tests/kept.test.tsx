import { KAZAKH_VIEW, ViewContext } from '@ruqsat/web/testing'
import type { Child } from 'hono/jsx'
import { expect, test } from 'vitest'
import { Kept, MOST_KEPT } from '../kept.tsx'

const html = async (child: Child, language: 'kk' | 'ru' = 'kk'): Promise<string> =>
  String(await (<ViewContext.Provider value={{ ...KAZAKH_VIEW, language }}>{child}</ViewContext.Provider>).toString())

test('a part is drawn once for each name and language, escaped as it was drawn', async () => {
  let drawn = 0
  const Counted = ({ by }: { readonly by: string }) => (
    <Kept
      by={by}
      draw={() => (
        <p title='a"b'>
          {by} &lt; {(drawn += 1)}
        </p>
      )}
    />
  )
  const first = await html(<Counted by="<one>" />)
  expect(first).toContain('&lt;one&gt;')
  expect(await html(<Counted by="<one>" />)).toBe(first)
  expect(drawn).toBe(1)
  await html(<Counted by="<one>" />, 'ru')
  await html(<Counted by="two" />)
  expect(drawn).toBe(3)
  for (let place = 0; place < MOST_KEPT; place += 1) await html(<Counted by={`other ${place}`} />)
  await html(<Counted by="<one>" />)
  expect(drawn).toBe(4 + MOST_KEPT)
})

test('a part that waits for something is shown and not kept', async () => {
  let drawn = 0
  const Late = async () => <b>{(drawn += 1)}</b>
  for (const expected of ['<b>1</b>', '<b>2</b>']) expect(await html(<Kept by="late" draw={() => <Late />} />)).toBe(expected)
})
