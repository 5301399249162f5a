// Documents a second: Typst in this process, as it was, and in the process of its own; and what either holds in memory.
//   npm run bench -- typesetting [rounds]
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { isRefusal, wordsOf } from '@ruqsat/foundation'
import { openTypesetter } from '@ruqsat/typesetting'
import { keepResult } from './results.ts'

const USUAL_ROUNDS = 5
const DOCUMENTS = 60
/** A document may wait this much longer for a process that can be stopped. */
const MOST_TIMES_SLOWER = 10
/** The one process has 400 MiB for all it does (`journey`); this one is next to it. */
const MOST_PROCESS_MIB = 260

const TEMPLATE = `#set text(font: "Noto Serif", lang: "kk", fallback: false)
#set document(title: "x")
#let data = json(bytes(sys.inputs.data))
= Лицензия
#data.text`
const data = (place: number) => ({ text: `№ ${place} Қойманың сыйымдылығы` })
const AT = { creationTimestamp: '2026-11-28T05:00:00.000Z' }

export async function run(words: readonly string[]): Promise<boolean> {
  const rounds = words[0] === undefined ? USUAL_ROUNDS : Number(words[0])
  const typesetter = openTypesetter()
  const within = withinThisProcess()
  const apart = async (place: number) => {
    const pdf = await typesetter.render({ name: 'bench', source: TEMPLATE }, data(place), AT)
    if (isRefusal(pdf)) throw new Error(wordsOf(pdf).text.en)
  }
  const cold = await timed(() => apart(0))
  within(0)
  const times = { within: [] as number[], apart: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    times.within.push(await each(async (place) => within(place)))
    times.apart.push(await each(apart))
  }
  const processMiB = Math.max(...childrenMiB())
  await typesetter.close()
  const [withinMs, apartMs] = [median(times.within), median(times.apart)]
  const ratio = Math.round((apartMs / withinMs) * 10) / 10
  console.log(
    `a warm document: ${withinMs} ms within, ${apartMs} ms apart (${ratio} times); the first one apart ${cold} ms; the process ${processMiB} MiB`,
  )
  keepResult('typesetting', { rounds, documents: DOCUMENTS, withinMs, apartMs, ratio, coldMs: cold, processMiB })
  return ratio <= MOST_TIMES_SLOWER && processMiB <= MOST_PROCESS_MIB
}

function withinThisProcess(): (place: number) => void {
  const fonts = new URL('../support/typesetting/fonts/', import.meta.url)
  const fontBlobs = readdirSync(fonts)
    .filter((name) => name.endsWith('.ttf'))
    .map((name) => readFileSync(new URL(name, fonts)))
  const workspace = fileURLToPath(new URL('../support/typesetting/workspace', import.meta.url))
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs }] })
  return (place) => {
    const { result } = compiler.compile({ mainFileContent: TEMPLATE, inputs: { data: JSON.stringify(data(place)) } })
    compiler.pdf(result!, { pdfStandard: 'a-2a', creationTimestamp: 1 })
    compiler.evictCache(0)
  }
}

async function each(work: (place: number) => Promise<void>): Promise<number> {
  const all = await timed(async () => {
    for (let place = 1; place <= DOCUMENTS; place += 1) await work(place)
  })
  return all / DOCUMENTS
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return Math.round((performance.now() - begun) * 100) / 100
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((one, other) => one - other)[values.length >> 1]! * 100) / 100
}

function childrenMiB(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      return new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status)
        ? [Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) / 1024)]
        : []
    } catch {
      return []
    }
  })
}
