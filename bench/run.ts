// npm run bench -- <name> […]: measures, prints, and keeps a line in bench/results.jsonl.
import { run as checker } from './checker.ts'
import { run as engine } from './engine.ts'
import { run as growth } from './growth.ts'
import { run as journey } from './journey.ts'
import { run as lists } from './lists.ts'
import { run as mutations } from './mutations/index.ts'
import { run as populate } from './populate.ts'
import { run as prove } from './prove.ts'
import { run as start } from './start.ts'
import { run as statements } from './statements.ts'
import { run as state } from './state.ts'
import { run as trust } from './trust.ts'
import { run as typesetting } from './typesetting.ts'

const BENCHES: Readonly<Record<string, { readonly run: (words: readonly string[]) => Promise<boolean>; readonly purpose: string }>> = {
  journey: {
    run: journey,
    purpose: '[applications] [in flight]: whole applications over HTTP with real signatures, and the memory they leave',
  },
  engine: {
    run: engine,
    purpose: '[rounds]: twelve-step procedures through the engine, beside other engines and plain SQL where their programs are available',
  },
  growth: {
    run: growth,
    purpose: '[cases] [timers] [rounds]: what a step costs among 1,000 and up to 100,000 stored cases; a million pending timers',
  },
  state: {
    run: state,
    purpose: '[other checkout] [rounds]: bytes of a state after each step, and what a step costs, beside another checkout',
  },
  start: {
    run: start,
    purpose: '[rounds]: the house until its first page, and a command, with every act parsed anew and with the kept ones',
  },
  statements: { run: statements, purpose: '[applications] [texts]: how many statements each kind of request asks the database' },
  typesetting: { run: typesetting, purpose: '[rounds]: documents through Typst in a process of its own, beside Typst in ours' },
  mutations: { run: mutations, purpose: '[count]: how many slips of a writer the house reports; writes bench/mutations.md' },
  lists: { run: lists, purpose: '[tasks]: pages of work lists over 100,000 open tasks, beside the query of the release before' },
  populate: { run: populate, purpose: '[cases] [people]: a population of the sandbox, cases a second' },
  prove: { run: prove, purpose: '[rounds]: the proof report of each act' },
  trust: { run: trust, purpose: '[messages] [rounds]: a signature with its chain and lists, beside OpenSSL and pkijs' },
  checker: { run: checker, purpose: '[rounds]: the checker over all acts, and over an act of a thousand steps' },
}

const [name = '', ...words] = process.argv.slice(2)
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
if (bench === undefined) {
  console.error(`Expected one of these${name === '' ? '' : ` but found '${name}'`}:`)
  for (const [known, { purpose }] of Object.entries(BENCHES)) console.error(`  npm run bench -- ${known} ${purpose}`)
  process.exit(2)
}
process.exit((await bench.run(words)) ? 0 : 1)
