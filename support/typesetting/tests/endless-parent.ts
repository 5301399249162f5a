// For the test: a program that asks for a document that never ends, and says which process sets it.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTypesetter } from '../index.ts'

const typesetter = openTypesetter({ withinMs: 600_000 })
void typesetter.render({ name: 'endless', source: process.argv[2]! }, { text: '' }, { creationTimestamp: '2026-11-23T05:00:00.000Z' })
// Until it is deep in the template: its start takes less than a tick of the processor's count.
for (;;) {
  const busy = children().find(({ ticks }) => ticks > 60)
  if (busy !== undefined) {
    process.send!(busy.pid)
    break
  }
  await sleep(50)
}

function children(): readonly { readonly pid: number; readonly ticks: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return Number(fields[1]) === process.pid ? [{ pid: Number(name), ticks: Number(fields[11]) }] : []
      } catch {
        return []
      }
    })
}
