import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('so many run at once, the others in line, and a failure gives its turn back', async () => {
  const turns = new Turns(2)
  let running = 0
  let most = 0
  const order: number[] = []
  const work = (place: number) => async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
    order.push(place)
    if (place === 1) throw new Error('broken')
  }
  await Promise.allSettled([0, 1, 2, 3, 4].map((place) => turns.take(work(place))))
  expect([most, order]).toEqual([2, [0, 1, 2, 3, 4]])
})
