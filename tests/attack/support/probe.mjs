// Asks for one page again and again in a thread of its own: what keeps the attackers busy does not count as the house's time.
import { parentPort, workerData } from 'node:worker_threads'

const { url, pauseMs } = workerData
const times = []
const statuses = new Set()
let isOver = false
parentPort.once('message', () => (isOver = true))
while (!isOver) {
  const began = performance.now()
  const page = await fetch(url).catch(() => null)
  await page?.arrayBuffer()
  times.push(performance.now() - began)
  statuses.add(page?.status ?? 0)
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
}
parentPort.postMessage({ times, statuses: [...statuses] })
